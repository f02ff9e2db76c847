"""Truths about orders that hold for all rows, always."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Subquery, Sum

from klantkluis.foundation.models import NumberSeries
from klantkluis.foundation.streams import CHUNK, Groups
from klantkluis.sales.models import (
    DELIVERABLE,
    Delivery,
    DeliveryLine,
    OpenOrder,
    Order,
    OrderCancellation,
    OrderLine,
)
from klantkluis.sales.rules import NOTHING


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    stray = DeliveryLine.objects.exclude(order_line__order=F("delivery__order"))
    for pk in stray.values_list("pk", flat=True)[:100]:
        yield f"delivery line {pk} belongs to another order"
    for model, series in ((Order, "order"), (Delivery, "delivery note")):
        yield from _gaps(model, series)
    yield from _wrongly_delivered()


def _gaps(model: type[Order | Delivery], series: str) -> Iterator[str]:
    given = NumberSeries.objects.filter(name=series).values_list("last", flat=True).first() or 0
    found = model._default_manager.aggregate(n=Count("pk"), last=Max("number"))
    if (found["n"], found["last"] or 0) != (given, given):
        yield f"the numbers of {series} have a gap"


def _wrongly_delivered() -> Iterator[str]:
    """Walk through all orders: no more went out than was ordered, and what is open is marked.

    Quantities are compared here and not in SQL: SQLite would add 0.1 and 0.7 to a bit less
    than 0.8.
    """
    lines = Groups(_lines().iterator(CHUNK))
    marks = Groups(OpenOrder.objects.order_by("pk").values_list("pk", "to_deliver").iterator(CHUNK))
    cancelled = Groups(
        OrderCancellation.objects.order_by("order").values_list("order").iterator(CHUNK)
    )
    for order_id in Order.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        unfinished = False
        for pk, kind, quantity, delivered in lines.of(order_id):
            out = delivered or NOTHING
            if out > quantity:
                yield f"more was delivered than ordered of order line {pk}"
            unfinished |= kind in DELIVERABLE and out < quantity
        unfinished &= not cancelled.of(order_id)
        marked = any(to_deliver for (to_deliver,) in marks.of(order_id))
        if unfinished and not marked:
            yield f"order row {order_id} has something to deliver and is not marked so"
        if marked and not unfinished:
            yield f"order row {order_id} is marked to deliver and has nothing left"


def _lines() -> Any:
    delivered = (
        DeliveryLine.objects.filter(order_line=OuterRef("pk"))
        .values("order_line")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    return OrderLine.objects.order_by("order", "position").values_list(
        "order", "pk", "kind", "quantity", Subquery(delivered)
    )
