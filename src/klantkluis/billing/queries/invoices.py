"""Questions about invoices."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from klantkluis.billing.models import (
    Invoice,
    InvoiceLine,
    InvoicePaper,
    InvoiceSnapshot,
    OpenInvoice,
)
from klantkluis.billing.queries.payments import PaymentRow, payment_rows
from klantkluis.billing.stored import PAPER, SNAPSHOT
from klantkluis.billing.working_out import priced_line
from klantkluis.core.vat import PriceBasis, Totals, VatCategory, totals
from klantkluis.foundation.files import open_contents
from klantkluis.sales.paper import kind_name
from klantkluis.sales.queries import order_texts
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

RECENT_YEARS = 10


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
    net_cents: int
    gross_cents: int
    open_cents: int
    state: InvoiceState


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of an invoice. The description is empty while the vault is locked."""

    position: int
    kind: str
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
        rows = rows.filter(_called(label, today))
    if state is InvoiceState.DRAFT:
        page = rows.filter(number=None).order_by("-id")
        if after is not None:
            page = page.filter(pk__lt=after[1])
        return _rows(page[:limit], today)
    if customer_ids is None or state is not None:
        rows = rows.filter(number__isnull=False)
    if state in {InvoiceState.OPEN, InvoiceState.OVERDUE} and customer_ids is None and not label:
        return _rows(_open_page(state, today, after, limit), today)
    rows = _in_state(rows, state, today)
    if customer_ids is not None and state is None:
        if after is not None:
            rows = rows.filter(pk__lt=after[1])
        return _rows(rows.order_by("-id")[:limit], today)
    if after is not None:
        day, pk = after
        # Said this way round the database walks the index by day from there.
        rows = rows.filter(Q(sent_on__lt=day) | Q(pk__lt=pk), sent_on__lte=day)
    return _rows(rows.order_by("-sent_on", "-id")[:limit], today)


def invoices_by_id(*, ids: Collection[int], today: date) -> list[InvoiceRow]:
    """Give these invoices, in no particular order; ids that are none are left out."""
    return _rows(Invoice.objects.filter(pk__in=ids), today)


def invoice_of(*, uid: UUID) -> int | None:
    """Give the id of the invoice with a uid, or None: for who comes from the books."""
    return Invoice.objects.filter(uid=uid).values_list("pk", flat=True).first()


def _open_page(
    state: InvoiceState, today: date, after: tuple[date, int] | None, limit: int
) -> list[Invoice]:
    """Give a page of what is to be paid; there is far less of it than there are invoices."""
    rows = OpenInvoice.objects.select_related("invoice").order_by("-sent_on", "-invoice")
    if state is InvoiceState.OVERDUE:
        rows = rows.filter(due_on__lt=today)
    if after is not None:
        day, pk = after
        rows = rows.filter(Q(sent_on__lt=day) | Q(invoice__lt=pk), sent_on__lte=day)
    return [row.invoice for row in rows[:limit]]


def _called(label: str, today: date) -> Q:
    """Find an invoice by its whole number, or by the part behind the year in any recent year."""
    series, dash, number = label.strip().partition("-")
    if not dash:
        series, number = "", series
    if not (number.isdecimal() and len(number) < 10):
        return Q(pk=None)
    years = [series] if series else [str(today.year - back) for back in range(RECENT_YEARS)]
    return Q(series__in=years, number=int(number))


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
        lines=_lines(lines, says, {} if says else _draft_texts(invoice, lines, vault)),
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


def _rows(page: Iterable[Invoice], today: date) -> list[InvoiceRow]:
    invoices = list(page)
    ids = [invoice.pk for invoice in invoices]
    due = {each.pk: each for each in OpenInvoice.objects.filter(pk__in=ids)}
    drafts = [invoice.pk for invoice in invoices if invoice.number is None]
    by_draft: dict[int, list[InvoiceLine]] = {pk: [] for pk in drafts}
    if drafts:
        for line in InvoiceLine.objects.filter(invoice__in=drafts).order_by("position"):
            by_draft[line.invoice_id].append(line)
    sums = {each.pk: _sums(each, by_draft.get(each.pk, [])) for each in invoices}
    return [
        InvoiceRow(
            id=invoice.pk,
            label=invoice.label,
            customer_id=invoice.customer_id,
            drafted_on=invoice.drafted_on,
            sent_on=invoice.sent_on,
            due_on=invoice.due_on,
            net_cents=sums[invoice.pk][0],
            gross_cents=sums[invoice.pk][1],
            open_cents=due[invoice.pk].open_cents if invoice.pk in due else 0,
            state=_state(invoice, due.get(invoice.pk), today),
        )
        for invoice in invoices
    ]


def _sums(invoice: Invoice, draft_lines: Collection[InvoiceLine]) -> tuple[int, int]:
    """Give what an invoice is without and with VAT: as booked, or what the draft would be."""
    if invoice.net_cents is not None and invoice.gross_cents is not None:
        return invoice.net_cents, invoice.gross_cents
    result = _totals(invoice, draft_lines)
    return result.net_cents, result.gross_cents


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
    priced = [priced_line(line) for line in lines]
    return totals(priced, basis=PriceBasis(invoice.basis), discount_bp=invoice.discount_bp)


def _says(invoice: Invoice, vault: VaultSession) -> dict[str, Any]:
    if not vault.is_open or invoice.number is None:
        return {}
    snapshot = InvoiceSnapshot.objects.filter(invoice=invoice).first()
    if snapshot is None:
        return {}
    says: dict[str, Any] = SNAPSHOT.open_one(vault, Purpose.INVOICE, snapshot)["says"]
    return says


def _draft_texts(
    invoice: Invoice, lines: Sequence[InvoiceLine], vault: VaultSession
) -> Mapping[str, str]:
    """Give the words of the order's own lines, which a draft will say when it is sent."""
    if invoice.number is not None:
        return {}
    return order_texts(order_id=lines[0].order_line.order_id, vault=vault)


def _lines(
    lines: Sequence[InvoiceLine], says: Mapping[str, Any], texts: Mapping[str, str]
) -> tuple[BilledLine, ...]:
    """Give the lines with what they say: as issued, else the order's words or the product."""
    said = says.get("lines", [])
    return tuple(
        _line(line, said[index].get("description") if index < len(said) else "", texts)
        for index, line in enumerate(lines)
    )


def _name(line: InvoiceLine, texts: Mapping[str, str]) -> str:
    product = line.order_line.product
    own = texts.get(str(line.order_line.position), "")
    return str(own) or (product.name_nl if product else kind_name(line.order_line.kind))


def _line(line: InvoiceLine, said: str | None, texts: Mapping[str, str]) -> BilledLine:
    sold, description = line.order_line, said or _name(line, texts)
    return BilledLine(
        position=line.position,
        kind=sold.kind,
        sku=sold.product.sku if sold.product else "",
        unit=sold.unit,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_bp=line.discount_bp,
        category=VatCategory(line.vat_category),
        rate_bp=line.rate_bp,
        amount_cents=line.amount_cents,
        supplied_on=line.supplied_on,
        description=description,
    )
