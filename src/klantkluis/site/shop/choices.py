"""What can be chosen at the checkout: countries, ways to send and ways to pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from klantkluis.core.vat import HOME
from klantkluis.messages.published import ShippingMethod, ShownProduct
from klantkluis.site.countries import named
from klantkluis.site.shop.amounts import euros
from klantkluis.site.shop.provided import provider
from klantkluis.site.shop.quoting import is_sent, quote, shipping_cents, weight_of
from klantkluis.site.shop.visit import Visit

AFTERWARDS: Final = ("transfer", "invoice")
"""Ways to pay that ask nothing ahead: one of them is always offered (BW 7:26(2))."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What this visitor can choose for what is in the cart.

    `delivered` are the countries to which something goes. `too_heavy` are ways to send that this
    order is too heavy for.
    """

    methods: list[tuple[str, str]]
    ways: tuple[ShippingMethod, ...]
    payments: list[tuple[str, str]]
    delivered: tuple[str, ...]
    too_heavy: tuple[str, ...]
    sent: bool
    newsletter: str

    @property
    def key(self) -> tuple[object, ...]:
        """On what the empty form depends."""
        return (*self.methods, *self.payments, *self.too_heavy, self.newsletter)

    @property
    def is_possible(self) -> bool:
        """Whether this order can be sent at all."""
        return bool(self.methods) or not self.sent

    def method(self, code: str) -> ShippingMethod | None:
        """Give a way to send by its code."""
        return next((way for way in self.ways if way.code == code), None)


def offer_of(wanted: Sequence[tuple[ShownProduct, int]], visit: Visit) -> Offer:
    """Work out what can be chosen."""
    settings = visit.settings
    sent = is_sent(wanted) and bool(settings.shipping)
    grams = weight_of(wanted)
    goods = quote(wanted, settings, visit.today).totals.gross_cents
    priced = [(way, shipping_cents(way, grams, goods)) for way in settings.shipping if sent]
    ways = tuple(way for way, cents in priced if cents is not None)
    sending = [way for way in ways if not way.pick_up]
    delivered = tuple(dict.fromkeys(country for way in sending for country in way.countries))
    delivered = delivered or (HOME,)
    return Offer(
        methods=[
            (way.code, _way_words(way, cents, visit)) for way, cents in priced if cents is not None
        ],
        ways=ways,
        payments=_payments(visit),
        delivered=delivered,
        too_heavy=tuple(visit.say(way.name) for way, cents in priced if cents is None),
        sent=sent,
        newsletter=visit.say(settings.newsletter_text) if settings.newsletter_wording else "",
    )


def _way_words(way: ShippingMethod, cents: int, visit: Visit) -> str:
    """Say what a way to send is, to where it goes, how long it takes and what it costs."""
    countries = ", ".join(named(code, visit.language) for code in way.countries[:8])
    parts = [
        visit.say(way.name),
        "" if way.pick_up else countries,
        visit.say(way.days),
        euros(cents, visit.language) if cents else _("free"),
    ]
    return " · ".join(filter(None, parts))


def payment_words(code: str, days: int) -> str:
    """Say how is paid."""
    match code:
        case "transfer":
            return _("Bank transfer: you get the details with the confirmation")
        case "invoice":
            words = _("On account: the invoice follows, to be paid within %(days)s days")
            return words % {"days": days}
        case _:
            return _("Online: iDEAL, Bancontact or card")


def _payments(visit: Visit) -> list[tuple[str, str]]:
    """Give the ways to pay; what a provider does is offered where the provider is set up."""
    settings = visit.settings
    codes_there = [
        code for code in settings.payments if code in AFTERWARDS or provider(code) is not None
    ]
    if not any(code in AFTERWARDS for code in codes_there):
        codes_there.append("invoice")
    return [(code, payment_words(code, settings.payment_term_days)) for code in codes_there]
