"""Lists of orders and delivery notes, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from klantkluis.foundation.pages import Days, Sort, keyed
from klantkluis.sales.lines import priced_lines, sold_lines, totals_of
from klantkluis.sales.models import Delivery, OpenOrder, Order, OrderCancellation
from klantkluis.sales.vat import situations_of

NEWEST = Sort("number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a list of documents is narrowed to; None and empty leave nothing out.

    `only` is `to_deliver`, `to_bill` or `cancelled`, and is about orders.
    """

    ids: Collection[int] | None = None
    customer_ids: Collection[int] | None = field(default=None, repr=False)
    number: int | None = None
    days: Days | None = None
    only: str = ""


ALL = Narrowing()
_TO_DELIVER = Q(pk__in=OpenOrder.objects.filter(to_deliver=True).values("pk"))


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
    net_cents: int
    gross_cents: int
    lines: int
    to_deliver: bool
    to_bill: bool
    delivered: bool
    cancelled: bool


def order_rows(
    *,
    narrowing: Narrowing = ALL,
    sort: Sort = NEWEST,
    after: tuple[Any, int] | None = None,
    limit: int = 50,
) -> list[OrderRow]:
    """Give a page of orders, sorted by `number` or `ordered_on`, after a key."""
    assert sort.by in {"number", "ordered_on"}
    return _rows(keyed(_orders(narrowing), sort, after)[:limit])


def newest_orders(*, limit: int) -> tuple[list[OrderRow], list[OrderRow]]:
    """Give the newest orders that are to be delivered, and the newest of all.

    What stands in both is read once: the first screen shows these two lists side by side.
    """
    newest = Order.objects.order_by("-number").values("pk")
    of_all = Q(pk__in=newest[:limit])
    to_deliver = Q(pk__in=newest.filter(_TO_DELIVER)[:limit])
    chosen = Order.objects.filter(of_all | to_deliver).select_related("customer")
    rows = _rows(chosen.order_by("-number"))
    return [row for row in rows if row.to_deliver][:limit], rows[:limit]


def customers_of_orders(*, narrowing: Narrowing) -> list[int]:
    """Give the ids of the customers of these orders, each once."""
    return list(_orders(narrowing).order_by().values_list("customer", flat=True).distinct())


def _orders(narrowing: Narrowing) -> QuerySet[Order]:
    orders = Order.objects.select_related("customer")
    if narrowing.ids is not None:
        orders = orders.filter(pk__in=narrowing.ids)
    if narrowing.customer_ids is not None:
        orders = orders.filter(customer__in=narrowing.customer_ids)
    if narrowing.number is not None:
        orders = orders.filter(number=narrowing.number)
    if narrowing.days is not None:
        orders = orders.filter(ordered_on__range=(narrowing.days.first, narrowing.days.last))
    if narrowing.only in {"to_deliver", "to_bill"}:
        orders = orders.filter(
            pk__in=OpenOrder.objects.filter(**{narrowing.only: True}).values("pk")
        )
    elif narrowing.only == "cancelled":
        orders = orders.filter(pk__in=OrderCancellation.objects.values("order"))
    return orders


def _rows(orders: QuerySet[Order]) -> list[OrderRow]:
    page = list(orders)
    ids = [order.pk for order in page]
    lines = sold_lines(ids, {})
    states = {each.pk: each for each in OpenOrder.objects.filter(pk__in=ids)}
    cancelled = set(OrderCancellation.objects.filter(order__in=ids).values_list("order", flat=True))
    situations = situations_of(page, day=max((o.ordered_on for o in page), default=date.min))
    sums = {
        order.pk: totals_of(order, priced_lines(order, lines[order.pk], situations[order.pk]))
        for order in page
    }
    return [
        OrderRow(
            id=order.pk,
            number=order.number,
            customer_id=order.customer_id,
            ordered_on=order.ordered_on,
            net_cents=sums[order.pk].net_cents,
            gross_cents=sums[order.pk].gross_cents,
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
    narrowing: Narrowing = ALL,
    sort: Sort = NEWEST,
    after: tuple[Any, int] | None = None,
    limit: int = 50,
) -> list[DeliveryRow]:
    """Give a page of delivery notes, sorted by `number` or `delivered_on`, after a key."""
    assert sort.by in {"number", "delivered_on"}
    rows = _deliveries(narrowing).select_related("order")
    if order_id is not None:
        rows = rows.filter(order=order_id)
    return [
        DeliveryRow(
            id=row.pk,
            number=row.number,
            order_id=row.order_id,
            order_number=row.order.number,
            customer_id=row.order.customer_id,
            delivered_on=row.delivered_on,
        )
        for row in keyed(rows, sort, after)[:limit]
    ]


def customers_of_deliveries(*, narrowing: Narrowing) -> list[int]:
    """Give the ids of the customers of these delivery notes, each once."""
    rows = _deliveries(narrowing).order_by()
    return list(rows.values_list("order__customer", flat=True).distinct())


def _deliveries(narrowing: Narrowing) -> QuerySet[Delivery]:
    rows = Delivery.objects.all()
    if narrowing.ids is not None:
        rows = rows.filter(pk__in=narrowing.ids)
    if narrowing.customer_ids is not None:
        rows = rows.filter(order__customer__in=narrowing.customer_ids)
    if narrowing.number is not None:
        rows = rows.filter(number=narrowing.number)
    if narrowing.days is not None:
        rows = rows.filter(delivered_on__range=(narrowing.days.first, narrowing.days.last))
    return rows
