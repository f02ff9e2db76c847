"""The letterbox: a question, a quote request, a complaint, and requests about one's own data."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.refusals import Refusal
from klantkluis.messages.outbox import Kind
from klantkluis.messages.published import said_in
from klantkluis.site import guard, window
from klantkluis.site.account.current import current_profile
from klantkluis.site.mail import kept
from klantkluis.site.people import as_typed
from klantkluis.site.place import here
from klantkluis.site.post.forms import (
    ComplaintForm,
    CorrectionForm,
    QuestionForm,
    QuoteForm,
    RequestForm,
    WriterForm,
)
from klantkluis.site.post.letters import post
from klantkluis.site.shop.cart import cart_of

MOST_LINES: Final = 100


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of letter: what it is called, and what its form asks."""

    kind: Kind
    title: str | Promise
    form: type[WriterForm]
    about_data: bool = False


SORTS: Final = {
    "contact": Sort(Kind.QUESTION, _("Contact"), QuestionForm),
    "quote": Sort(Kind.QUOTE_REQUEST, _("Ask for a quote"), QuoteForm),
    "complaint": Sort(Kind.COMPLAINT, _("Make a complaint"), ComplaintForm),
    "access": Sort(Kind.ACCESS_REQUEST, _("See what we have of you"), RequestForm, about_data=True),
    "correction": Sort(
        Kind.CORRECTION_REQUEST, _("Have your data corrected"), CorrectionForm, about_data=True
    ),
    "deletion": Sort(
        Kind.DELETION_REQUEST, _("Have your data erased"), RequestForm, about_data=True
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.guarded("post")
def write(request: HttpRequest, sort: str) -> HttpResponse:
    """Take a letter; say thank you with its reference."""
    it, lines = SORTS[sort], _lines(request, sort)
    only_filled = request.method != "POST" or "prefill" in request.POST
    form = it.form(None if only_filled else request.POST, initial=_known(request))
    if form.is_valid():
        try:
            number, mailed = post(request, it.kind, str(it.title), form, lines)
            return redirect("post-thanks", sort, "mailed" if mailed else "kept", number)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    names = {
        sku: product.name for sku, product in window.products(sku for sku, _n in lines).items()
    }
    language = getattr(request, "LANGUAGE_CODE", "nl")
    shown = [(sku, said_in(names[sku], language), number) for sku, number in lines if sku in names]
    return render(
        request, "site/post/write.html", {"form": form, "it": it, "sort": sort, "lines": shown}
    )


def _known(request: HttpRequest) -> dict[str, str]:
    profile = current_profile(request)
    if profile is None:
        return {}
    typed = as_typed(profile.who, None)
    return {"name": f"{typed['first_name']} {typed['surname']}", "company": typed["company"]}


def _lines(request: HttpRequest, sort: str) -> list[tuple[str, int]]:
    """Read `sku` and `quantity` in pairs; what is none is left out.

    A quote request begins with what is in the cart.
    """
    if sort == "quote" and request.method != "POST":
        return list(cart_of(request))
    pairs = zip(request.POST.getlist("sku"), request.POST.getlist("quantity"), strict=False)
    fits = [
        (sku, int(number))
        for sku, number in list(pairs)[:MOST_LINES]
        if 0 < len(sku) <= 40 and number.isascii() and number.isdecimal() and len(number) <= 4
    ]
    return [(sku, number) for sku, number in fits if number > 0]


@require_safe
def thanks(request: HttpRequest, sort: str, how: str, number: str) -> HttpResponse:
    """Thank for a letter."""
    if sort not in SORTS or how not in {"mailed", "kept"} or len(number) > 20:
        raise Http404
    shown = {"it": SORTS[sort], "mailed": how == "mailed", "number": number}
    return render(request, "site/post/thanks.html", shown)


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Show the mails of a demo, which go nowhere else."""
    if not here().plays:
        raise Http404
    return render(request, "site/post/demo_mail.html", {"mails": list(reversed(kept))})
