"""Questions about money: what is still to be paid, and what came in."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from klantkluis.billing.closed import of_closed
from klantkluis.billing.models import Allocation, Invoice, OpenInvoice, Payment, PaymentNote
from klantkluis.billing.stored import PAYMENT_NOTE
from klantkluis.foundation.prepared import Prepared
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

AGES = (0, 30, 60)
"""After how many days too late a next step of the ladder of late money begins."""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What was paid on an invoice, or by a customer."""

    id: int
    customer_id: int
    received_on: date
    method: str
    amount_cents: int
    allocated_cents: int
    uid: UUID | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """How much of a payment went to which invoice, in cents."""

    invoice_id: int
    label: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class MoneyOpen:
    """What customers still have to pay: how many invoices, and cents."""

    invoices: int
    open_cents: int
    overdue: int
    overdue_cents: int
    drafts: int


def payment_rows(
    *,
    vault: VaultSession,
    invoice_id: int | None = None,
    customer_ids: Collection[int] = (),
    limit: int | None = 200,
) -> tuple[PaymentRow, ...]:
    """Give what was paid on an invoice, or by customers, the newest first."""
    allocated = Allocation.objects.filter(payment=OuterRef("pk"))
    payments = Payment.objects.order_by("-received_on", "-pk")
    if invoice_id is not None:
        allocated = allocated.filter(invoice=invoice_id)
        payments = payments.filter(
            pk__in=Allocation.objects.filter(invoice=invoice_id).values("payment")
        )
    else:
        payments = payments.filter(customer__in=customer_ids)
    total = allocated.values("payment").annotate(n=Sum("amount_cents")).values("n")
    page = list(payments.annotate(allocated_cents=Subquery(total))[:limit])
    notes = _notes([payment.pk for payment in page], vault)
    return tuple(
        PaymentRow(
            id=row.pk,
            customer_id=row.customer_id,
            received_on=row.received_on,
            method=row.method,
            amount_cents=row.amount_cents,
            allocated_cents=row.allocated_cents or 0,
            uid=row.uid,
            note=notes.get(row.pk, ""),
        )
        for row in page
    )


def money_open(*, today: date) -> MoneyOpen:
    """Add up what is still to be paid, and what is late."""
    found = OpenInvoice.objects.aggregate(
        n=Count("pk"),
        cents=Sum("open_cents"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        late_cents=Sum("open_cents", filter=Q(due_on__lt=today)),
    )
    return MoneyOpen(
        invoices=found["n"],
        open_cents=found["cents"] or 0,
        overdue=found["late"],
        overdue_cents=found["late_cents"] or 0,
        # A draft has neither; together they are one place in the index of the numbers.
        drafts=Invoice.objects.filter(series=None, number=None).count(),
    )


def open_of(*, invoice_id: int) -> int:
    """Give what is still to be paid of an invoice, in cents."""
    return _OPEN.first(invoice_id) or 0


_OPEN = Prepared(
    lambda pk: OpenInvoice.objects.filter(pk=pk).values_list("open_cents", flat=True), int
)


def open_cents(*, customer_ids: Collection[int]) -> dict[int, int]:
    """Give what each customer still has to pay, in cents."""
    return dict(
        OpenInvoice.objects.filter(invoice__customer__in=customer_ids)
        .values_list("invoice__customer")
        .annotate(n=Sum("open_cents"))
    )


def open_by_age(*, today: date) -> tuple[int, ...]:
    """Give what is open in cents: not late yet, then for each step of AGES, the oldest last."""
    edges = [today - timedelta(days=days) for days in AGES]
    steps = {
        f"step{index}": Sum(
            "open_cents",
            filter=Q(due_on__lt=edge)
            & (Q(due_on__gte=edges[index + 1]) if index + 1 < len(edges) else Q()),
        )
        for index, edge in enumerate(edges)
    }
    found = OpenInvoice.objects.aggregate(
        in_time=Sum("open_cents", filter=Q(due_on__gte=today)), **steps
    )
    return tuple(found[name] or 0 for name in ("in_time", *steps))


def payer_of(*, uid: UUID) -> int | None:
    """Give the id of the customer of a payment, or None: for who comes from the books."""
    return Payment.objects.filter(uid=uid).values_list("customer", flat=True).first()


def allocations(*, payment_ids: Collection[int]) -> dict[int, list[AllocationRow]]:
    """Give on which invoices payments went, by payment."""
    given: dict[int, list[AllocationRow]] = {}
    rows = Allocation.objects.filter(payment__in=payment_ids).select_related("invoice")
    for row in rows.order_by("pk"):
        given.setdefault(row.payment_id, []).append(
            AllocationRow(row.invoice_id, row.invoice.label, row.amount_cents)
        )
    return given


def _notes(payment_ids: list[int], vault: VaultSession) -> dict[int, str]:
    if not vault.is_open:
        return {}
    # What came with a payment of who was erased is kept for the books, and not shown.
    found = PaymentNote.objects.filter(payment__in=payment_ids)
    rows = list(found.exclude(of_closed("payment__customer__")))
    opened = PAYMENT_NOTE.open_all(vault, Purpose.INVOICE, rows)
    return {
        row.payment_id: str(each.get("note", "")) for row, each in zip(rows, opened, strict=True)
    }
