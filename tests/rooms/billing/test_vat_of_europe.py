"""Selling across borders: which VAT the invoice has, what it says, and what the books say of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from klantkluis.billing.commands import (
    CreditReason,
    NewCredit,
    draft_invoice,
    file_paper,
    issue_credit_note,
    send_invoice,
)
from klantkluis.billing.invariants import broken
from klantkluis.billing.models import (
    CreditNoteSnapshot,
    Invoice,
    InvoiceLine,
    InvoicePaper,
    InvoiceSnapshot,
    InvoiceVat,
)
from klantkluis.billing.rules import BillFrom
from klantkluis.billing.stored import SNAPSHOT
from klantkluis.catalogue.commands import ProductFields, add_product
from klantkluis.core.treatment import NumberState, Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.commands.vat_checks import record_vat_check
from klantkluis.customers.vat_checks.rules import Outcome
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company
from klantkluis.ledger.models import JournalLine
from klantkluis.sales.commands import NewLine, NewOrder, deliver, take_order
from klantkluis.sales.models import DistanceSales
from klantkluis.vault.purposes import Purpose
from rooms.e_invoices import validated
from rooms.story import TODAY, a_customer, a_line, a_product

pytestmark = pytest.mark.usefixtures("our_company")

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FIRM = {"company": "Firma", "vat_number": "BE0403019261", "country": "BE"}
GERMAN = {"country": "DE", "postcode": "10115", "town": "Berlin"}


def checked(owner: Actor, customer_id: int, state: NumberState, proof: str = "") -> None:
    record_vat_check(
        customer_id=customer_id, number_rev=1, outcome=Outcome(state, proof), actor=owner, at=NOW
    )


def sent(
    owner: Actor,
    customer_id: int,
    *lines: NewLine,
    basis: PriceBasis = PriceBasis.NET,
    today: date = TODAY,
    delivered_on: date | None = None,
    **order: Any,
) -> Invoice:
    """Sell, deliver and bill; give the invoice."""
    new = NewOrder(lines=lines, basis=basis, ordered_on=delivered_on or today, **order)
    order_id = take_order(customer_id=customer_id, order=new, actor=owner)
    deliver(order_id=order_id, actor=owner, delivered_on=delivered_on or today)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=today
    )
    send_invoice(invoice_id=invoice_id, actor=owner, today=today)
    assert list(broken()) == []
    validated(owner, invoice_id=invoice_id)
    return Invoice.objects.get(pk=invoice_id)


def goods(owner: Actor, price: str = "100", sku: str = "STOEL") -> NewLine:
    return a_line(a_product(owner, sku=sku), price=price)


def vat_of(invoice: Invoice) -> set[tuple[str, str, int, int, int]]:
    rows = InvoiceVat.objects.filter(invoice=invoice)
    return {(x.treatment, x.country, x.rate_bp, x.net_cents, x.vat_cents) for x in rows}


def booked(invoice: Invoice) -> dict[str, int]:
    rows = JournalLine.objects.filter(entry__source=f"invoice:{invoice.uid}")
    return {row.account.use: row.amount_cents for row in rows.select_related("account")}


def says(owner: Actor, invoice: Invoice) -> dict[str, Any]:
    row = InvoiceSnapshot.objects.get(invoice=invoice)
    return SNAPSHOT.open_one(owner.vault, Purpose.INVOICE, row)["says"]  # type: ignore[no-any-return]


def test_goods_to_a_firm_with_a_valid_number_have_no_vat_and_the_proof_is_kept(
    owner: Actor,
) -> None:
    firm = a_customer(owner, **FIRM)
    checked(owner, firm, NumberState.VALID, "WAPIX")
    invoice = sent(owner, firm, goods(owner))
    assert vat_of(invoice) == {("intra_eu", "NL", 0, 10_000, 0)}
    assert booked(invoice) == {"debtors": 10_000, "revenue_intra_eu": -10_000}
    evidence = says(owner, invoice)["vat_evidence"]
    assert (evidence["consultation"], evidence["number_state"]) == ("WAPIX", "valid")
    assert evidence["checked_at"] == NOW.isoformat()
    assert says(owner, invoice)["buyer"]["vat_number"] == FIRM["vat_number"]


@pytest.mark.parametrize("state", [None, NumberState.INVALID, NumberState.DOWN])
def test_without_a_valid_number_the_order_goes_through_with_vat(
    owner: Actor, state: NumberState | None
) -> None:
    firm = a_customer(owner, **FIRM)
    if state is not None:
        checked(owner, firm, state)
    invoice = sent(owner, firm, goods(owner))
    assert vat_of(invoice) == {("domestic", "NL", 2100, 10_000, 2100)}
    evidence = says(owner, invoice)["vat_evidence"]
    assert evidence["number_state"] == (state.value if state else "unchecked")


def test_a_service_to_a_firm_elsewhere_is_reverse_charged(owner: Actor) -> None:
    firm = a_customer(owner, **FIRM)
    checked(owner, firm, NumberState.VALID)
    line = replace(a_line(None, price="80", kind="text", text="Advies"), supply=Supply.SERVICES)
    invoice = sent(owner, firm, line)
    assert vat_of(invoice) == {("reverse_charge", "NL", 0, 8000, 0)}
    assert booked(invoice)["revenue_services_eu"] == -8000


def test_goods_that_leave_the_eu_are_exported(owner: Actor) -> None:
    buyer = a_customer(owner, country="CH", postcode="8001", town="Zürich")
    invoice = sent(owner, buyer, goods(owner))
    assert vat_of(invoice) == {("export", "NL", 0, 10_000, 0)}
    assert booked(invoice)["revenue_export"] == -10_000


def test_goods_follow_the_address_that_they_go_to(owner: Actor) -> None:
    firm = a_customer(owner, **FIRM)
    checked(owner, firm, NumberState.VALID)
    here = {
        "name": "Firma", "street": "Kade", "house_number": "1", "postcode": "3011 AA",
        "town": "Rotterdam", "country": "NL",
    }  # fmt: skip
    invoice = sent(owner, firm, goods(owner), deliver_to=here)
    assert vat_of(invoice) == {("domestic", "NL", 2100, 10_000, 2100)}


def test_a_consumer_elsewhere_pays_our_vat_under_the_limit_and_its_own_beyond(
    owner: Actor,
) -> None:
    buyer, line = a_customer(owner, **GERMAN), goods(owner, "4000")
    first = sent(owner, buyer, line)
    assert vat_of(first) == {("domestic", "NL", 2100, 400_000, 84_000)}
    sent(owner, buyer, line)
    assert DistanceSales.objects.get(year=2026).net_cents == 800_000
    third = sent(owner, buyer, line)
    assert vat_of(third) == {("destination", "DE", 1900, 400_000, 76_000)}
    assert booked(third) == {
        "debtors": 476_000, "revenue_distance": -400_000, "vat_oss": -76_000,
    }  # fmt: skip
    next_year = sent(owner, buyer, line, today=date(2027, 1, 5))
    assert vat_of(next_year) == {("destination", "DE", 1900, 400_000, 76_000)}, "passed last year"
    assert DistanceSales.objects.get(year=2027).net_cents == 400_000


def test_sales_at_home_do_not_count_for_the_limit(owner: Actor) -> None:
    sent(owner, a_customer(owner), goods(owner, "20000"))
    assert not DistanceSales.objects.exists()


def test_by_choice_the_vat_of_arrival_holds_from_the_first_sale(owner: Actor) -> None:
    change_company(fields={"oss_since": date(2026, 1, 1)}, actor=owner)
    buyer = a_customer(owner, country="FI", postcode="00100", town="Helsinki")
    invoice = sent(owner, buyer, goods(owner, "100"), basis=PriceBasis.GROSS)
    assert vat_of(invoice) == {("destination", "FI", 2550, 7968, 2032)}
    assert invoice.gross_cents == 10_000, "the price including VAT stays what was agreed"


def test_under_the_small_business_scheme_there_is_no_vat_anywhere(owner: Actor) -> None:
    change_company(fields={"small_business": True}, actor=owner)
    invoice = sent(owner, a_customer(owner), goods(owner), basis=PriceBasis.GROSS)
    assert vat_of(invoice) == {("small_business", "NL", 0, 10_000, 0)}
    assert booked(invoice) == {"debtors": 10_000, "revenue_exempt": -10_000}


def test_the_rate_is_that_of_the_day_of_supply(owner: Actor) -> None:
    change_company(fields={"oss_since": date(2022, 1, 1)}, actor=owner)
    buyer = a_customer(owner, country="EE", postcode="10111", town="Tallinn")
    line = goods(owner)
    before = sent(owner, buyer, line, today=date(2025, 7, 2), delivered_on=date(2025, 6, 30))
    after = sent(owner, buyer, line, today=date(2025, 7, 2), delivered_on=date(2025, 7, 1))
    rates = [InvoiceLine.objects.get(invoice=each).rate_bp for each in (before, after)]
    assert rates == [2200, 2400]


def test_an_electronic_service_follows_its_buyer(owner: Actor) -> None:
    change_company(fields={"oss_since": date(2026, 1, 1)}, actor=owner)
    product = add_product(
        fields=ProductFields(
            sku="EBOOK", name_nl="E-boek", vat_category=VatCategory.REDUCED,
            unit_price=Decimal(10), basis=PriceBasis.NET, supply=Supply.ELECTRONIC,
        ),
        actor=owner, today=TODAY,
    )  # fmt: skip
    line = replace(
        a_line(product, price="10", category=VatCategory.REDUCED), supply=Supply.ELECTRONIC
    )
    invoice = sent(owner, a_customer(owner, **GERMAN), line)
    assert vat_of(invoice) == {("destination", "DE", 1900, 1000, 190)}, "in doubt the standard rate"


def test_what_is_declared_in_the_one_stop_shop_is_kept_for_ten_years(owner: Actor) -> None:
    """Directive 2006/112/EC, art. 369k(2); all that explains it is kept as long."""
    change_company(fields={"oss_since": date(2026, 1, 1)}, actor=owner)
    line = goods(owner)
    there, here = (sent(owner, a_customer(owner, **fields), line) for fields in (GERMAN, {}))
    kept = [InvoiceSnapshot.objects.get(invoice=each).cls for each in (there, here)]
    assert kept == ["F10-2026", "F7-2026"]
    for invoice in (there, here):
        file_paper(invoice_id=invoice.pk, actor=owner, made_at=NOW)
        issue_credit_note(
            invoice_id=invoice.pk, credit=NewCredit(CreditReason.WRONG, bills_again=False),
            actor=owner, today=date(2027, 2, 1),
        )  # fmt: skip
    papers = [InvoicePaper.objects.get(invoice=each).cls for each in (there, here)]
    assert papers == ["F10-2026", "F7-2026"]
    credits_ = [
        CreditNoteSnapshot.objects.get(credit_note__invoice=each).cls for each in (there, here)
    ]
    assert credits_ == ["F10-2027", "F7-2027"]
    assert list(broken()) == []
