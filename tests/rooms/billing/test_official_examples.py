"""The official examples, entered again through our commands: accepted, with the same sums.

An example is entered as a clerk would: its lines as order lines, an allowance as a discount line, a
charge as a line of costs, and what stands on a credit note as an invoice that is credited whole.
What we sell is always ours, so seller and buyer become ours; all figures are those of the example.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

import pytest

from klantkluis.billing.commands import (
    CreditReason,
    NewCredit,
    draft_invoice,
    issue_credit_note,
    send_invoice,
)
from klantkluis.billing.commands.issuing import ours_of
from klantkluis.billing.e_checking import Form, checked
from klantkluis.billing.einvoice.codes import EN16931
from klantkluis.billing.einvoice.model import Adjustment, Invoice, Line
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import RuleFiles, validate
from klantkluis.billing.einvoicing import e_invoice
from klantkluis.billing.rules import BillFrom
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company, company_of
from klantkluis.sales.commands import LineKind, NewLine, NewOrder, deliver, take_order
from rooms.e_invoices import said, validated
from rooms.story import a_customer, all_broken
from support.einvoice_samples import NLCIUS_SHEET, PEPPOL_SHEET, STANDARDS, needs_standards

pytestmark = [needs_standards, pytest.mark.usefixtures("our_company")]

OFFICIAL: Final = RuleFiles(peppol=PEPPOL_SHEET, nlcius=NLCIUS_SHEET)
EXAMPLES: Final = sorted(
    path.relative_to(STANDARDS).as_posix()
    for folder in ("en16931/examples-ubl", "en16931/examples-cii", "peppol-bis3/examples")
    for path in (STANDARDS / folder).iterdir()
) + sorted(
    path.relative_to(STANDARDS).as_posix()
    for path in (STANDARDS / "nlcius/tests").glob("*_ok*.xml")
)
IN_EURO, DUTCH_OR_ONE, ONE_KIND, OURS, ASKS_NOTHING = (
    "our books are in euros, and so are our invoices",
    "its rates are neither Dutch nor the one standard rate of a member state",
    "a corrected or self-billed invoice: we credit and bill anew, and nobody bills for us",
    "it is outside the scope of VAT for another reason than the place of a service",
    "it asks for nothing, and our invoices ask for money",
)
OUT_OF_SCOPE: Final = {
    "en16931/examples-cii/CII_business_example_01.xml": IN_EURO,
    "en16931/examples-cii/CII_example2.xml": IN_EURO,
    "en16931/examples-cii/CII_example3.xml": IN_EURO,
    "en16931/examples-cii/CII_example4.xml": IN_EURO,
    "en16931/examples-cii/CII_example5.xml": IN_EURO,
    "en16931/examples-cii/CII_example6.xml": IN_EURO,
    "en16931/examples-cii/CII_example7.xml": IN_EURO,
    "en16931/examples-ubl/BIS3_Invoice_negativ.XML": IN_EURO,
    "en16931/examples-ubl/BIS3_Invoice_positive.XML": IN_EURO,
    "en16931/examples-ubl/guide-example2.xml": IN_EURO,
    "en16931/examples-ubl/guide-example3.xml": IN_EURO,
    "en16931/examples-ubl/issue116.xml": IN_EURO,
    "en16931/examples-ubl/ubl-tc434-example2.xml": IN_EURO,
    "en16931/examples-ubl/ubl-tc434-example3.xml": IN_EURO,
    "en16931/examples-ubl/ubl-tc434-example4.xml": IN_EURO,
    "en16931/examples-ubl/ubl-tc434-example5.xml": IN_EURO,
    "en16931/examples-ubl/ubl-tc434-example6.xml": IN_EURO,
    "en16931/examples-ubl/ubl-tc434-example7.xml": IN_EURO,
    "peppol-bis3/examples/vat-category-E.xml": IN_EURO,
    "peppol-bis3/examples/vat-category-O.xml": IN_EURO,
    "peppol-bis3/examples/vat-category-Z.xml": IN_EURO,
    "en16931/examples-cii/XRechnung-O.xml": OURS,
    "peppol-bis3/examples/Vat-category-S.xml": DUTCH_OR_ONE,
    "nlcius/tests/SI-UBL-2.0_ok_full.xml": DUTCH_OR_ONE,
    "en16931/examples-cii/CII-BR-CO-10-RoundingIssue.xml": ASKS_NOTHING,
    "nlcius/tests/SI-UBL-2.0_BR-NL-11_ok_no_payment.xml": ASKS_NOTHING,
    "nlcius/tests/SI-UBL-2.0_BR-NL-7_ok_384.xml": ONE_KIND,
    "nlcius/tests/SI-UBL-2.0_BR-NL-7_ok_389.xml": ONE_KIND,
    "nlcius/tests/SI-UBL-2.0_BR-NL-9_ok.xml": ONE_KIND,
}
IN_SCOPE: Final = [name for name in EXAMPLES if name not in OUT_OF_SCOPE]

DUTCH: Final = {
    (Decimal(21), "S"): VatCategory.STANDARD,
    (Decimal(6), "S"): VatCategory.REDUCED,
    (Decimal(0), "Z"): VatCategory.ZERO,
    (Decimal(0), "E"): VatCategory.EXEMPT,
}
ABROAD: Final = {Decimal(25): "DK", Decimal(19): "DE"}


@cache
def example(name: str) -> Invoice:
    return read_invoice((STANDARDS / name).read_bytes())


def destination(it: Invoice) -> str:
    """Give the country whose rate an example has, or ours."""
    rates = {vat.rate for vat in it.vat if vat.category == "S"}
    return next((ABROAD[rate] for rate in rates if rate in ABROAD), "NL")


def reason(it: Invoice) -> str:
    """Say why an example cannot be entered, from what it says; empty when it can."""
    rates = {(vat.rate, vat.category) for vat in it.vat}
    if it.currency != "EUR":
        return IN_EURO
    if it.type_code not in {"380", "381"}:
        return ONE_KIND
    if it.totals.gross == 0:
        return ASKS_NOTHING
    if any(category == "O" for _rate, category in rates):
        return OURS
    abroad = {rate for rate, category in rates if category == "S" and rate in ABROAD}
    domestic = {rate for rate, category in rates if category == "S"} - abroad
    if (
        len(abroad) > 1
        or (abroad and domestic)
        or not all((rate, "S") in DUTCH for rate in domestic)
    ):
        return DUTCH_OR_ONE
    return ""


def category_of(rate: Decimal | None, category: str) -> VatCategory:
    if category == "S" and rate in ABROAD:
        return VatCategory.STANDARD
    return DUTCH[rate or Decimal(0), category]


def as_priced(line: Line) -> tuple[Decimal, Decimal]:
    """Give quantity and price as they can be typed: three and four decimals, in thousands if so."""
    quantity, price = abs(line.quantity), abs(line.price.net) / (line.price.base_quantity or 1)
    for _ in range(2):
        if price == round(price, 4) and quantity == round(quantity, 3):
            return quantity, price
        quantity, price = quantity / 1000, price * 1000
    return Decimal(1), abs(line.net)


@dataclass(frozen=True, slots=True)
class Typed:
    """How much of what a clerk types: a line, or costs and discounts beside the lines."""

    net: Decimal
    quantity: Decimal
    price: Decimal
    category: VatCategory
    text: str

    def line(self, sign: int) -> NewLine:
        kind = LineKind.TEXT if self.net * sign >= 0 else LineKind.DISCOUNT
        price = self.price if kind is LineKind.TEXT else -self.price
        return NewLine(
            kind=kind, quantity=self.quantity, unit_price=price,
            vat_category=self.category, text=self.text,
        )  # fmt: skip


def typed(it: Invoice) -> list[Typed]:
    """Give an example as lines to type."""
    found = []
    for line in it.lines:
        quantity, price = as_priced(line)
        category = category_of(line.rate, line.category)
        goods = line.net - sum(_signed(each) for each in line.adjustments)
        if round(quantity * price, 2) != abs(goods):
            quantity, price = Decimal(1), abs(goods)  # its amount does not follow from its price
        found.append(Typed(goods, quantity, price, category, line.item.name))
        found += [_beside(each, category) for each in line.adjustments]
    found += [
        _beside(each, category_of(each.rate, each.category))
        for each in it.adjustments
        if each.amount
    ]
    return found


def _signed(each: Adjustment) -> Decimal:
    return each.amount if each.charge else -each.amount


def _beside(each: Adjustment, category: VatCategory) -> Typed:
    net = _signed(each)
    return Typed(net, Decimal(1), abs(net), category, each.reason or "Korting of kosten")


def sums(it: Invoice, sign: int) -> tuple[object, ...]:
    """Give what must be the same: what is asked, and per rate what is taxed and its VAT."""
    totals = it.totals
    per_rate = {
        (vat.category, vat.rate or Decimal(0)): (sign * vat.taxable, sign * vat.tax)
        for vat in it.vat
        if vat.taxable or vat.tax
    }
    asked = totals.payable + (totals.paid or 0) - (totals.rounding or 0)
    every = (totals.net, totals.vat or Decimal(0), totals.gross, asked)
    return [sign * each for each in every], per_rate


def test_what_is_out_of_scope_is_so_for_a_reason_that_the_example_itself_shows():
    found = {name: why for name in EXAMPLES if (why := reason(example(name)))}
    assert found == OUT_OF_SCOPE
    assert len(IN_SCOPE) > 40


@pytest.mark.parametrize("name", IN_SCOPE)
def test_an_example_entered_by_commands_is_accepted_with_its_sums(owner: Actor, name: str) -> None:
    it = example(name)
    day = it.issued_on
    credit = it.type_code == "381"
    below_zero = it.totals.gross < 0
    sign = -1 if below_zero else 1
    invoice_id = enter(owner, it, sign, day)
    if credit or below_zero:
        reason_of = NewCredit(reason=CreditReason.WRONG, bills_again=False)
        note = issue_credit_note(invoice_id=invoice_id, credit=reason_of, actor=owner, today=day)
        which = {"credit_note_id": note}
    else:
        which = {"invoice_id": invoice_id}
    again = validated(owner, **which)
    assert sums(again, 1) == sums(it, sign)
    official_in_every_form(owner, sums(it, sign), **which)
    assert all_broken() == []


def enter(owner: Actor, it: Invoice, sign: int, day: date) -> int:
    """Take the order of an example, deliver and bill it; give the invoice."""
    where = destination(it)
    if where == "NL":
        change_company(fields={"oss_since": None}, actor=owner)
        buyer = a_customer(owner, company="Koper BV", coc_number="87654321")
    else:
        change_company(fields={"oss_since": date(2010, 1, 1)}, actor=owner)
        buyer = a_customer(owner, country=where, postcode="10115", town="Ergens")
    order_id = take_order(
        customer_id=buyer,
        order=NewOrder(
            lines=[each.line(sign) for each in typed(it)],
            basis=PriceBasis.NET,
            ordered_on=day,
            reference=it.buyer_reference or "K-1",
        ),
        actor=owner,
    )
    supplied = it.delivery.on if it.delivery and it.delivery.on else day
    deliver(order_id=order_id, actor=owner, delivered_on=min(supplied, day))
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=day)
    send_invoice(invoice_id=invoice_id, actor=owner, today=day)
    return invoice_id


def official_in_every_form(owner: Actor, expected: tuple[object, ...], **which: int) -> None:
    """Put UBL under Peppol, under NLCIUS and under EN 16931 alone, and CII, past all rules."""
    says = said(owner, **which)
    ours = ours_of(company_of(says["company"]))
    files = [write_ubl(e_invoice(says, ours), EN16931)]
    if says["buyer"].get("kind") == "company":
        made = checked(says, ours, list(Form))
        assert all(each.accepted for each in made), [each.findings for each in made]
        files += [each.data for each in made]
    for data in files:
        report = validate(data, rules=OFFICIAL)
        assert report.fatal == (), report.fatal
        assert sums(read_invoice(data), 1) == expected
