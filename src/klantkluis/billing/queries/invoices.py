"""Questions about invoices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from klantkluis.billing.closed import of_closed, refuse_when_closed
from klantkluis.billing.describing import ORDER, VERSION, Said, about_line
from klantkluis.billing.models import (
    Invoice,
    InvoiceLine,
    InvoicePaper,
    InvoiceSnapshot,
    OpenInvoice,
)
from klantkluis.billing.queries.lists import (
    InvoiceRow,
    InvoiceState,
    listed,
    state_of,
    totals_of,
)
from klantkluis.billing.queries.payments import PaymentRow, payment_rows
from klantkluis.billing.snapshots import SAID_LINES, orders_of, version_of
from klantkluis.billing.stored import PAPER, SNAPSHOT, SUBSCRIPTION
from klantkluis.billing.subscription_rows import SubscriptionPeriod
from klantkluis.core.vat import PriceBasis, Totals, VatCategory
from klantkluis.foundation.files import open_contents
from klantkluis.sales.queries import texts_of_orders
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


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
    id: int = 0


@dataclass(frozen=True, slots=True)
class PeriodOf:
    """The period of a subscription that an invoice is of."""

    subscription_id: int
    number: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """Everything of one invoice. `says` is the sealed snapshot, empty while locked or a draft.

    `orders` are the ids and numbers of the orders that it is about.
    """

    id: int
    uid: UUID
    label: str
    customer_id: int
    order_id: int | None
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
    orders: tuple[tuple[int, int], ...] = ()
    is_prepayment: bool = False
    period: PeriodOf | None = None
    says: Mapping[str, Any] = field(default_factory=dict, repr=False)


def invoice_of(*, uid: UUID) -> int | None:
    """Give the id of the invoice with a uid, or None: for who comes from the books."""
    return Invoice.objects.filter(uid=uid).values_list("pk", flat=True).first()


def invoice_card(*, invoice_id: int, today: date, vault: VaultSession) -> InvoiceCard | None:
    """Give everything of one invoice, or None when there is no such row."""
    invoice = Invoice.objects.filter(pk=invoice_id).first()
    if invoice is None:
        return None
    says = _says(invoice, vault)
    lines = list(
        InvoiceLine.objects.filter(invoice=invoice).select_related(*SAID_LINES).order_by("position")
    )
    orders = orders_of(lines)
    due = OpenInvoice.objects.filter(pk=invoice_id).first()
    return InvoiceCard(
        id=invoice.pk,
        uid=invoice.uid,
        label=invoice.label,
        customer_id=invoice.customer_id,
        order_id=next(iter(orders), None),
        orders=tuple((pk, order.number) for pk, order in orders.items()),
        is_prepayment=any(line.prepays_id for line in lines),
        period=_period(invoice) if version_of(lines) is not None else None,
        drafted_on=invoice.drafted_on,
        sent_on=invoice.sent_on,
        due_on=invoice.due_on,
        basis=PriceBasis(invoice.basis),
        discount_bp=invoice.discount_bp,
        state=state_of(invoice, due, today),
        open_cents=due.open_cents if due else 0,
        totals=totals_of(invoice, lines),
        lines=_lines(lines, says, {} if says else _draft_texts(invoice, lines, orders, vault)),
        payments=payment_rows(invoice_id=invoice_id, vault=vault),
        has_paper=InvoicePaper.objects.filter(invoice=invoice).exists(),
        says=says,
    )


def _period(invoice: Invoice) -> PeriodOf | None:
    row = SubscriptionPeriod.objects.filter(invoice=invoice).first()
    if row is None:
        return None
    return PeriodOf(row.subscription_id, row.number, row.first_on, row.last_on)


def invoices_of_order(*, order_id: int, today: date) -> list[InvoiceRow]:
    """Give the invoices that bill something of an order, drafts too, the newest first."""
    sold = InvoiceLine.objects.filter(order_line__order=order_id).values("invoice")
    ahead = InvoiceLine.objects.filter(prepays=order_id).values("invoice")
    rows = Invoice.objects.filter(Q(pk__in=sold) | Q(pk__in=ahead))
    return listed(rows.order_by("-id"), today)


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
        ForTheBooksOnly: the customer was erased.
        VaultLocked: the vault is not open to the actor.
    """
    rows = InvoicePaper.objects.filter(invoice=invoice_id).select_related("invoice")
    row = rows.first()
    if row is None:
        return None
    refuse_when_closed(row.invoice.customer_id)
    return open_contents(PAPER.open_one(vault, Purpose.INVOICE, row), bytes(row.contents))


def _says(invoice: Invoice, vault: VaultSession) -> dict[str, Any]:
    if not vault.is_open or invoice.number is None:
        return {}
    # Of who was erased it is kept for the books alone; see `archive`.
    kept = InvoiceSnapshot.objects.exclude(of_closed("invoice__customer__"))
    snapshot = kept.filter(invoice=invoice).first()
    if snapshot is None:
        return {}
    says: dict[str, Any] = SNAPSHOT.open_one(vault, Purpose.INVOICE, snapshot).get("says", {})
    return says


def _draft_texts(
    invoice: Invoice, lines: Sequence[InvoiceLine], orders: Iterable[int], vault: VaultSession
) -> Mapping[Said, Mapping[str, str]]:
    """Give the words of lines of their own, which a draft will say when it is sent."""
    if invoice.number is not None:
        return {}
    found = texts_of_orders(order_ids=[*orders], vault=vault)
    version = version_of(lines)
    said: dict[Said, Mapping[str, str]] = {(ORDER, pk): texts for pk, texts in found.items()}
    if version is not None and vault.is_open:
        contents = SUBSCRIPTION.open_one(vault, Purpose.INVOICE, version)
        said[VERSION, version.pk] = contents.get("line_texts", {})
    return said


def _lines(
    lines: Sequence[InvoiceLine],
    says: Mapping[str, Any],
    texts: Mapping[Said, Mapping[str, str]],
) -> tuple[BilledLine, ...]:
    """Give the lines with what they say: as issued, else the order's words or the product."""
    said = says.get("lines", [])
    return tuple(
        _line(line, said[index].get("description") if index < len(said) else "", texts)
        for index, line in enumerate(lines)
    )


def _line(
    line: InvoiceLine, said: str | None, texts: Mapping[Said, Mapping[str, str]]
) -> BilledLine:
    about = about_line(line, texts)
    return BilledLine(
        position=line.position,
        kind=about.kind,
        sku=about.sku,
        unit=about.unit,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_bp=line.discount_bp,
        category=VatCategory(line.vat_category),
        rate_bp=line.rate_bp,
        amount_cents=line.amount_cents,
        supplied_on=line.supplied_on,
        description=said or about.description,
        id=line.pk,
    )
