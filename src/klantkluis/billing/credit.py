"""The credit of a customer: what was paid too much, or credited after it was paid."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from klantkluis.billing.models import Allocation, CreditNote, CreditUse, Payment


@dataclass(frozen=True, slots=True)
class Credit:
    """Something of which a part is not used up: a payment, or a credit note."""

    day: date
    payment_id: int | None
    credit_note_id: int | None
    left_cents: int

    def use(self, *, invoice_id: int, amount_cents: int, day: date) -> Allocation | CreditUse:
        """Give the row that says that it pays an invoice; it still has to be saved."""
        if self.payment_id is not None:
            return Allocation(
                payment_id=self.payment_id, invoice_id=invoice_id, amount_cents=amount_cents,
                allocated_on=day,
            )  # fmt: skip
        assert self.credit_note_id is not None, "credit is a payment or a credit note"
        return CreditUse(
            credit_note_id=self.credit_note_id, invoice_id=invoice_id, amount_cents=amount_cents,
            used_on=day,
        )  # fmt: skip


def customer_credit(customer_ids: list[int]) -> int:
    """Give what a customer has to their credit and did not get back, in cents."""
    came_in = _sum(Payment.objects.filter(customer__in=customer_ids), "amount_cents")
    came_in += _sum(CreditNote.objects.filter(invoice__customer__in=customer_ids), "gross_cents")
    used = _sum(Allocation.objects.filter(payment__customer__in=customer_ids), "amount_cents")
    used += _sum(
        CreditUse.objects.filter(credit_note__invoice__customer__in=customer_ids), "amount_cents"
    )
    return came_in - used


def customers_with_credit(uids: Sequence[UUID]) -> list[UUID]:
    """Give those of some customers, by uid, whose payments and credit notes are not used up.

    Each row by itself: what was merged uses the credit of all, so this names who has some left.
    """
    totals: dict[UUID, int] = defaultdict(int)
    sums: tuple[tuple[QuerySet[Any], str, str, int], ...] = (
        (Payment.objects.all(), "customer__uid", "amount_cents", 1),
        (CreditNote.objects.all(), "invoice__customer__uid", "gross_cents", 1),
        (Allocation.objects.all(), "payment__customer__uid", "amount_cents", -1),
        (CreditUse.objects.all(), "credit_note__invoice__customer__uid", "amount_cents", -1),
    )
    for rows, whose, what, sign in sums:
        found = rows.filter(**{f"{whose}__in": uids}).values_list(whose).annotate(n=Sum(what))
        for uid, cents in found.order_by(whose):
            totals[uid] += sign * int(cents)
    return [uid for uid, cents in totals.items() if cents > 0]


def credits_of(customer_ids: list[int]) -> list[Credit]:
    """Give what is not used up, the oldest first; money that was paid back uses up the oldest."""
    found = sorted(
        [*_payments(customer_ids), *_notes(customer_ids)],
        key=lambda each: (each.day, each.payment_id or 0, each.credit_note_id or 0),
    )
    back = -_sum(
        Payment.objects.filter(customer__in=customer_ids, amount_cents__lt=0), "amount_cents"
    )
    rest = []
    for each in found:
        gone = min(each.left_cents, back)
        back -= gone
        if each.left_cents > gone:
            rest.append(
                Credit(each.day, each.payment_id, each.credit_note_id, each.left_cents - gone)
            )
    return rest


def _payments(customer_ids: list[int]) -> list[Credit]:
    used = dict(
        Allocation.objects.filter(payment__customer__in=customer_ids)
        .values_list("payment")
        .annotate(n=Sum("amount_cents"))
    )
    rows = Payment.objects.filter(customer__in=customer_ids, amount_cents__gt=0)
    found = [
        Credit(day, pk, None, cents - used.get(pk, 0))
        for pk, day, cents in rows.values_list("pk", "received_on", "amount_cents")
    ]
    return [each for each in found if each.left_cents > 0]


def _notes(customer_ids: list[int]) -> list[Credit]:
    used = dict(
        CreditUse.objects.filter(credit_note__invoice__customer__in=customer_ids)
        .values_list("credit_note")
        .annotate(n=Sum("amount_cents"))
    )
    rows = CreditNote.objects.filter(invoice__customer__in=customer_ids)
    found = [
        Credit(day, None, pk, cents - used.get(pk, 0))
        for pk, day, cents in rows.values_list("pk", "issued_on", "gross_cents")
    ]
    return [each for each in found if each.left_cents > 0]


def _sum(rows: QuerySet[Payment] | QuerySet[CreditNote] | QuerySet[Allocation]
         | QuerySet[CreditUse], what: str) -> int:  # fmt: skip
    return int(rows.aggregate(n=Sum(what))["n"] or 0)
