"""Rules of EN 16931 about the document and its parties (BR-01 to BR-65 and their like)."""

import re
from collections.abc import Iterator
from typing import Final

from klantkluis.billing.einvoice.checks.breaches import Breach
from klantkluis.billing.einvoice.codes import ATTACHMENT_TYPES, CARDS, CREDIT_TRANSFERS
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.parties import Identifier

_CURRENCY: Final = re.compile("[A-Z]{3}")
_COUNTRY: Final = re.compile("[A-Z]{2}")
_LONGEST_PART_OF_CARD: Final = 10


def document_breaches(it: Invoice) -> Iterator[Breach]:
    """Find what is wrong around the lines and sums."""
    yield from _head(it)
    yield from _parties(it)
    yield from _places(it)
    yield from _period(it)
    yield from _payment(it)
    yield from _references(it)


def _head(it: Invoice) -> Iterator[Breach]:
    for rule, field in (
        ("BR-01", "specification"),
        ("BR-02", "number"),
        ("BR-04", "type_code"),
        ("BR-05", "currency"),
        ("BR-16", "lines"),
        ("BR-CO-18", "vat"),
    ):
        if not getattr(it, field):
            yield rule, field
    for field in ("currency", "accounting_currency"):
        if getattr(it, field) and not _CURRENCY.fullmatch(getattr(it, field)):
            yield "BR-CL-03", field
    if it.accounting_currency and it.totals.vat_accounting is None:
        yield "BR-53", "totals.vat_accounting"
    if it.tax_point_on is not None and it.tax_point_code:
        yield "BR-CO-03", "tax_point_code"
    # Withdrawn from the newest rules of EN 16931, still in those of NLCIUS; never about money back.
    due = it.totals.payable > 0 and not it.is_credit_note
    if due and it.due_on is None and not it.terms:
        yield "BR-CO-25", "due_on"


def _parties(it: Invoice) -> Iterator[Breach]:
    seller, buyer = it.seller, it.buyer
    if not seller.name:
        yield "BR-06", "seller.name"
    if not buyer.name:
        yield "BR-07", "buyer.name"
    if not (seller.identifiers or _there(seller.legal_id) or seller.vat_id):
        yield "BR-CO-26", "seller.legal_id"
    if seller.electronic_address is not None and not seller.electronic_address.scheme:
        yield "BR-62", "seller.electronic_address"
    if buyer.electronic_address is not None and not buyer.electronic_address.scheme:
        yield "BR-63", "buyer.electronic_address"
    if it.payee is not None and not it.payee.name:
        yield "BR-17", "payee.name"
    representative = it.tax_representative
    if representative is not None:
        if not representative.name:
            yield "BR-18", "tax_representative.name"
        if not representative.vat_id:
            yield "BR-56", "tax_representative.vat_id"
    for field, number in _vat_numbers(it):
        if number and not number[:2].isalpha():
            yield "BR-CO-09", field


def _vat_numbers(it: Invoice) -> Iterator[tuple[str, str]]:
    yield "seller.vat_id", it.seller.vat_id
    yield "buyer.vat_id", it.buyer.vat_id
    if it.tax_representative is not None:
        yield "tax_representative.vat_id", it.tax_representative.vat_id


def _places(it: Invoice) -> Iterator[Breach]:
    """Each address has a country, written as two capitals."""
    places = [
        ("BR-09", "seller.address.country", it.seller.address.country),
        ("BR-11", "buyer.address.country", it.buyer.address.country),
    ]
    if it.tax_representative is not None:
        country = it.tax_representative.address.country
        places.append(("BR-20", "tax_representative.address.country", country))
    if it.delivery.address is not None:
        places.append(("BR-57", "delivery.address.country", it.delivery.address.country))
    for rule, field, country in places:
        if not country:
            yield rule, field
        elif not _COUNTRY.fullmatch(country):
            yield "BR-CL-14", field


def _period(it: Invoice) -> Iterator[Breach]:
    period = it.period
    if period is None:
        return
    if period.start is None and period.end is None:
        yield "BR-CO-19", "period"
    elif period.start is not None and period.end is not None and period.end < period.start:
        yield "BR-29", "period.end"


def _payment(it: Invoice) -> Iterator[Breach]:
    payment = it.payment
    if payment is None:
        return
    if not payment.means:
        yield "BR-49", "payment.means"
    for index, transfer in enumerate(payment.transfers):
        if not transfer.account:
            yield "BR-50", f"payment.transfers[{index}].account"
    if payment.means in CREDIT_TRANSFERS and not payment.transfers:
        yield "BR-61", "payment.transfers"
    number = payment.card.number if payment.card is not None else ""
    whole = sum(letter.isdigit() for letter in number) > _LONGEST_PART_OF_CARD
    if whole and payment.means in CARDS:
        yield "BR-51", "payment.card.number"


def _references(it: Invoice) -> Iterator[Breach]:
    for index, preceding in enumerate(it.preceding):
        if not preceding.number:
            yield "BR-55", f"preceding[{index}].number"
    for index, attachment in enumerate(it.attachments):
        if not attachment.reference:
            yield "BR-52", f"attachments[{index}].reference"
        if attachment.content and attachment.mime_type not in ATTACHMENT_TYPES:
            yield "BR-CL-24", f"attachments[{index}].mime_type"


def _there(it: Identifier | None) -> bool:
    return it is not None and bool(it.value)
