"""Prepayments: asked in parts that add up to the whole, and taken off once and no more."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from klantkluis.billing.commands import (
    CreditReason,
    CreditTooLarge,
    NewCredit,
    PrepaymentOutdated,
    PrepaymentTooLarge,
    PrepaymentTooLate,
    delete_draft,
    draft_invoice,
    draft_prepayment,
    file_paper,
    issue_credit_note,
    send_invoice,
)
from klantkluis.billing.e_checking import Form
from klantkluis.billing.models import (
    CreditNote,
    CreditNoteVat,
    Invoice,
    InvoiceLine,
    InvoiceVat,
    OpenInvoice,
)
from klantkluis.billing.prepaying import prepaid_of
from klantkluis.billing.queries import invoice_card, paper_of
from klantkluis.billing.queries.e_invoices import e_invoice_of, found_rules
from klantkluis.billing.rules import BillFrom
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.ledger.queries import trial_balance
from klantkluis.sales.commands import NewOrder, cancel_order, change_order, deliver
from klantkluis.sales.lines import sold_lines
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken, an_order

pytestmark = pytest.mark.usefixtures("our_company")
PREPAID = "1520"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def a_mixed_order(actor: Actor, basis: PriceBasis = PriceBasis.NET, discount_bp: int = 0) -> int:
    """Take an order at two rates."""
    high = a_product(actor, "HOOG", basis=basis)
    low = a_product(actor, "LAAG", basis=basis, category=VatCategory.REDUCED)
    lines = [
        a_line(high, quantity="3", price="33.33"),
        a_line(low, quantity="2", price="19.99", category=VatCategory.REDUCED),
    ]
    return an_order(actor, lines, basis=basis, discount_bp=discount_bp)


def asked(actor: Actor, order_id: int, **what: int) -> int:
    """Send a prepayment invoice."""
    invoice_id = draft_prepayment(order_id=order_id, actor=actor, today=TODAY, **what)
    send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
    return invoice_id


def finally_billed(actor: Actor, order_id: int) -> int:
    deliver(order_id=order_id, actor=actor, delivered_on=TODAY)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=actor, today=TODAY
    )
    send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
    return invoice_id


def sums(*invoice_ids: int) -> dict[tuple[str, int], tuple[int, int]]:
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for row in InvoiceVat.objects.filter(invoice__in=invoice_ids):
        net, vat = found.get((row.vat_category, row.rate_bp), (0, 0))
        found[row.vat_category, row.rate_bp] = (net + row.net_cents, vat + row.vat_cents)
    return found


def balances() -> dict[str, int]:
    found = trial_balance(until=TODAY)
    return {each.code: each.balance_cents for each in found if each.balance_cents}


@pytest.mark.parametrize("basis", list(PriceBasis))
def test_the_parts_add_up_to_the_whole_per_rate(owner: Actor, basis: PriceBasis) -> None:
    whole = finally_billed(owner, a_mixed_order_again(owner, basis))
    order_id = a_mixed_order(owner, basis)
    parts = [asked(owner, order_id, share_bp=3333), asked(owner, order_id, amount_cents=1234)]
    assert Invoice.objects.get(pk=parts[1]).gross_cents == 1234
    last = finally_billed(owner, order_id)
    assert sums(*parts, last) == sums(whole)
    assert prepaid_of(order_id) == []
    assert PREPAID not in balances()
    assert all_broken() == []


def a_mixed_order_again(actor: Actor, basis: PriceBasis) -> int:
    """Take the same order on products of its own."""
    high = a_product(actor, "HOOG2", basis=basis)
    low = a_product(actor, "LAAG2", basis=basis, category=VatCategory.REDUCED)
    lines = [
        a_line(high, quantity="3", price="33.33"),
        a_line(low, quantity="2", price="19.99", category=VatCategory.REDUCED),
    ]
    return an_order(actor, lines, basis=basis)


def test_a_prepayment_is_no_turnover_until_it_is_supplied(owner: Actor) -> None:
    order_id = an_order(
        owner, [a_line(a_product(owner, basis=PriceBasis.NET), price="100")], basis=PriceBasis.NET
    )
    asked(owner, order_id, share_bp=3000)
    assert balances() == {"1300": 3630, PREPAID: -3000, "1600": -630}
    finally_billed(owner, order_id)
    assert balances() == {"1300": 12100, "8000": -10000, "1600": -2100}
    assert all_broken() == []


def test_all_paid_ahead_leaves_an_invoice_of_nothing(owner: Actor) -> None:
    order_id = a_mixed_order(owner, PriceBasis.GROSS, discount_bp=1000)
    asked(owner, order_id, share_bp=5000)
    asked(owner, order_id, share_bp=5000)
    last = finally_billed(owner, order_id)
    assert Invoice.objects.get(pk=last).gross_cents == 0
    assert not OpenInvoice.objects.filter(pk=last).exists()
    assert PREPAID not in balances()
    assert all_broken() == []


def test_partial_deliveries_take_off_no_more_than_they_come_to(owner: Actor) -> None:
    product = a_product(owner, basis=PriceBasis.NET)
    order_id = an_order(owner, [a_line(product, quantity="4", price="25")], basis=PriceBasis.NET)
    asked(owner, order_id, share_bp=5000)
    line = sold_lines([order_id], {})[order_id][0].id
    found = []
    for quantity in (1, 2, 1):
        deliver(
            order_id=order_id, actor=owner, delivered_on=TODAY,
            quantities={line: Decimal(quantity)},
        )  # fmt: skip
        invoice_id = draft_invoice(
            order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
        )
        send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
        found.append(Invoice.objects.get(pk=invoice_id).gross_cents)
    assert found == [0, 3025, 3025]
    assert all_broken() == []


def test_a_draft_that_is_deleted_gives_the_prepayment_free(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    asked(owner, order_id, share_bp=3000)
    before = prepaid_of(order_id)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    bill = {"order_id": order_id, "what": BillFrom.DELIVERIES, "actor": owner, "today": TODAY}
    invoice_id = draft_invoice(**bill)
    assert prepaid_of(order_id) == []
    delete_draft(invoice_id=invoice_id, actor=owner, today=TODAY)
    assert prepaid_of(order_id) == before
    assert all_broken() == []


def test_only_a_prepayment_that_was_sent_is_taken_off(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    draft_prepayment(order_id=order_id, share_bp=3000, actor=owner, today=TODAY)
    last = finally_billed(owner, order_id)
    assert not InvoiceLine.objects.filter(invoice=last, settles__isnull=False).exists()


def test_an_order_is_asked_ahead_once_and_before_it_is_billed(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    ask = {"order_id": order_id, "actor": owner, "today": TODAY}
    for wrong in ({"share_bp": 0}, {"share_bp": 10_500}, {"amount_cents": 10**9}):
        with pytest.raises(PrepaymentTooLarge):
            draft_prepayment(**ask, **wrong)
    draft_prepayment(**ask, share_bp=6000)
    with pytest.raises(PrepaymentTooLarge):
        draft_prepayment(**ask, share_bp=4100)
    draft_prepayment(**ask, share_bp=4000)
    other = a_mixed_order_again(owner, PriceBasis.NET)
    finally_billed(owner, other)
    with pytest.raises(PrepaymentTooLate):
        draft_prepayment(order_id=other, actor=owner, today=TODAY, share_bp=1000)
    cancel_order(order_id=order_id, actor=owner, today=TODAY)
    with pytest.raises(PrepaymentTooLate):
        draft_prepayment(**ask, share_bp=100)


def credit(actor: Actor, invoice_id: int, **quantities: Decimal) -> int:
    new = NewCredit(reason=CreditReason.WRONG, bills_again=True)
    return issue_credit_note(invoice_id=invoice_id, credit=new, actor=actor, today=TODAY)


def test_a_cancelled_order_gives_its_prepayment_back_with_a_credit_note(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    invoice_id = asked(owner, order_id, share_bp=3000)
    cancel_order(order_id=order_id, actor=owner, today=TODAY)
    credit(owner, invoice_id)
    assert prepaid_of(order_id) == []
    assert balances() == {}
    assert all_broken() == []


def test_what_was_taken_off_is_not_credited(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    invoice_id = asked(owner, order_id, share_bp=3000)
    last = finally_billed(owner, order_id)
    with pytest.raises(CreditTooLarge):
        credit(owner, invoice_id)
    credit(owner, last)
    assert (
        sum(each.left.gross_cents for each in prepaid_of(order_id))
        == Invoice.objects.get(pk=invoice_id).gross_cents
    )
    assert all_broken() == []
    again = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    send_invoice(invoice_id=again, actor=owner, today=TODAY)
    assert prepaid_of(order_id) == []
    assert sums(again) == sums(last)
    assert all_broken() == []


def test_the_database_refuses_to_take_off_more_than_was_prepaid(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    asked(owner, order_id, share_bp=3000)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    line = InvoiceLine.objects.filter(settles__isnull=False).order_by("pk").last()
    assert line is not None
    line.pk, line.position = None, line.position + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_the_database_refuses_to_take_off_what_was_not_prepaid(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    asked(owner, order_id, share_bp=3000)
    other = finally_billed(owner, a_mixed_order_again(owner, PriceBasis.NET))
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    draft = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    line = InvoiceLine.objects.filter(invoice=draft, settles__isnull=False).first()
    assert line is not None
    line.pk, line.position = None, 99
    line.settles = InvoiceVat.objects.filter(invoice=other).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_the_database_refuses_to_credit_what_was_taken_off(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    invoice_id = asked(owner, order_id, share_bp=3000)
    finally_billed(owner, order_id)
    note = CreditNote(
        uid=uuid4(), invoice_id=invoice_id, series="C2026", number=1, issued_on=TODAY,
        reason=CreditReason.WRONG, bills_again=True, net_cents=1, vat_cents=0, gross_cents=1,
        commitment=bytes(32),
    )  # fmt: skip
    row = InvoiceVat.objects.filter(invoice=invoice_id).first()
    assert row is not None
    with transaction.atomic():
        note.save()
        sums = {"treatment": row.treatment, "country": row.country, "rate_bp": row.rate_bp}
        back = CreditNoteVat(
            credit_note=note, vat_category=row.vat_category, net_cents=100, vat_cents=0, **sums
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            back.save()
        transaction.set_rollback(True)


def test_the_papers_are_made_once_and_say_what_goes_off(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    first = asked(owner, order_id, share_bp=3000)
    last = finally_billed(owner, order_id)
    card = invoice_card(invoice_id=last, today=TODAY, vault=owner.vault)
    label = Invoice.objects.get(pk=first).label
    assert card is not None
    assert label in card.lines[-1].description
    assert card.says["settles"] == [{"number": label, "sent_on": TODAY.isoformat()}]


parts = st.lists(st.integers(1, 6000), min_size=1, max_size=4)


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(
    parts,
    st.decimals("0.001", "60", places=3),
    st.decimals("0.01", "300", places=4),
    st.sampled_from([0, 250, 3333]),
    st.sampled_from(PriceBasis),
)
def test_any_parts_add_up_and_the_books_agree(
    owner: Actor, parts: list[int], quantity: Decimal, price: Decimal, less: int, basis: PriceBasis
) -> None:
    with transaction.atomic():
        high = a_product(owner, "HOOG", basis=basis)
        low = a_product(owner, "LAAG", basis=basis, category=VatCategory.REDUCED)
        lines = [
            a_line(high, quantity=str(quantity), price=str(price)),
            a_line(low, quantity="1.5", price="7.77", category=VatCategory.REDUCED),
        ]
        buyer = a_customer(owner)
        made = {"customer_id": buyer, "basis": basis, "discount_bp": less}
        whole = finally_billed(owner, an_order(owner, lines, **made))
        order_id = an_order(owner, lines, **made)
        invoices = []
        for share_bp in parts:
            try:
                invoices.append(asked(owner, order_id, share_bp=share_bp))
            except PrepaymentTooLarge:
                break
        invoices.append(finally_billed(owner, order_id))
        assert sums(*invoices) == sums(whole)
        assert PREPAID not in balances()
        assert all_broken() == []
        transaction.set_rollback(True)


def test_programs_are_told_that_it_is_a_prepayment_as_far_as_they_know_that(owner: Actor) -> None:
    firm = {"company": "Lunchroom De Linde", "coc_number": "87654321"}
    body = {
        "company": "Gemeente Voorbeeld", "oin": "00000003123456780000",
        "buyer_reference": "INK-7",
    }  # fmt: skip
    product = a_product(owner)
    for fields, form, code in ((firm, Form.PEPPOL, b"386"), (body, Form.NLCIUS, b"380")):
        order_id = an_order(owner, [a_line(product)], customer_id=a_customer(owner, **fields))
        invoice_id = asked(owner, order_id, share_bp=5000)
        file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
        assert found_rules(invoice_id=invoice_id) == []
        data = e_invoice_of(form=form, vault=owner.vault, invoice_id=invoice_id)
        assert data is not None
        assert b"<cbc:InvoiceTypeCode>" + code in data
        last = finally_billed(owner, order_id)
        file_paper(invoice_id=last, actor=owner, made_at=NOON)
        assert not [each for each in found_rules(invoice_id=last) if each.fatal]
        data = e_invoice_of(form=form, vault=owner.vault, invoice_id=last)
        assert data is not None
        assert b"<cbc:InvoiceTypeCode>380" in data
        assert Invoice.objects.get(pk=invoice_id).label.encode() in data


def test_its_paper_and_that_of_the_last_invoice_are_made_once(owner: Actor) -> None:
    order_id = a_mixed_order(owner)
    for invoice_id in (asked(owner, order_id, share_bp=3000), finally_billed(owner, order_id)):
        file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
        first = paper_of(invoice_id=invoice_id, vault=owner.vault)
        file_paper(invoice_id=invoice_id, actor=owner, made_at=datetime(2030, 1, 1, tzinfo=UTC))
        assert paper_of(invoice_id=invoice_id, vault=owner.vault) == first
        assert first is not None
        words = " ".join(page.extract_text() for page in PdfReader(BytesIO(first)).pages)
        assert "oorschot" in words


def test_a_rate_that_changed_since_the_draft_asks_for_a_new_draft(owner: Actor) -> None:
    product = a_product(owner, basis=PriceBasis.NET, category=VatCategory.REDUCED)
    line = a_line(product, price="100", category=VatCategory.REDUCED)
    order_id = an_order(owner, [line], basis=PriceBasis.NET)
    draft = draft_prepayment(
        order_id=order_id, share_bp=5000, actor=owner, today=date(2018, 12, 31)
    )
    with pytest.raises(PrepaymentOutdated):
        send_invoice(invoice_id=draft, actor=owner, today=date(2019, 1, 1))
    send_invoice(invoice_id=draft, actor=owner, today=date(2018, 12, 31))
    deliver(order_id=order_id, actor=owner, delivered_on=date(2019, 1, 2))
    last = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=date(2019, 1, 2)
    )
    send_invoice(invoice_id=last, actor=owner, today=date(2019, 1, 2))
    assert sums(last) == {("reduced", 900): (10_000, 900), ("reduced", 600): (-5_000, -300)}
    assert all_broken() == []


def test_an_order_that_changed_is_settled_with_what_was_prepaid(owner: Actor) -> None:
    product = a_product(owner, basis=PriceBasis.NET)
    order_id = an_order(owner, [a_line(product, price="100")], basis=PriceBasis.NET)
    asked(owner, order_id, share_bp=5000)
    order = NewOrder(lines=[a_line(product, price="121")], basis=PriceBasis.GROSS, ordered_on=TODAY)
    change_order(order_id=order_id, rev=1, order=order, actor=owner)
    last = finally_billed(owner, order_id)
    assert sums(last) == {("standard", 2100): (5_000, 1_050)}
    assert all_broken() == []
