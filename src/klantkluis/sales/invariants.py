"""Truths about orders that hold for all rows, always."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Round

from klantkluis.foundation.models import NumberSeries
from klantkluis.sales.models import (
    DELIVERABLE,
    Delivery,
    DeliveryLine,
    OpenOrder,
    Order,
    OrderCancellation,
    OrderLine,
)
from klantkluis.sales.rules import QUANTITY_DECIMALS


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room.

    Sums of quantities are rounded: SQLite adds them up in binary, where 0.1 and 0.2 are not 0.3.
    """
    delivered = (
        DeliveryLine.objects.filter(order_line=OuterRef("pk"))
        .values("order_line")
        .annotate(total=Round(Sum("quantity"), QUANTITY_DECIMALS))
        .values("total")
    )
    lines = OrderLine.objects.annotate(delivered=Coalesce(Subquery(delivered), Decimal(0)))
    for pk in lines.filter(delivered__gt=F("quantity")).values_list("pk", flat=True):
        yield f"more was delivered than ordered of order line {pk}"
    stray = DeliveryLine.objects.exclude(order_line__order=F("delivery__order"))
    for pk in stray.values_list("pk", flat=True):
        yield f"delivery line {pk} belongs to another order"
    for model, series in ((Order, "order"), (Delivery, "delivery note")):
        yield from _gaps(model, series)
    yield from _wrongly_tracked(lines)


def _gaps(model: type[Order | Delivery], series: str) -> Iterator[str]:
    given = NumberSeries.objects.filter(name=series).values_list("last", flat=True).first() or 0
    found = model._default_manager.aggregate(n=Count("pk"), last=Max("number"))
    if (found["n"], found["last"] or 0) != (given, given):
        yield f"the numbers of {series} have a gap"


def _wrongly_tracked(lines: QuerySet[Any]) -> Iterator[str]:
    unfinished = (
        lines.filter(kind__in=DELIVERABLE)
        .filter(delivered__lt=F("quantity"))
        .exclude(order__in=OrderCancellation.objects.values("order"))
        .values("order")
    )
    marked = OpenOrder.objects.filter(to_deliver=True).values("pk")
    forgotten = Order.objects.filter(pk__in=unfinished).exclude(pk__in=marked)
    for pk in forgotten.values_list("pk", flat=True)[:100]:
        yield f"order row {pk} has something to deliver and is not marked so"
    done = Order.objects.filter(pk__in=marked).exclude(pk__in=unfinished)
    for pk in done.values_list("pk", flat=True)[:100]:
        yield f"order row {pk} is marked to deliver and has nothing left"
