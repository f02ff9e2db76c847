"""Questions about orders and deliveries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count

from klantkluis.core.vat import PriceBasis, Priced, Totals
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.sealing import Stored
from klantkluis.sales.lines import SoldLine, priced_lines, sold_lines, totals_of
from klantkluis.sales.lists import DeliveryRow, delivery_rows
from klantkluis.sales.models import (
    Delivery,
    DeliveryLine,
    DeliveryPaper,
    OpenOrder,
    Order,
    OrderCancellation,
)
from klantkluis.sales.stored import DELIVERY, ORDER, PAPER
from klantkluis.sales.vat import situation_of
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class OrderCard:
    """Everything of one order. `contents` is empty while the vault is locked.

    `words_gone` says that the address and the words were let go of; numbers and amounts stay.
    """

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
    priced: tuple[Priced, ...]
    words_gone: bool
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
    words_gone: bool
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
    priced = priced_lines(order, lines, situation_of(order, day=order.ordered_on))
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
        totals=totals_of(order, priced),
        priced=priced,
        words_gone=not order.sealed,
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
        words_gone=not delivery.sealed,
        contents=contents,
    )


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


def texts_of_orders(
    *, order_ids: Collection[int], vault: VaultSession
) -> dict[int, Mapping[str, str]]:
    """Give the words of the own lines of orders, by position; nothing while the vault is locked."""
    if not (vault.is_open and order_ids):
        return {}
    orders = list(Order.objects.select_related("customer").filter(pk__in=order_ids))
    opened = ORDER.open_all(vault, Purpose.INVOICE, orders)
    return {
        order.pk: contents.get("line_texts", {})
        for order, contents in zip(orders, opened, strict=True)
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


def _contents(
    stored: Stored, row: Order | Delivery, vault: VaultSession, purpose: Purpose
) -> dict[str, Any]:
    return stored.open_one(vault, purpose, row) if vault.is_open else {}
