"""Quotes: the card, issuing, what the customer answers, the order that follows, the paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.foundation.mail.queries import mails_about
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.forms import new_uid
from klantkluis.office.sales.quote_forms import HOW, AcceptForm, FollowUpForm, RefuseForm
from klantkluis.office.sales.quote_reading import quote_for, shown_first
from klantkluis.sales.commands import (
    accept_quote,
    file_quote,
    follow_up_quote,
    issue_quote,
    order_from_quote,
    refuse_quote,
)
from klantkluis.sales.quotes.queries import QuoteCard, quote_paper_of
from klantkluis.sales.quotes.rules import QuoteState
from klantkluis.vault.refusals import VaultLocked

ANSWER = "office/sales/quote_answer.html"


@allow(Role.SALES)
@require_safe
def quote(request: OfficeRequest, quote_id: int) -> HttpResponse:
    """Show one quote with its versions, and what came of it."""
    card = quote_for(request, quote_id)
    form = FollowUpForm(initial={"followed_up_on": timezone.localdate()})
    return render(request, "office/sales/quote.html", _around(request, card, form))


def _around(request: OfficeRequest, card: QuoteCard, form: FollowUpForm) -> dict[str, Any]:
    versions = shown_first(card)
    waits = card.state in {QuoteState.OPEN, QuoteState.EXPIRED}
    return {
        "card": card,
        "versions": versions,
        "shown": versions[0].card,
        "being_revised": waits and card.newest.issued_on is None,
        "how": dict(HOW).get(card.accepted.how, "") if card.accepted else "",
        "names": names_of([card.customer_id], request.actor),
        "language": get_language(),
        "follow_up_form": form,
        "mails": mails_about(kind=MailKind.QUOTE, about_id=card.id, now=timezone.now()),
        "mail_is_on": mail_is_on(),
    }


@allow(Role.SALES)
@require_POST
def issue(request: OfficeRequest, quote_id: int) -> HttpResponse:
    """Issue the newest version as it was read; with an open vault its paper is filed at once."""
    typed, today = request.POST.get("rev", ""), timezone.localdate()
    rev = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    version_id = issue_quote(quote_id=quote_id, rev=rev, actor=request.actor, issued_on=today)
    if request.actor.vault.is_open:
        file_quote(version_id=version_id, actor=request.actor, made_at=timezone.now())
    messages.success(request, _("The quote is issued. It no longer changes."))
    return redirect("sales:quote", quote_id)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def accept(request: OfficeRequest, quote_id: int) -> HttpResponse:
    """Note that the customer says yes, and make the order in the same act when that is wanted."""
    card = _answerable(request, quote_id)
    initial = {"accepted_on": timezone.localdate(), "uid": new_uid(), "orders": True}
    assert card.issued is not None
    form = AcceptForm(
        request.POST or None,
        initial={**initial, "version": card.issued.version},
        of=card.issued,
        expired=card.state is QuoteState.EXPIRED,
    )
    if form.is_valid():
        with form.refusals():
            return _accept(request, quote_id, form)
    return _answer(request, card, form, _("The customer accepts"), _("Note the acceptance"))


def _accept(request: OfficeRequest, quote_id: int, form: AcceptForm) -> HttpResponse:
    yes = form.acceptance()
    if not form.cleaned_data["orders"]:
        accept_quote(quote_id=quote_id, acceptance=yes, actor=request.actor)
        messages.success(request, _("The quote is accepted."))
        return redirect("sales:quote", quote_id)
    order_id = order_from_quote(
        quote_id=quote_id,
        ordered_on=timezone.localdate(),
        acceptance=yes,
        actor=request.actor,
    )
    messages.success(request, _("The quote is accepted, and the order is taken."))
    return redirect("sales:order", order_id)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def refuse(request: OfficeRequest, quote_id: int) -> HttpResponse:
    """Note that the customer says no, or never answered."""
    card = _answerable(request, quote_id)
    form = RefuseForm(request.POST or None, initial={"refused_on": timezone.localdate()})
    if form.is_valid():
        with form.refusals():
            refuse_quote(quote_id=quote_id, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("Noted that the quote is refused."))
            return redirect("sales:quote", quote_id)
    return _answer(request, card, form, _("The customer refuses"), _("Note the refusal"))


def _answerable(request: OfficeRequest, quote_id: int) -> QuoteCard:
    """Give a quote that the customer has seen.

    Raises:
        Http404: there is none, or nobody has seen it yet.
    """
    card = quote_for(request, quote_id)
    if card.issued is None:
        raise Http404
    return card


def _answer(
    request: OfficeRequest, card: QuoteCard, form: AcceptForm | RefuseForm, title: str, label: str
) -> HttpResponse:
    names = names_of([card.customer_id], request.actor)
    context = {"card": card, "form": form, "names": names, "title": title, "label": label}
    return render(request, ANSWER, context)


@allow(Role.SALES)
@require_POST
def make_order(request: OfficeRequest, quote_id: int) -> HttpResponse:
    """Take the order that an accepted quote comes to."""
    order_id = order_from_quote(
        quote_id=quote_id, ordered_on=timezone.localdate(), actor=request.actor
    )
    messages.success(request, _("The order is taken."))
    return redirect("sales:order", order_id)


@allow(Role.SALES)
@require_POST
def follow_up(request: OfficeRequest, quote_id: int) -> HttpResponse:
    """Note that somebody asked what the customer thinks of it, and when to ask again."""
    form = FollowUpForm(request.POST)
    if form.is_valid():
        with form.refusals():
            follow_up_quote(quote_id=quote_id, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("Noted."))
            return redirect("sales:quote", quote_id)
    card = quote_for(request, quote_id)
    return render(request, "office/sales/quote.html", _around(request, card, form))


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def paper(request: OfficeRequest, quote_id: int, version: int) -> HttpResponse:
    """Give the PDF as it was issued; a POST makes it when nobody has done that yet."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    if request.method == "POST":
        _file(request, quote_id, version)
        return redirect("sales:quote-paper", quote_id, version)
    found = quote_paper_of(quote_id=quote_id, version=version, vault=request.actor.vault)
    if found is None:
        raise Http404
    number, contents = found
    return pdf(request, contents, name=f"{_('quote')}-{number}-{version}")


def _file(request: OfficeRequest, quote_id: int, version: int) -> None:
    versions = quote_for(request, quote_id).versions
    ids = [each.id for each in versions if each.version == version]
    if not ids:
        raise Http404
    file_quote(version_id=ids[0], actor=request.actor, made_at=timezone.now())
