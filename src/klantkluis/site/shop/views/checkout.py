"""The checkout: details, then everything on one last screen, then the order.

The site stores nothing of who orders: what was typed travels with the forms.
"""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.vat import PriceBasis
from klantkluis.site import outbox
from klantkluis.site.account.current import current_profile
from klantkluis.site.errors import sorry
from klantkluis.site.guard import guarded
from klantkluis.site.outbox import NotReceiving
from klantkluis.site.shop import paying
from klantkluis.site.shop.cart import Cart, keep_cart
from klantkluis.site.shop.choices import AFTERWARDS, offer_of, payment_words
from klantkluis.site.shop.confirmation import address_lines
from klantkluis.site.shop.details import Details, DetailsForm, filled_from
from klantkluis.site.shop.looking import Seen, look_into, rows_of
from klantkluis.site.shop.ordering import place, to_place
from klantkluis.site.shop.placed import placed
from klantkluis.site.shop.provided import provider
from klantkluis.site.shop.providers import ProviderDown
from klantkluis.site.shop.quoting import Buyer, Quote, quote
from klantkluis.site.shop.tokens import (
    NotOurs,
    SeenQuote,
    Thanks,
    read_quote,
    reference_of,
    sign_quote,
)
from klantkluis.site.shop.views.thanks import to_payment, to_thanks, way_of
from klantkluis.site.shop.visit import Visit, in_the_shop

NOT_SENT: Final = frozenset({"csrfmiddlewaretoken", "seen", "step"})


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_shop
def checkout(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the details; when they are complete, show everything before it is ordered."""
    seen = look_into(visit)
    if not seen.wanted or seen.changed:
        return HttpResponseRedirect(f"{visit.root}cart/", status=303)
    if visit.settings.maintenance:
        return _closed(request)
    form = _form(request, seen, visit)
    if not form.offer.is_possible:
        return render(request, "site/shop/too_heavy.html", {"offer": form.offer})
    if form.details is not None and request.POST.get("step") != "details":
        return _review(request, form, form.details, seen, visit)
    return _ask(request, form, seen, visit)


@require_POST
@in_the_shop
@guarded("order")
def order(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Place the order exactly as it stood on the last screen, or show what has changed."""
    try:
        agreed = read_quote(request.POST.get("seen", ""))
    except NotOurs:
        return HttpResponseRedirect(f"{visit.root}checkout/", status=303)
    before = placed.get(agreed.uid) or _waiting(request, agreed)
    if before is not None:
        # What was put in the cart since then is for another order.
        cart = Cart() if agreed.is_of(visit.cart) else visit.cart
        return keep_cart(to_thanks(visit, before), cart)
    seen = look_into(visit)
    if not seen.wanted:
        return _perhaps_placed(request, agreed)
    if visit.settings.maintenance:
        return _closed(request)
    return _order(request, visit, seen, agreed)


def _waiting(request: HttpRequest, agreed: SeenQuote) -> Thanks | None:
    """Give what is known of an order that this process does not remember, and that still waits."""
    if not outbox.has(agreed.uid):
        return None
    payment = request.POST.get("payment", "")
    if payment not in AFTERWARDS and provider(payment) is None:
        payment = AFTERWARDS[0]
    return Thanks(agreed.uid, agreed.total_cents, payment, mailed=None)


def _perhaps_placed(request: HttpRequest, agreed: SeenQuote) -> HttpResponse:
    """Say that the order may have been placed: the cart is empty and nobody here remembers."""
    text = _(
        "Your cart is empty, so this order was probably placed earlier. Look in your mail for the"
        " confirmation of order %(reference)s, also among unwanted mail. Is it not there? Then ask"
        " us and mention that number, before you order again."
    ) % {"reference": reference_of(agreed.uid)}
    return sorry(request, _("This order may have been placed already"), text, 409)


def _order(request: HttpRequest, visit: Visit, seen: Seen, agreed: SeenQuote) -> HttpResponse:
    form = _form(request, seen, visit)
    if form.details is None or not form.offer.is_possible:
        return _ask(request, form, seen, visit)
    quoted = quote_of(form.details, seen, visit)
    if seen.changed or agreed.differs(quoted):
        return _review(request, form, form.details, seen, visit, before=agreed)
    try:
        thanks = place(to_place(request, agreed.uid, form.details, quoted), visit)
    except NotReceiving as no:
        return sorry(request, _("Ordering is not possible right now"), no.sentence, 503)
    return keep_cart(_onwards(request, visit, thanks), Cart())


def _onwards(request: HttpRequest, visit: Visit, thanks: Thanks) -> HttpResponse:
    """Go to the provider's page when that was chosen, else to the page that says thanks."""
    if thanks.payment in AFTERWARDS:
        return to_thanks(visit, thanks)
    try:
        page = paying.begin(thanks, way_of(request, visit, thanks))
    except ProviderDown:
        return to_thanks(visit, thanks, "?said=down")
    return to_payment(request, page) if page else to_thanks(visit, thanks)


def _form(request: HttpRequest, seen: Seen, visit: Visit) -> DetailsForm:
    """Give the form: as it was sent, judged, or filled in with what is known of an account."""
    offer = offer_of(seen.wanted, visit)
    if request.method == "POST":
        form = DetailsForm(request.POST, offer=offer)
        form.is_valid()
        return form
    profile = current_profile(request)
    return DetailsForm(initial=filled_from(profile), offer=offer)


def quote_of(details: Details, seen: Seen, visit: Visit) -> Quote:
    """Work out an order for who orders: firms see prices without VAT, consumers with."""
    to = details.deliver_to or details.address
    buyer = Buyer(
        business=details.business,
        has_number=bool(details.who.vat_number),
        country=details.address.country,
        postcode=details.address.postcode,
        ships_to=visit.settings.identity.country if _is_collected(details) else to.country,
        ships_postcode="" if _is_collected(details) else to.postcode,
    )
    basis = PriceBasis.NET if details.business else PriceBasis.GROSS
    return quote(
        seen.wanted, visit.settings, visit.today, buyer=buyer, basis=basis, method=details.method
    )


def _is_collected(details: Details) -> bool:
    return details.method is not None and details.method.pick_up


def _closed(request: HttpRequest) -> HttpResponse:
    text = _("The shop takes no orders at the moment. Your cart stays; please try again later.")
    return sorry(request, _("Ordering is not possible right now"), text, 503)


def _ask(request: HttpRequest, form: DetailsForm, seen: Seen, visit: Visit) -> HttpResponse:
    wrong = request.method == "POST" and request.POST.get("step") != "details"
    fields = _fields(form, visit)
    context = {"form": form, "fields": fields, "seen": seen, "visit": visit, "wrong": wrong}
    status = 422 if wrong and form.errors else 200
    return render(request, "site/shop/checkout.html", context, status=status)


def _fields(form: DetailsForm, visit: Visit) -> SafeString:
    """Write the fields; those of an empty form are the same for everybody with this choice."""

    def written() -> SafeString:
        return render_to_string("site/shop/_details.html", {"form": form})

    if form.is_bound or form.initial:
        return written()
    key = ("details", visit.language, form.offer.key)
    return mark_safe(visit.shop.kept.get(key, written))  # noqa: S308 - made by a template


def _review(
    request: HttpRequest, form: DetailsForm, details: Details, seen: Seen, visit: Visit,
    *, before: SeenQuote | None = None,
) -> HttpResponse:  # fmt: skip
    quoted = quote_of(details, seen, visit)
    context = _words(details, quoted, visit) | {
        "form": form,
        "seen": seen,
        "changed": before is not None,
        "before_cents": before.total_cents if before else 0,
        "token": sign_quote(quoted),
        "sent": [(n, v) for n, v in request.POST.items() if n not in NOT_SENT and n in form.fields],
    }
    return render(request, "site/shop/review.html", context)


def _words(details: Details, quoted: Quote, visit: Visit) -> dict[str, Any]:
    """Say everything that was chosen, in words."""
    language, days = visit.language, visit.settings.payment_term_days
    method = details.method
    return {
        "visit": visit,
        "details": details,
        "quote": quoted,
        "rows": list(zip(rows_of(quoted, visit), _features(quoted, visit), strict=True)),
        "ship_name": visit.say(method.name) if method else "",
        "ship_days": visit.say(method.days) if method else "",
        "address": address_lines(details.address, language),
        "deliver_to": address_lines(details.deliver_to, language) if details.deliver_to else [],
        "payment": payment_words(details.payment, days),
        "stays": [
            visit.say(line.product.name) for line in quoted.lines if not line.product.returnable
        ],
    }


def _features(quoted: Quote, visit: Visit) -> list[str]:
    """Give the main features of what is ordered, line by line (BW 6:230v(2))."""
    return [visit.say(line.product.summary) for line in quoted.lines]
