"""Credit notes: linked, numbered, mirrored to the cent, and never of more than was billed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from klantkluis.billing.commands import (
    CreditEmpty,
    CreditReason,
    CreditTooLarge,
    InvoiceNotOpen,
    NewCredit,
    NothingToBill,
    draft_invoice,
    file_credit_paper,
    issue_credit_note,
    pay_back,
    receive_payment,
    send_invoice,
    settle_with_credit,
)
from klantkluis.billing.credit import customer_credit
from klantkluis.billing.crediting import credited, mirrored
from klantkluis.billing.invariants import broken
from klantkluis.billing.models import (
    CreditNote,
    CreditNoteLine,
    CreditNoteVat,
    Invoice,
    InvoiceLine,
    InvoiceVat,
    OpenInvoice,
    Payment,
)
from klantkluis.billing.queries.credits import credit_note_card, credit_note_rows, credit_paper_of
from klantkluis.billing.rules import BillFrom
from klantkluis.core.vat import PriceBasis, Priced, VatCategory, totals
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company
from klantkluis.ledger.models import JournalLine
from klantkluis.sales.commands import NewOrder, deliver, take_order
from rooms.e_invoices import validated
from rooms.story import TODAY, a_customer, a_line, a_product

RATES = {VatCategory.STANDARD: 2100, VatCategory.REDUCED: 900, VatCategory.ZERO: 0}


@pytest.fixture
def invoice(owner: Actor, our_company: object) -> Invoice:
    """A sent invoice of three lines at two rates, with a discount on the whole."""
    lines = [
        a_line(a_product(owner), quantity="3", price="379"),
        a_line(a_product(owner, sku="BOEK"), quantity="2", price="24.95",
               category=VatCategory.REDUCED),
        a_line(None, kind="shipping", price="6.95"),
    ]  # fmt: skip
    order = NewOrder(lines=lines, basis=PriceBasis.GROSS, ordered_on=TODAY, discount_bp=333)
    order_id = take_order(customer_id=a_customer(owner), order=order, actor=owner)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
    )
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    return Invoice.objects.get(pk=invoice_id)


def credit(
    owner: Actor,
    invoice: Invoice,
    quantities: Mapping[int, str] | None = None,
    *,
    bills_again: bool = False,
) -> CreditNote:
    """Credit positions of an invoice, or all that is left."""
    lines = dict(InvoiceLine.objects.filter(invoice=invoice).values_list("position", "pk"))
    asked = quantities and {lines[at]: Decimal(part) for at, part in quantities.items()}
    what = NewCredit(CreditReason.RETURNED, bills_again, asked)
    pk = issue_credit_note(invoice_id=invoice.pk, credit=what, actor=owner, today=TODAY)
    assert list(broken()) == []
    validated(owner, credit_note_id=pk)
    return CreditNote.objects.get(pk=pk)


def vat_of(rows: object) -> dict[tuple[str, int], tuple[int, int]]:
    return {(x.vat_category, x.rate_bp): (x.net_cents, x.vat_cents) for x in rows}  # type: ignore[attr-defined]


def booked(source: str) -> dict[str, int]:
    rows = JournalLine.objects.filter(entry__source=source).select_related("account")
    return {row.account.use: row.amount_cents for row in rows}


def open_of(invoice: Invoice) -> int:
    row = OpenInvoice.objects.filter(pk=invoice.pk).first()
    return row.open_cents if row else 0


def test_a_whole_credit_note_is_minus_its_invoice(owner: Actor, invoice: Invoice) -> None:
    note = credit(owner, invoice)
    assert (note.net_cents, note.vat_cents, note.gross_cents) == (
        invoice.net_cents, invoice.vat_cents, invoice.gross_cents,
    )  # fmt: skip
    assert vat_of(CreditNoteVat.objects.all()) == vat_of(InvoiceVat.objects.all())
    back = {use: -cents for use, cents in booked(f"credit:{note.uid}").items()}
    assert back == booked(f"invoice:{invoice.uid}")
    assert open_of(invoice) == 0
    assert note.label == "C2026-0001"


def test_parts_add_up_to_the_whole_to_the_cent(owner: Actor, invoice: Invoice) -> None:
    parts = [
        credit(owner, invoice, {1: "1"}),
        credit(owner, invoice, {1: "0.333", 2: "1"}),
        credit(owner, invoice, {1: "1.667", 2: "0.5", 3: "1"}),
        credit(owner, invoice),
    ]
    assert sum(each.gross_cents for each in parts) == invoice.gross_cents
    assert sum(each.vat_cents for each in parts) == invoice.vat_cents
    assert [each.number for each in parts] == [1, 2, 3, 4]
    assert open_of(invoice) == 0
    with pytest.raises(CreditEmpty):
        credit(owner, invoice)


def test_a_line_of_one_rate_touches_that_rate_only(owner: Actor, invoice: Invoice) -> None:
    note = credit(owner, invoice, {2: "2"})
    assert set(vat_of(CreditNoteVat.objects.filter(credit_note=note))) == {("reduced", 900)}
    assert set(booked(f"credit:{note.uid}")) == {"debtors", "revenue_reduced", "vat_reduced"}
    assert open_of(invoice) == (invoice.gross_cents or 0) - note.gross_cents


@pytest.mark.parametrize("asked", [{1: "3.001"}, {1: "-1"}, {2: "2.5"}, {1: "0.0001"}])
def test_never_more_than_was_billed(owner: Actor, invoice: Invoice, asked: dict[int, str]) -> None:
    with pytest.raises(CreditTooLarge):
        credit(owner, invoice, asked)
    assert not CreditNote.objects.exists()


def test_the_database_refuses_more_than_was_billed(owner: Actor, invoice: Invoice) -> None:
    note = credit(owner, invoice, {1: "2"})
    line = InvoiceLine.objects.get(invoice=invoice, position=1)
    other = replace_number(note)
    with pytest.raises(DatabaseError), transaction.atomic():
        CreditNoteLine.objects.create(
            credit_note=other, invoice_line=line, quantity=Decimal(2), amount_cents=1
        )


def replace_number(note: CreditNote) -> CreditNote:
    """Put a second credit note beside the first, past the command."""
    note.pk, note.uid, note.number = None, uuid4(), 99
    note.save(force_insert=True)
    return note


def test_a_credit_note_never_changes(owner: Actor, invoice: Invoice) -> None:
    credit(owner, invoice)
    for rows in (CreditNote.objects, CreditNoteLine.objects, CreditNoteVat.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().update(**{"net_cents" if rows is not CreditNoteLine.objects
                                 else "amount_cents": 1})  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()


def test_what_was_paid_becomes_credit_that_can_be_used_or_paid_back(
    owner: Actor, invoice: Invoice
) -> None:
    gross = invoice.gross_cents or 0
    by = {"actor": owner, "method": Payment.Method.BANK}
    receive_payment(invoice_id=invoice.pk, amount_cents=gross, received_on=TODAY, **by)
    note = credit(owner, invoice, {1: "1"})
    assert customer_credit([invoice.customer_id]) == note.gross_cents
    other = another_invoice(owner, invoice.customer_id)
    used = settle_with_credit(invoice_id=other.pk, actor=owner, today=TODAY)
    assert used == min(note.gross_cents, other.gross_cents or 0)
    left = note.gross_cents - used
    assert customer_credit([invoice.customer_id]) == left
    pay_back(customer_id=invoice.customer_id, amount_cents=left, paid_on=TODAY, **by)
    assert customer_credit([invoice.customer_id]) == 0
    assert list(broken()) == []


def another_invoice(owner: Actor, customer_id: int) -> Invoice:
    line = a_line(a_product(owner, sku="KRUK"), price="100")
    order = NewOrder(lines=[line], basis=PriceBasis.GROSS, ordered_on=TODAY)
    order_id = take_order(customer_id=customer_id, order=order, actor=owner)
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    return Invoice.objects.get(pk=invoice_id)


def test_a_wrong_invoice_is_credited_and_billed_anew(owner: Actor, invoice: Invoice) -> None:
    line = InvoiceLine.objects.select_related("order_line").filter(invoice=invoice).first()
    assert line is not None
    order_id = line.order_line.order_id
    credit(owner, invoice, bills_again=True)
    again = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    send_invoice(invoice_id=again, actor=owner, today=TODAY)
    assert Invoice.objects.get(pk=again).gross_cents == invoice.gross_cents
    assert list(broken()) == []


def test_a_gesture_is_not_billed_again(owner: Actor, invoice: Invoice) -> None:
    line = InvoiceLine.objects.select_related("order_line").filter(invoice=invoice).first()
    assert line is not None
    credit(owner, invoice)
    with pytest.raises(NothingToBill):
        draft_invoice(
            order_id=line.order_line.order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
        )


def test_a_draft_cannot_be_credited(owner: Actor, invoice: Invoice) -> None:
    line = a_line(a_product(owner, sku="LAMP"))
    order = NewOrder(lines=[line], basis=PriceBasis.GROSS, ordered_on=TODAY)
    order_id = take_order(customer_id=invoice.customer_id, order=order, actor=owner)
    draft = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    what = NewCredit(CreditReason.WRONG, bills_again=True)
    with pytest.raises(InvoiceNotOpen):
        issue_credit_note(invoice_id=draft, credit=what, actor=owner, today=TODAY)


def test_a_page_that_is_sent_twice_makes_one(owner: Actor, invoice: Invoice) -> None:
    what, uid = NewCredit(CreditReason.WRONG, bills_again=False), uuid4()
    first, second = (
        issue_credit_note(invoice_id=invoice.pk, credit=what, actor=owner, today=TODAY, uid=uid)
        for _ in range(2)
    )
    assert first == second


def test_it_says_what_it_corrects_on_screen_and_on_paper(owner: Actor, invoice: Invoice) -> None:
    note = credit(owner, invoice, {1: "1"})
    card = credit_note_card(credit_note_id=note.pk, vault=owner.vault)
    assert card is not None
    assert card.says["credits"] == {"number": invoice.label, "sent_on": TODAY.isoformat()}
    assert [row.label for row in credit_note_rows(invoice_id=invoice.pk)] == ["C2026-0001"]
    made_at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for _ in range(2):
        file_credit_paper(credit_note_id=note.pk, actor=owner, made_at=made_at)
    pdf = credit_paper_of(credit_note_id=note.pk, vault=owner.vault)
    assert pdf is not None
    assert pdf.startswith(b"%PDF-")


def test_under_the_small_business_scheme_it_has_no_vat_either(
    owner: Actor, our_company: object
) -> None:
    change_company(fields={"small_business": True}, actor=owner)
    sent = another_invoice(owner, a_customer(owner))
    note = credit(owner, sent)
    assert note.vat_cents == 0
    made_at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert file_credit_paper(credit_note_id=note.pk, actor=owner, made_at=made_at)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 1)])
def test_the_number_is_of_the_year_of_the_credit_note(
    owner: Actor, invoice: Invoice, day: date
) -> None:
    what = NewCredit(CreditReason.WRONG, bills_again=False)
    pk = issue_credit_note(invoice_id=invoice.pk, credit=what, actor=owner, today=day)
    assert CreditNote.objects.get(pk=pk).label == f"C{day.year}-0001"


lines_of_a_document = st.lists(
    st.builds(
        lambda quantity, price, discount, category: Priced(
            quantity, price, discount, category, RATES[category]
        ),
        st.decimals("0.001", "99", places=3),
        st.decimals("0", "999", places=4),
        st.sampled_from([0, 0, 500, 3333]),
        st.sampled_from(sorted(RATES)),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(
    lines_of_a_document,
    st.lists(st.lists(st.decimals("0", "1", places=2), min_size=6, max_size=6), max_size=4),
    st.sampled_from(PriceBasis),
    st.sampled_from([0, 0, 333, 1000, 9999]),
)
def test_however_an_invoice_is_credited_in_parts_they_add_up_to_it(
    lines: list[Priced], shares: list[list[Decimal]], basis: PriceBasis, discount_bp: int
) -> None:
    before = [Decimal(0)] * len(lines)
    gross = vat = 0
    whole = [line.quantity for line in lines]
    steps = [
        [(left - done) * part for left, done, part in zip(whole, before, share, strict=False)]
        for share in shares
    ]
    for step in [*steps, None]:
        rest = [left - done for left, done in zip(whole, before, strict=True)]
        now = rest if step is None else [
            min(part.quantize(Decimal("0.001")), left)
            for part, left in zip(step, rest, strict=True)
        ]  # fmt: skip
        found = credited(lines, before, now, basis=basis, discount_bp=discount_bp)
        assert found.gross_cents == found.net_cents + found.vat_cents
        assert mirrored(mirrored(found)) == found
        gross, vat = gross + found.gross_cents, vat + found.vat_cents
        before = [one + other for one, other in zip(before, now, strict=True)]
    invoice = totals(lines, basis=basis, discount_bp=discount_bp)
    assert (gross, vat) == (invoice.gross_cents, invoice.vat_cents)
    assert before == [replace(line).quantity for line in lines]
