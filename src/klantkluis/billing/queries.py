"""Questions about invoices and payments."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from klantkluis.billing.models import (
    Allocation,
    Invoice,
    InvoiceLine,
    InvoicePaper,
    InvoiceSnapshot,
    OpenInvoice,
    Payment,
    PaymentNote,
)
from klantkluis.billing.paper import kind_name
from klantkluis.billing.stored import PAPER, PAYMENT_NOTE, SNAPSHOT
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatCategory, totals
from klantkluis.foundation.files import open_contents
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


class InvoiceState(StrEnum):
    """Where an invoice stands; worked out from facts, never stored."""

    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list. Amounts in cents; of a draft they are what it would be today."""

    id: int
    label: str
    customer_id: int
    drafted_on: date
    sent_on: date | None
    due_on: date | None
    gross_cents: int
    open_cents: int
    state: InvoiceState


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of an invoice. The description is empty while the vault is locked."""

    position: int
    sku: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    discount_bp: int
    category: VatCategory
    rate_bp: int
    amount_cents: int
    supplied_on: date
    description: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What was paid on an invoice, or by a customer."""

    id: int
    customer_id: int
    received_on: date
    method: str
    amount_cents: int
    allocated_cents: int
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """Everything of one invoice. `says` is the sealed snapshot, empty while locked or a draft."""

    id: int
    uid: UUID
    label: str
    customer_id: int
    order_id: int
    drafted_on: date
    sent_on: date | None
    due_on: date | None
    basis: PriceBasis
    discount_bp: int
    state: InvoiceState
    open_cents: int
    totals: Totals
    lines: tuple[BilledLine, ...]
    payments: tuple[PaymentRow, ...]
    has_paper: bool
    says: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class MoneyOpen:
    """What customers still have to pay: how many invoices, and cents."""

    invoices: int
    open_cents: int
    overdue: int
    overdue_cents: int
    drafts: int


def invoice_rows(
    *,
    today: date,
    state: InvoiceState | None = None,
    customer_ids: Collection[int] | None = None,
    order_id: int | None = None,
    label: str = "",
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[InvoiceRow]:
    """Give a page of invoices: drafts by age, sent ones the newest first, after a key.

    Without a state, customer or order only sent invoices are listed.
    """
    rows = Invoice.objects.all()
    if order_id is not None:
        billed = InvoiceLine.objects.filter(order_line__order=order_id)
        return _rows(rows.filter(pk__in=billed.values("invoice")).order_by("-id")[:limit], today)
    if customer_ids is not None:
        rows = rows.filter(customer__in=customer_ids)
    if label:
        series, _, number = label.partition("-")
        rows = rows.filter(series=series, number=int(number) if number.isdigit() else 0)
    if state is InvoiceState.DRAFT:
        page = rows.filter(number=None).order_by("-id")
        if after is not None:
            page = page.filter(pk__lt=after[1])
        return _rows(page[:limit], today)
    if customer_ids is None or state is not None:
        rows = rows.filter(number__isnull=False)
    rows = _in_state(rows, state, today)
    if after is not None:
        day, pk = after
        rows = rows.filter(Q(sent_on__lt=day) | Q(sent_on=day, pk__lt=pk))
    order = ("-id",) if customer_ids is not None and state is None else ("-sent_on", "-id")
    return _rows(rows.order_by(*order)[:limit], today)


def invoice_card(*, invoice_id: int, today: date, vault: VaultSession) -> InvoiceCard | None:
    """Give everything of one invoice, or None when there is no such row."""
    invoice = Invoice.objects.filter(pk=invoice_id).first()
    if invoice is None:
        return None
    says = _says(invoice, vault)
    lines = list(
        InvoiceLine.objects.filter(invoice=invoice)
        .select_related("order_line__product")
        .order_by("position")
    )
    due = OpenInvoice.objects.filter(pk=invoice_id).first()
    return InvoiceCard(
        id=invoice.pk,
        uid=invoice.uid,
        label=invoice.label,
        customer_id=invoice.customer_id,
        order_id=lines[0].order_line.order_id,
        drafted_on=invoice.drafted_on,
        sent_on=invoice.sent_on,
        due_on=invoice.due_on,
        basis=PriceBasis(invoice.basis),
        discount_bp=invoice.discount_bp,
        state=_state(invoice, due, today),
        open_cents=due.open_cents if due else 0,
        totals=_totals(invoice, lines),
        lines=_lines(lines, says),
        payments=payment_rows(invoice_id=invoice_id, vault=vault),
        has_paper=InvoicePaper.objects.filter(invoice=invoice).exists(),
        says=says,
    )


def invoices_of_order(*, order_id: int, today: date) -> list[InvoiceRow]:
    """Give the invoices that bill something of an order, drafts too, the newest first."""
    lines = InvoiceLine.objects.filter(order_line__order=order_id)
    return _rows(Invoice.objects.filter(pk__in=lines.values("invoice")).order_by("-id"), today)


def billed_quantities(*, order_id: int) -> dict[int, Decimal]:
    """Give how much of each order line is on an invoice or a draft, by the line's id."""
    return dict(
        InvoiceLine.objects.filter(order_line__order=order_id)
        .values_list("order_line")
        .annotate(total=Sum("quantity"))
    )


def paper_of(*, invoice_id: int, vault: VaultSession) -> bytes | None:
    """Give the PDF as it was issued, or None when none was filed.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    row = InvoicePaper.objects.filter(invoice=invoice_id).first()
    if row is None:
        return None
    return open_contents(PAPER.open_one(vault, Purpose.INVOICE, row), bytes(row.contents))


def payment_rows(
    *, vault: VaultSession, invoice_id: int | None = None, customer_ids: Collection[int] = ()
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
    page = list(payments.annotate(allocated_cents=Subquery(total))[:200])
    notes = _notes([payment.pk for payment in page], vault)
    return tuple(
        PaymentRow(
            id=row.pk,
            customer_id=row.customer_id,
            received_on=row.received_on,
            method=row.method,
            amount_cents=row.amount_cents,
            allocated_cents=row.allocated_cents or 0,
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
        drafts=Invoice.objects.filter(number=None).count(),
    )


def open_of(*, invoice_id: int) -> int:
    """Give what is still to be paid of an invoice, in cents."""
    row = OpenInvoice.objects.filter(pk=invoice_id).first()
    return row.open_cents if row else 0


def open_cents(*, customer_ids: Collection[int]) -> dict[int, int]:
    """Give what each customer still has to pay, in cents."""
    return dict(
        OpenInvoice.objects.filter(invoice__customer__in=customer_ids)
        .values_list("invoice__customer")
        .annotate(n=Sum("open_cents"))
    )


def turnover_per_month(*, since: date) -> list[tuple[date, int]]:
    """Give the turnover without VAT per month since a day, in cents, months without it too."""
    months: dict[date, int] = {}
    days = (
        Invoice.objects.filter(sent_on__gte=since)
        .order_by("sent_on")
        .values_list("sent_on")
        .annotate(n=Sum("net_cents"))
    )
    for day, cents in days:
        month = day.replace(day=1)
        months[month] = months.get(month, 0) + cents
    return sorted(months.items())


def _rows(page: QuerySet[Invoice], today: date) -> list[InvoiceRow]:
    invoices = list(page)
    ids = [invoice.pk for invoice in invoices]
    due = {each.pk: each for each in OpenInvoice.objects.filter(pk__in=ids)}
    drafts = [invoice.pk for invoice in invoices if invoice.number is None]
    by_draft: dict[int, list[InvoiceLine]] = {pk: [] for pk in drafts}
    if drafts:
        for line in InvoiceLine.objects.filter(invoice__in=drafts).order_by("position"):
            by_draft[line.invoice_id].append(line)
    return [
        InvoiceRow(
            id=invoice.pk,
            label=invoice.label,
            customer_id=invoice.customer_id,
            drafted_on=invoice.drafted_on,
            sent_on=invoice.sent_on,
            due_on=invoice.due_on,
            gross_cents=invoice.gross_cents
            if invoice.gross_cents is not None
            else _totals(invoice, by_draft[invoice.pk]).gross_cents,
            open_cents=due[invoice.pk].open_cents if invoice.pk in due else 0,
            state=_state(invoice, due.get(invoice.pk), today),
        )
        for invoice in invoices
    ]


def _in_state(
    rows: QuerySet[Invoice], state: InvoiceState | None, today: date
) -> QuerySet[Invoice]:
    due = OpenInvoice.objects.all()
    if state is InvoiceState.OPEN:
        return rows.filter(pk__in=due.values("pk"))
    if state is InvoiceState.OVERDUE:
        return rows.filter(pk__in=due.filter(due_on__lt=today).values("pk"))
    if state is InvoiceState.PAID:
        return rows.exclude(pk__in=due.values("pk"))
    return rows


def _state(invoice: Invoice, due: OpenInvoice | None, today: date) -> InvoiceState:
    if invoice.number is None:
        return InvoiceState.DRAFT
    if due is None:
        return InvoiceState.PAID
    return InvoiceState.OVERDUE if due.due_on < today else InvoiceState.OPEN


def _totals(invoice: Invoice, lines: Collection[InvoiceLine]) -> Totals:
    """Add up an invoice from its lines: a sent one gives the sums that were booked."""
    priced = [
        Priced(
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_bp=line.discount_bp,
            category=VatCategory(line.vat_category),
            rate_bp=line.rate_bp,
        )
        for line in lines
    ]
    return totals(priced, basis=PriceBasis(invoice.basis), discount_bp=invoice.discount_bp)


def _says(invoice: Invoice, vault: VaultSession) -> dict[str, Any]:
    if not vault.is_open or invoice.number is None:
        return {}
    snapshot = InvoiceSnapshot.objects.filter(invoice=invoice).first()
    if snapshot is None:
        return {}
    says: dict[str, Any] = SNAPSHOT.open_one(vault, Purpose.INVOICE, snapshot)["says"]
    return says


def _notes(payment_ids: list[int], vault: VaultSession) -> dict[int, str]:
    if not vault.is_open:
        return {}
    rows = list(PaymentNote.objects.filter(payment__in=payment_ids))
    opened = PAYMENT_NOTE.open_all(vault, Purpose.INVOICE, rows)
    return {row.payment_id: str(each["note"]) for row, each in zip(rows, opened, strict=True)}


def _lines(lines: Collection[InvoiceLine], says: Mapping[str, Any]) -> tuple[BilledLine, ...]:
    said = says.get("lines", [])
    found = []
    for line in lines:
        product = line.order_line.product
        name = product.name_nl if product else kind_name(line.order_line.kind)
        index = line.position - 1
        found.append(
            BilledLine(
                position=line.position,
                sku=product.sku if product else "",
                unit=line.order_line.unit,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount_bp=line.discount_bp,
                category=VatCategory(line.vat_category),
                rate_bp=line.rate_bp,
                amount_cents=line.amount_cents,
                supplied_on=line.supplied_on,
                description=said[index].get("description", name) if index < len(said) else name,
            )
        )
    return tuple(found)
