"""From what an invoice says to its paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from klantkluis.core.vat import PriceBasis, VatCategory, VatTreatment, price_in
from klantkluis.foundation.letterhead import address_lines
from klantkluis.foundation.paper import values
from klantkluis.foundation.paper.documents import CreditNotePaper, InvoicePaper
from klantkluis.foundation.paper.formatting import long_date
from klantkluis.foundation.units import unit_name
from klantkluis.sales.paper import discount, kind_name, paper_basis, statements, vat_code


def invoice_paper(says: Mapping[str, Any], seller: values.Seller) -> InvoicePaper:
    """Give the paper of an invoice, from its snapshot and who we were then.

    So the paper can be made at any time and says what the invoice said when it was sent.
    """
    supplied = [
        date.fromisoformat(day)
        for day in says.get("period") or [line["supplied_on"] for line in says["lines"]]
    ]
    sent_on = date.fromisoformat(says["sent_on"])
    period = values.Period(min(supplied), max(supplied))
    with override(language_of(says)):
        return InvoicePaper(
            **common_of(says, seller),
            issued_on=sent_on,
            due_on=date.fromisoformat(says["due_on"]),
            supplied=None if period == values.Period(sent_on, sent_on) else period,
            order_number=", ".join(map(str, _orders(says))),
            prepayment=bool(says.get("prepayment")),
            delivery_notes=tuple(str(number) for number in says.get("delivery_numbers", ())),
        )


def _orders(says: Mapping[str, Any]) -> list[int]:
    """Give the numbers of the orders that an invoice is about; a subscription has none."""
    if "order_number" not in says:
        return []
    return list(says.get("order_numbers", [says["order_number"]]))


def language_of(says: Mapping[str, Any]) -> values.Language:
    """Give the language of a paper."""
    known = says["language"] in set(values.Language)
    return values.Language(says["language"]) if known else values.Language.DUTCH


def common_of(says: Mapping[str, Any], seller: values.Seller) -> dict[str, Any]:
    """Give what papers of an invoice, of a draft and of a credit note have in common.

    To be asked for in the language of the paper.
    """
    language = language_of(says)
    without = VatTreatment.SMALL_BUSINESS in {_treatment(each) for each in says["vat"]}
    return {
        "language": language,
        "seller": seller,
        "buyer": values.Party(
            name=says["buyer"]["name"],
            address=address_lines(says["buyer"]),
            number=str(says["customer_number"]),
            vat_number=says["buyer"].get("vat_number", ""),
        ),
        "number": says["number"],
        "price_basis": paper_basis(
            PriceBasis(says["basis"]), (_treatment(each) for each in says["vat"])
        ),
        "lines": tuple(
            _line(line, says["basis"], language, heading)
            for line, heading in zip(says["lines"], _headings(says["lines"], language), strict=True)
        ),
        "adjustments": discount(says.get("discount_bp", 0), says.get("discount_cents", 0)),
        "totals": values.Totals(
            lines_cents=sum(line.get("amount_cents", 0) for line in says["lines"]),
            net_cents=says["net_cents"],
            vat_cents=says.get("vat_cents", 0),
            gross_cents=says["gross_cents"],
        ),
        "vat_sums": () if without else tuple(_vat(each) for each in says["vat"]),
        "statements": statements(
            (_treatment(each), VatCategory(each["category"])) for each in says["vat"]
        ),
        "reference": says.get("reference", "") or ", ".join(says.get("references", ())),
    }


def _headings(lines: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """Say above the first line of each delivery of a collective invoice which that is."""
    found, before = [], ""
    for line in lines:
        heading = _heading(line, language)
        found.append("" if heading == before else heading)
        before = heading
    return found


def _heading(line: Mapping[str, Any], language: str) -> str:
    if "order_number" not in line:
        return ""
    said = {"order": line["order_number"]}
    if "delivery_number" not in line:
        return _("Order %(order)s") % said
    day = long_date(date.fromisoformat(line["delivered_on"]), values.Language(language))
    said |= {"note": line["delivery_number"], "day": day}
    return _("Order %(order)s, delivery note %(note)s of %(day)s") % said


def credit_note_paper(says: Mapping[str, Any], seller: values.Seller) -> CreditNotePaper:
    """Give the paper of a credit note, from its snapshot and who we were then."""
    with override(language_of(says)):
        return CreditNotePaper(
            **common_of(says, seller),
            issued_on=date.fromisoformat(says["issued_on"]),
            invoice_number=says["credits"]["number"],
            invoiced_on=date.fromisoformat(says["credits"]["sent_on"]),
            order_number=str(says.get("order_number", "")),
        )


def _line(line: Mapping[str, Any], basis: str, language: str, heading: str = "") -> values.Line:
    price, rate_bp = Decimal(line["unit_price"]), line.get("rate_bp", 0)
    return values.Line(
        description=line.get("description") or kind_name(line["kind"]),
        quantity=Decimal(line["quantity"]).normalize(),
        unit=unit_name(line["unit"], language),
        sku=line.get("sku", ""),
        heading=heading,
        unit_price=price,
        unit_price_net=_net(price, rate_bp) if basis == PriceBasis.GROSS else None,
        amount_cents=line.get("amount_cents", 0),
        discount_basis_points=line.get("discount_bp", 0),
        vat_category=vat_code(_treatment(line), VatCategory(line["category"])),
        vat_basis_points=rate_bp,
    )


def _treatment(part: Mapping[str, Any]) -> VatTreatment:
    """Give how a line or a sum is taxed."""
    return VatTreatment(part["treatment"])


def _net(price: Decimal, rate_bp: int) -> Decimal:
    """Give the unit price without VAT, which an invoice shows (Wet OB 1968, art. 35a(1)(i))."""
    return price_in(price, rate_bp, basis=PriceBasis.GROSS, wanted=PriceBasis.NET)


def _vat(each: Mapping[str, Any]) -> values.VatSum:
    return values.VatSum(
        category=vat_code(_treatment(each), VatCategory(each["category"])),
        basis_points=each.get("rate_bp", 0),
        net_cents=each.get("net_cents", 0),
        vat_cents=each.get("vat_cents", 0),
    )
