"""Questions about orders and deliveries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatCategory, totals
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.prepared import Prepared
from klantkluis.foundation.sealing import Stored
from klantkluis.sales.models import (
    DELIVERABLE,
    Delivery,
    DeliveryLine,
    DeliveryPaper,
    OpenOrder,
    Order,
    OrderCancellation,
    OrderLine,
)
from klantkluis.sales.rules import NOTHING, Delivered, undelivered
from klantkluis.sales.stored import DELIVERY, ORDER, PAPER
from klantkluis.sales.vat import VatSituation, situation_of, situations_of
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of an order with what was delivered of it. `text` is empty while locked."""

    id: int
    position: int
    kind: str
    product_id: int | None
    sku: str
    name_nl: str
    name_en: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    discount_bp: int
    vat_category: VatCategory
    delivered: tuple[Delivered, ...]
    text: str = field(default="", repr=False)
    supply: Supply = Supply.GOODS

    @property
    def deliverable(self) -> bool:
        """Whether the line is about something that leaves the house."""
        return self.kind in DELIVERABLE

    @property
    def delivered_quantity(self) -> Decimal:
        """How much went out."""
        return sum((each.quantity for each in self.delivered), NOTHING)

    @property
    def undelivered_quantity(self) -> Decimal:
        """How much still has to go out."""
        if not self.deliverable:
            return NOTHING
        return undelivered(self.quantity, [self.delivered_quantity])

    def description(self, language: str) -> str:
        """Say what the line is about: its own words, or the product's name in a language."""
        if self.text:
            return self.text
        return self.name_en if language == "en" and self.name_en else self.name_nl


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery note in a list."""

    id: int
    number: int
    order_id: int
    order_number: int
    customer_id: int
    delivered_on: date


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list."""

    id: int
    number: int
    customer_id: int
    ordered_on: date
    gross_cents: int
    lines: int
    to_deliver: bool
    to_bill: bool
    delivered: bool
    cancelled: bool


@dataclass(frozen=True, slots=True)
class OrderCard:
    """Everything of one order. `contents` is empty while the vault is locked."""

    id: int
    uid: UUID
    number: int
    rev: int
    customer_id: int
    ordered_on: date
    basis: PriceBasis
    discount_bp: int
    cancelled_on: date | None
    to_deliver: bool
    to_bill: bool
    lines: tuple[SoldLine, ...]
    deliveries: tuple[DeliveryRow, ...]
    totals: Totals
    priced: tuple[Priced, ...] = ()
    contents: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """Everything of one delivery note. `contents` is empty while the vault is locked."""

    id: int
    uid: UUID
    number: int
    order_id: int
    order_number: int
    customer_id: int
    delivered_on: date
    lines: tuple[tuple[SoldLine, Decimal], ...]
    has_paper: bool
    contents: Mapping[str, Any] = field(default_factory=dict, repr=False)


def order_card(*, order_id: int, vault: VaultSession, purpose: Purpose) -> OrderCard | None:
    """Give everything of one order, or None when there is no such row."""
    order = Order.objects.select_related("customer").filter(pk=order_id).first()
    if order is None:
        return None
    contents = _contents(ORDER, order, vault, purpose)
    lines = sold_lines([order_id], contents.get("line_texts", {}))[order_id]
    still_open = OpenOrder.objects.filter(pk=order_id).first()
    cancelled = OrderCancellation.objects.filter(order=order_id).first()
    priced = _priced(order, lines, situation_of(order, day=order.ordered_on))
    return OrderCard(
        id=order.pk,
        uid=order.uid,
        number=order.number,
        rev=order.rev,
        customer_id=order.customer_id,
        ordered_on=order.ordered_on,
        basis=PriceBasis(order.basis),
        discount_bp=order.discount_bp,
        cancelled_on=cancelled.cancelled_on if cancelled else None,
        to_deliver=bool(still_open and still_open.to_deliver),
        to_bill=bool(still_open and still_open.to_bill),
        lines=lines,
        deliveries=tuple(delivery_rows(order_id=order_id)),
        totals=_totals(order, priced),
        priced=priced,
        contents=contents,
    )


def delivery_card(
    *, delivery_id: int, vault: VaultSession, purpose: Purpose
) -> DeliveryCard | None:
    """Give everything of one delivery note, or None when there is no such row."""
    delivery = Delivery.objects.select_related("order__customer").filter(pk=delivery_id).first()
    if delivery is None:
        return None
    contents = _contents(DELIVERY, delivery, vault, purpose)
    texts = contents.get("line_texts", {})
    by_id = {line.id: line for line in sold_lines([delivery.order_id], texts)[delivery.order_id]}
    quantities = DeliveryLine.objects.filter(delivery=delivery).order_by("order_line__position")
    return DeliveryCard(
        id=delivery.pk,
        uid=delivery.uid,
        number=delivery.number,
        order_id=delivery.order_id,
        order_number=delivery.order.number,
        customer_id=delivery.order.customer_id,
        delivered_on=delivery.delivered_on,
        lines=tuple((by_id[each.order_line_id], each.quantity) for each in quantities),
        has_paper=DeliveryPaper.objects.filter(delivery=delivery).exists(),
        contents=contents,
    )


def order_rows(
    *,
    customer_ids: Collection[int] | None = None,
    only: str = "",
    below: int | None = None,
    limit: int = 50,
) -> list[OrderRow]:
    """Give a page of orders, the newest number first.

    `only` is `to_deliver`, `to_bill`, `cancelled`, or empty for all.
    """
    orders = Order.objects.select_related("customer").order_by("-number")
    if customer_ids is not None:
        orders = orders.filter(customer__in=customer_ids)
    if only in {"to_deliver", "to_bill"}:
        orders = orders.filter(pk__in=OpenOrder.objects.filter(**{only: True}).values("pk"))
    elif only == "cancelled":
        orders = orders.filter(pk__in=OrderCancellation.objects.values("order"))
    if below is not None:
        orders = orders.filter(number__lt=below)
    return _rows(orders[:limit])


def _rows(orders: QuerySet[Order]) -> list[OrderRow]:
    page = list(orders)
    ids = [order.pk for order in page]
    lines = sold_lines(ids, {})
    states = {each.pk: each for each in OpenOrder.objects.filter(pk__in=ids)}
    cancelled = set(OrderCancellation.objects.filter(order__in=ids).values_list("order", flat=True))
    latest = max((order.ordered_on for order in page), default=date.min)
    situations = situations_of(page, day=latest)
    return [
        OrderRow(
            id=order.pk,
            number=order.number,
            customer_id=order.customer_id,
            ordered_on=order.ordered_on,
            gross_cents=_totals(
                order, _priced(order, lines[order.pk], situations[order.pk])
            ).gross_cents,
            lines=len(lines[order.pk]),
            to_deliver=order.pk in states and states[order.pk].to_deliver,
            to_bill=order.pk in states and states[order.pk].to_bill,
            delivered=any(line.delivered for line in lines[order.pk]),
            cancelled=order.pk in cancelled,
        )
        for order in page
    ]


def delivery_rows(
    *,
    order_id: int | None = None,
    customer_ids: Collection[int] | None = None,
    below: int | None = None,
    limit: int = 50,
) -> list[DeliveryRow]:
    """Give a page of delivery notes, the newest number first."""
    rows = Delivery.objects.select_related("order").order_by("-number")
    if order_id is not None:
        rows = rows.filter(order=order_id)
    if customer_ids is not None:
        rows = rows.filter(order__customer__in=customer_ids)
    if below is not None:
        rows = rows.filter(number__lt=below)
    return [
        DeliveryRow(
            id=row.pk,
            number=row.number,
            order_id=row.order_id,
            order_number=row.order.number,
            customer_id=row.order.customer_id,
            delivered_on=row.delivered_on,
        )
        for row in rows[:limit]
    ]


def delivery_paper_of(*, delivery_id: int, vault: VaultSession) -> tuple[int, bytes] | None:
    """Give number and PDF of a delivery note as it was issued, or None when none was filed.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    rows = DeliveryPaper.objects.select_related("delivery__order__customer")
    row = rows.filter(delivery=delivery_id).first()
    if row is None:
        return None
    fields = PAPER.open_one(vault, Purpose.SHIP, row)
    return row.delivery.number, open_contents(fields, bytes(row.contents))


def order_texts(*, order_id: int, vault: VaultSession) -> Mapping[str, str]:
    """Give the words of an order's own lines by position; nothing while the vault is locked."""
    if not vault.is_open:
        return {}
    order = Order.objects.select_related("customer").get(pk=order_id)
    texts: Mapping[str, str] = ORDER.open_one(vault, Purpose.INVOICE, order).get("line_texts", {})
    return texts


def open_counts() -> Mapping[str, int]:
    """Count the orders to deliver and to bill."""
    return {
        "to_deliver": OpenOrder.objects.filter(to_deliver=True).count(),
        "to_bill": OpenOrder.objects.filter(to_bill=True).count(),
    }


def orders_per_month(*, since: date) -> list[tuple[date, int]]:
    """Count orders per month since a day: for the chart on the first screen."""
    counted: dict[date, int] = {}
    days = (
        Order.objects.filter(ordered_on__gte=since)
        .order_by("ordered_on")
        .values_list("ordered_on")
        .annotate(n=Count("pk"))
    )
    for day, n in days:
        month = day.replace(day=1)
        counted[month] = counted.get(month, 0) + n
    return sorted(counted.items())


def sold_lines(
    order_ids: Sequence[int], texts: Mapping[str, str]
) -> dict[int, tuple[SoldLine, ...]]:
    """Give the lines of orders with what was delivered of them, in two queries."""
    many = len(order_ids) != 1
    parts = _delivered_of(order_ids) if many else _DELIVERED_OF_ONE.all(*order_ids)
    delivered: dict[int, list[Delivered]] = {}
    for order_line_id, *part in parts:
        delivered.setdefault(order_line_id, []).append(Delivered(*part))
    lines: dict[int, list[SoldLine]] = {order_id: [] for order_id in order_ids}
    for row in _lines_of(order_ids) if many else _LINES_OF_ONE.all(*order_ids):
        lines[row.order_id].append(
            SoldLine(
                id=row.pk,
                position=row.position,
                kind=row.kind,
                product_id=row.product_id,
                sku=row.product.sku if row.product else "",
                name_nl=row.product.name_nl if row.product else "",
                name_en=row.product.name_en if row.product else "",
                unit=row.unit,
                quantity=row.quantity,
                unit_price=row.unit_price,
                discount_bp=row.discount_bp,
                vat_category=VatCategory(row.vat_category),
                delivered=tuple(delivered.get(row.pk, ())),
                text=str(texts.get(str(row.position), "")),
                supply=Supply(row.supply),
            )
        )
    return {order_id: tuple(found) for order_id, found in lines.items()}


def _delivered_of(order_ids: Sequence[int]) -> QuerySet[DeliveryLine, tuple[Any, ...]]:
    rows = DeliveryLine.objects.filter(order_line__order__in=order_ids)
    return rows.values_list("order_line", "pk", "delivery__delivered_on", "quantity")


def _lines_of(order_ids: Sequence[int]) -> QuerySet[OrderLine]:
    rows = OrderLine.objects.filter(order__in=order_ids).select_related("product")
    return rows.order_by("order", "position")


_DELIVERED_OF_ONE = Prepared(lambda order_id: _delivered_of([order_id]), int)
_LINES_OF_ONE = Prepared(lambda order_id: _lines_of([order_id]), int)


def _priced(order: Order, lines: Sequence[SoldLine], situation: VatSituation) -> tuple[Priced, ...]:
    return tuple(
        situation.priced(line, quantity=line.quantity, day=order.ordered_on) for line in lines
    )


def _totals(order: Order, priced: Sequence[Priced]) -> Totals:
    return totals(priced, basis=PriceBasis(order.basis), discount_bp=order.discount_bp)


def _contents(
    stored: Stored, row: Order | Delivery, vault: VaultSession, purpose: Purpose
) -> dict[str, Any]:
    return stored.open_one(vault, purpose, row) if vault.is_open else {}
