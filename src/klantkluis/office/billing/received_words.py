"""What a received e-invoice says, as a page shows it: amounts and numbers as they were sent."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from klantkluis.billing.einvoice.model import Invoice, Line, VatLine
from klantkluis.billing.einvoice.parties import Address, Buyer, Identifier, Seller
from klantkluis.office.templatetags.kit import country, unit

MOST_SHOWN = 1000
"""A page with more lines than this helps nobody."""


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One line in words."""

    name: str
    description: str
    quantity: str
    price: str
    vat: str
    net: str


def said_of(it: Invoice) -> dict[str, Any]:
    """Give an e-invoice for a page."""
    sums = it.totals
    return {
        "number": it.number,
        "is_credit_note": it.is_credit_note,
        "issued_on": it.issued_on,
        "due_on": it.due_on,
        "preceding": [each.number for each in it.preceding],
        "references": [each for each in (it.buyer_reference, it.order) if each],
        "notes": [each.text for each in it.notes],
        "seller": _party(it.seller),
        "buyer": _party(it.buyer),
        "accounts": [each.account for each in it.payment.transfers] if it.payment else [],
        "remittance": it.payment.remittance if it.payment else "",
        "lines": [_line(line, it.currency) for line in it.lines[:MOST_SHOWN]],
        "left_out": max(0, len(it.lines) - MOST_SHOWN),
        "adjustments": [
            (each.reason or each.reason_code, amount(each.signed, it.currency))
            for each in it.adjustments
        ],
        "vat": [
            (_rate(each), amount(each.taxable, it.currency), amount(each.tax, it.currency))
            for each in it.vat
        ],
        "net": amount(sums.net, it.currency),
        "gross": amount(sums.gross, it.currency),
        "paid": amount(sums.paid, it.currency) if sums.paid else "",
        "payable": amount(sums.payable, it.currency),
    }


def amount(value: Decimal, currency: str) -> str:
    """Write an amount as the reader does, with two decimals or as many as it has."""
    sign = "€" if currency == "EUR" else currency
    exponent = value.normalize().as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{sign}\u00a0{_number(value, decimals)}"


def _number(value: Decimal, decimals: int | None = None) -> str:
    return numberformat.format(
        value if decimals is not None else f"{value.normalize():f}",
        get_format("DECIMAL_SEPARATOR"),
        decimals,
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR"),
        force_grouping=decimals is not None,
    )


def _rate(each: VatLine | Line) -> str:
    """Name a rate, or the category of what has none."""
    if each.rate:
        return f"{_number(each.rate)}%"
    names = {
        "Z": _("0%"),
        "E": _("exempt"),
        "AE": _("reverse charged"),
        "K": _("0%, intra-Community supply"),
        "G": _("0%, export"),
        "O": _("outside the scope of VAT"),
    }
    return names.get(each.category, each.category)


def _line(line: Line, currency: str) -> SaidLine:
    per = line.price.base_quantity
    price = amount(line.price.net, currency)
    return SaidLine(
        name=line.item.name,
        description=line.item.description,
        quantity=f"{_number(line.quantity)} {unit(line.unit)}".strip(),
        price=price if per is None or per == 1 else f"{price} / {_number(per)}",
        vat=_rate(line),
        net=amount(line.net, currency),
    )


def _party(party: Seller | Buyer) -> dict[str, Any]:
    return {
        "name": party.name or party.trading_name,
        "address": _address(party.address),
        "vat_id": party.vat_id,
        "legal_id": _numbered(party.legal_id),
        "electronic": _numbered(party.electronic_address),
    }


def _address(at: Address) -> list[str]:
    town = " ".join(part for part in (at.postcode, at.city) if part)
    lines = [at.line_1, at.line_2, at.line_3, town, at.subdivision, country(at.country)]
    return [line for line in lines if line]


def _numbered(one: Identifier | None) -> str:
    if one is None:
        return ""
    return f"{one.scheme}:{one.value}" if one.scheme else one.value
