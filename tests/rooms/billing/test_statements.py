"""The statement of account: the debtor of the books, with what moved it and what is open."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from klantkluis.billing.commands import (
    CreditEmpty,
    CreditReason,
    InvoiceNotOpen,
    NewCredit,
    NoCredit,
    PaymentMethod,
    draft_invoice,
    issue_credit_note,
    pay_back,
    receive_payment,
    send_invoice,
    settle_with_credit,
)
from klantkluis.billing.models import Invoice
from klantkluis.billing.queries.statements import Movement, statement_of, usual_days
from klantkluis.billing.rules import BillFrom
from klantkluis.billing.statement_paper import statement_paper
from klantkluis.customers.commands import merge_customers
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.pages import Days
from klantkluis.ledger.models import JournalLine
from klantkluis.sales.commands import deliver
from rooms.story import TODAY, a_customer, a_line, a_product, an_order

pytestmark = pytest.mark.usefixtures("our_company")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))


def billed(actor: Actor, customer: int, product: int, day: date, price: str = "100") -> int:
    order_id = an_order(actor, [a_line(product, price=price)], customer_id=customer)
    deliver(order_id=order_id, actor=actor, delivered_on=day)
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=actor, today=day)
    send_invoice(invoice_id=invoice_id, actor=actor, today=day)
    return invoice_id


def paid(actor: Actor, invoice_id: int, cents: int, day: date) -> None:
    receive_payment(
        invoice_id=invoice_id, amount_cents=cents, received_on=day, method=PaymentMethod.BANK,
        actor=actor,
    )  # fmt: skip


def booked(customers: list[int], until: date) -> int:
    """Add up the debtors of the books anew."""
    uids = Customer.objects.filter(pk__in=customers).values_list("uid", flat=True)
    lines = JournalLine.objects.filter(account__use="debtors", party__in=list(uids))
    amounts = lines.filter(entry__entry_date__lte=until).values_list("amount_cents", flat=True)
    return sum(amounts)


def test_it_begins_with_what_was_owed_and_ends_with_what_is(owner: Actor) -> None:
    customer, product = a_customer(owner), a_product(owner)
    first = billed(owner, customer, product, date(2026, 6, 1))
    second = billed(owner, customer, product, date(2026, 8, 1), price="50")
    paid(owner, first, 6_000, date(2026, 8, 15))
    credit = NewCredit(CreditReason.GOODWILL, False)
    issue_credit_note(invoice_id=second, credit=credit, actor=owner, today=date(2026, 9, 1))
    found = statement_of(customer_ids=[customer], days=Days(date(2026, 7, 1), TODAY))
    assert found.opening_cents == 10_000
    assert [(row.kind, row.amount_cents, row.balance_cents) for row in found.rows] == [
        (Movement.INVOICE, 5_000, 15_000),
        (Movement.PAYMENT, -6_000, 9_000),
        (Movement.CREDIT_NOTE, -5_000, 4_000),
    ]
    assert found.closing_cents == 4_000 == booked([customer], TODAY)
    assert [(row.id, row.open_cents) for row in found.open] == [(first, 4_000)]
    assert found.credit_cents == 0


@pytest.mark.parametrize(
    ("days", "step"),
    [(-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4)],
)
def test_what_is_open_stands_under_how_late_it_is(owner: Actor, days: int, step: int) -> None:
    customer = a_customer(owner)
    invoice_id = billed(owner, customer, a_product(owner), date(2026, 6, 1))
    due_on = Invoice.objects.get(pk=invoice_id).due_on
    assert due_on is not None
    last = due_on + timedelta(days=days)
    found = statement_of(customer_ids=[customer], days=Days(date(2026, 6, 1), last))
    assert found.aged_cents[step] == 10_000 == sum(found.aged_cents)


def test_credit_goes_off_and_a_refund_comes_back(owner: Actor) -> None:
    customer = a_customer(owner)
    invoice_id = billed(owner, customer, a_product(owner), date(2026, 6, 1))
    paid(owner, invoice_id, 13_000, date(2026, 6, 2))
    found = statement_of(customer_ids=[customer], days=YEAR)
    assert (found.closing_cents, found.credit_cents, found.open) == (-3_000, 3_000, ())
    pay_back(
        customer_id=customer, amount_cents=3_000, paid_on=date(2026, 7, 1),
        method=PaymentMethod.BANK, actor=owner,
    )  # fmt: skip
    found = statement_of(customer_ids=[customer], days=YEAR)
    assert (found.closing_cents, found.credit_cents) == (0, 0)
    assert found.rows[-1].kind is Movement.REFUND


def test_who_was_merged_is_one_account(owner: Actor) -> None:
    gone, kept = a_customer(owner), a_customer(owner, surname="Vries")
    product = a_product(owner)
    for customer in (gone, kept):
        billed(owner, customer, product, TODAY)
    merge_customers(keep_id=kept, duplicate_id=gone, actor=owner)
    found = statement_of(customer_ids=[kept, gone], days=YEAR)
    assert found.closing_cents == 20_000 == booked([kept, gone], TODAY)


def test_when_nobody_says_which_it_is_three_whole_months() -> None:
    assert usual_days(date(2026, 11, 20)) == Days(date(2026, 8, 1), date(2026, 11, 20))
    assert usual_days(date(2026, 2, 28)).first == date(2025, 11, 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", ("Rekeningoverzicht", "Eindsaldo")), ("en", ("Statement of account", "Closing"))],
)
def test_the_paper_says_it_in_the_language_of_the_customer(
    owner: Actor, language: str, words: tuple[str, ...]
) -> None:
    customer = a_customer(owner)
    Customer.objects.filter(pk=customer).update(language=language)
    billed(owner, customer, a_product(owner), TODAY, price="379")
    made = {"customer_id": customer, "vault": owner.vault, "made_at": NOON}
    contents = statement_paper(**made)
    assert contents is not None
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(contents)).pages)
    assert all(word in text for word in (*words, "379", "2026-0001", "Jansen"))
    assert statement_paper(**made) == contents
    assert statement_paper(**{**made, "customer_id": 99}) is None


acts = st.lists(
    st.tuples(
        st.sampled_from(["bill", "pay", "credit", "use", "back"]),
        st.integers(1, 40),
        st.integers(1, 30_000),
    ),
    min_size=1,
    max_size=9,
)


@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(acts, st.integers(0, 200), st.integers(0, 200))
def test_whatever_happened_it_is_the_debtor_of_the_books(
    owner: Actor, acts: list[tuple[str, int, int]], begins: int, lasts: int
) -> None:
    with transaction.atomic():
        customer, product = a_customer(owner), a_product(owner)
        day, sent = date(2026, 5, 1), []
        for act, later, cents in acts:
            day += timedelta(days=later)
            _happen(owner, customer, product, act, cents, day, sent)
        first = date(2026, 5, 1) + timedelta(days=begins)
        for last in (first + timedelta(days=lasts), day):
            days = Days(min(first, last), last)
            found = statement_of(customer_ids=[customer], days=days)
            before = days.first - timedelta(days=1)
            assert found.opening_cents == booked([customer], before)
            assert found.closing_cents == booked([customer], last)
            moved = sum(row.amount_cents for row in found.rows)
            assert found.opening_cents + moved == found.closing_cents
            assert sum(found.aged_cents) - found.credit_cents == found.closing_cents
            assert sum(row.open_cents for row in found.open) == sum(found.aged_cents)
        transaction.set_rollback(True)


def _happen(
    owner: Actor, customer: int, product: int, act: str, cents: int, day: date, sent: list[int]
) -> None:
    if act == "bill" or not sent:
        sent.append(billed(owner, customer, product, day, price=f"{cents / 100:.2f}"))
        return
    invoice_id = sent[cents % len(sent)]
    with suppress(InvoiceNotOpen, NoCredit, CreditEmpty):
        if act == "pay":
            paid(owner, invoice_id, cents, day)
        elif act == "credit":
            credit = NewCredit(CreditReason.GOODWILL, False)
            issue_credit_note(invoice_id=invoice_id, credit=credit, actor=owner, today=day)
        elif act == "use":
            settle_with_credit(invoice_id=invoice_id, actor=owner, today=day)
        else:
            pay_back(
                customer_id=customer, amount_cents=cents, paid_on=day,
                method=PaymentMethod.BANK, actor=owner,
            )  # fmt: skip
