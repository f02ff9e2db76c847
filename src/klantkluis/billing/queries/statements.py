"""The statement of account: what a customer was billed, credited and paid, and what is open."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet, Sum

from klantkluis.billing.models import Allocation, CreditNote, CreditUse, Invoice, Payment
from klantkluis.foundation.pages import Days

AGES: Final = (30, 60, 90)
"""Up to how many days late each step of the ladder goes; the last step is all that is later."""
MONTHS = 3


class Movement(StrEnum):
    """What changed what a customer owes."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One movement. `amount_cents` is what the customer owes more, `balance_cents` after it."""

    day: date
    kind: Movement
    id: int
    label: str
    amount_cents: int
    balance_cents: int
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An invoice of which something was open on the last day."""

    id: int
    label: str
    sent_on: date
    due_on: date
    gross_cents: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The account of a customer over some days, as the debtors of the books have it.

    `aged_cents` is what is open: not late yet, then for each step of AGES. `credit_cents` is what
    no invoice asked for yet; what is open less that is the closing balance.
    """

    days: Days
    opening_cents: int
    rows: tuple[StatementRow, ...]
    closing_cents: int
    open: tuple[OpenRow, ...]
    aged_cents: tuple[int, ...]
    credit_cents: int


def usual_days(today: date) -> Days:
    """Give the days of a statement when nobody says which: three whole months, up to today."""
    month = today.year * 12 + today.month - 1 - MONTHS
    return Days(date(month // 12, month % 12 + 1, 1), today)


def statement_of(*, customer_ids: Collection[int], days: Days) -> Statement:
    """Give the statement of account of a customer, with those who were merged into it."""
    opening = _balance(customer_ids, days.first - timedelta(days=1))
    rows, balance = [], opening
    for day, _order, kind, pk, label, cents, due_on in sorted(_movements(customer_ids, days)):
        balance += cents
        rows.append(StatementRow(day, kind, pk, label, cents, balance, due_on or None))
    still = tuple(_open(customer_ids, days.last))
    open_cents = sum(each.open_cents for each in still)
    return Statement(
        days=days,
        opening_cents=opening,
        rows=tuple(rows),
        closing_cents=balance,
        open=still,
        aged_cents=_aged(still, days.last),
        credit_cents=open_cents - balance,
    )


def _balance(customer_ids: Collection[int], until: date) -> int:
    """Add up what was owed at the end of a day."""
    billed = _sum(_invoices(customer_ids).filter(sent_on__lte=until), "gross_cents")
    credited = _sum(_notes(customer_ids).filter(issued_on__lte=until), "gross_cents")
    paid = Payment.objects.filter(customer__in=customer_ids, received_on__lte=until)
    return billed - credited - _sum(paid, "amount_cents")


def _movements(
    customer_ids: Collection[int], days: Days
) -> Iterator[tuple[date, int, Movement, int, str, int, date]]:
    """Give what changed the balance in these days; on one day invoices come first."""
    span = (days.first, days.last)
    for row in _invoices(customer_ids).filter(sent_on__range=span):
        assert row.sent_on is not None
        assert row.due_on is not None
        about = (Movement.INVOICE, row.pk, row.label, row.gross_cents or 0, row.due_on)
        yield (row.sent_on, 0, *about)
    for note in _notes(customer_ids).filter(issued_on__range=span):
        about = (Movement.CREDIT_NOTE, note.pk, note.label, -note.gross_cents, date.min)
        yield (note.issued_on, 1, *about)
    for paid in Payment.objects.filter(customer__in=customer_ids, received_on__range=span):
        kind = Movement.PAYMENT if paid.amount_cents > 0 else Movement.REFUND
        yield (paid.received_on, 2, kind, paid.pk, "", -paid.amount_cents, date.min)


def _open(customer_ids: Collection[int], until: date) -> Iterator[OpenRow]:
    """Give what was open of each invoice at the end of a day, the oldest first."""
    sent = list(_invoices(customer_ids).filter(sent_on__lte=until).order_by("sent_on", "pk"))
    taken: dict[int, int] = {}
    for rows in (
        Allocation.objects.filter(allocated_on__lte=until),
        CreditUse.objects.filter(used_on__lte=until),
    ):
        found: Any = rows.filter(invoice__in=sent).values_list("invoice")
        for pk, cents in found.annotate(n=Sum("amount_cents")):
            taken[pk] = taken.get(pk, 0) + cents
    for row in sent:
        left = (row.gross_cents or 0) - taken.get(row.pk, 0)
        if left:
            assert row.sent_on is not None
            assert row.due_on is not None
            yield OpenRow(row.pk, row.label, row.sent_on, row.due_on, row.gross_cents or 0, left)


def _aged(still: Collection[OpenRow], today: date) -> tuple[int, ...]:
    found = [0] * (len(AGES) + 2)
    for each in still:
        late = (today - each.due_on).days
        step = 0 if late <= 0 else 1 + sum(late > days for days in AGES)
        found[step] += each.open_cents
    return tuple(found)


def _invoices(customer_ids: Collection[int]) -> QuerySet[Invoice]:
    return Invoice.objects.filter(customer__in=customer_ids, number__isnull=False)


def _notes(customer_ids: Collection[int]) -> QuerySet[CreditNote]:
    return CreditNote.objects.filter(invoice__customer__in=customer_ids)


def _sum(rows: QuerySet[Any], what: str) -> int:
    return int(rows.aggregate(n=Sum(what))["n"] or 0)
