"""The confirmation of an order on a durable medium: everything of BW 6:230m, as text (6:230v(7)).

The terms go along as a file, so that nobody depends on a page that may change.
"""

from dataclasses import dataclass
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from klantkluis.core.names import person_name
from klantkluis.messages.letters import Address, OrderPlaced
from klantkluis.messages.markup import to_text
from klantkluis.site.mail import File, Mail
from klantkluis.site.shop.amounts import euros, long_day, percent, unit_euros
from klantkluis.site.shop.choices import named, payment_words
from klantkluis.site.shop.details import Details
from klantkluis.site.shop.quoting import Quote
from klantkluis.site.shop.visit import Visit


@dataclass(frozen=True, slots=True)
class ToPlace:
    """An order as it stood on the last screen; `account` is of who is logged in."""

    uid: UUID
    details: Details
    quote: Quote
    account: UUID | None


def confirmation_of(letter: OrderPlaced, order: ToPlace, visit: Visit) -> Mail:
    """Write the confirmation of an order, in the language in which it was placed."""
    words = {"shop": visit.settings.name, "reference": letter.reference}
    return Mail(
        to=letter.who.email,
        subject=_("Your order %(reference)s at %(shop)s") % words,
        text=render_to_string("site/shop/confirmation.txt", _context(letter, order, visit)),
        files=_files(visit),
    )


def address_lines(address: Address, language: str) -> list[str]:
    """Write an address, line by line."""
    number = f"{address.house_number} {address.house_number_addition}".strip()
    lines = [
        address.name,
        f"{address.street} {number}".strip(),
        address.address_line_2,
        f"{address.postcode} {address.town}".strip(),
        "" if address.country == "NL" else named(address.country, language),
    ]
    return [line for line in lines if line]


def _context(letter: OrderPlaced, order: ToPlace, visit: Visit) -> dict[str, object]:
    language = visit.language
    at = timezone.localtime(letter.at)
    days = order.quote.shipping.method.days if order.quote.shipping else {}
    return {
        "letter": letter,
        "visit": visit,
        "us": visit.settings.identity,
        "name": person_name(
            {x: getattr(letter.who, x) for x in ("first_name", "surname_prefix", "surname")}
        ),
        "moment": f"{long_day(at.date(), language)}, {at:%H:%M:%S}",
        "lines": [
            (line.name, line.sku, line.quantity, unit_euros(line.unit_price, language),
             euros(line.amount_cents, language))
            for line in letter.lines
        ],
        "vat": [
            (percent(each.rate_bp, language), euros(each.vat_cents, language))
            for each in order.quote.totals.vat
            if each.rate_bp
        ],
        "shipping": euros(letter.shipping.amount_cents, language) if letter.shipping else "",
        "net": euros(letter.net_cents, language),
        "total": euros(letter.gross_cents, language),
        "address": address_lines(letter.address, language),
        "deliver_to": (
            address_lines(letter.deliver_to, language) if letter.deliver_to is not None else []
        ),
        "days": visit.say(days),
        "payment": payment_words(letter.payment, visit.settings.payment_term_days),
        "stays": [
            (visit.say(line.product.name), visit.say(line.product.not_returnable))
            for line in order.quote.lines
            if not line.product.returnable
        ],
        "guarantees": [
            (visit.say(line.product.name), line.product.durability_months)
            for line in order.quote.lines
            if line.product.durability_months
        ],
        "terms": "terms" in visit.shop.pages,
    }  # fmt: skip


def _files(visit: Visit) -> tuple[File, ...]:
    """Give the terms as they are today."""
    terms = visit.shop.pages.get("terms")
    if terms is None:
        return ()
    text = f"{visit.say(terms.title)}\n\n{to_text(visit.say(terms.body))}\n"
    name = "terms.txt" if visit.language == "en" else "voorwaarden.txt"
    return (File(name, "text/plain", text.encode()),)
