"""Truths about orders that hold for all rows, always."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

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


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    delivered = (
        DeliveryLine.objects.filter(order_line=OuterRef("pk"))
        .values("order_line")
        .annotate(total=Sum("quantity"))
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
    if model._default_manager.count() != given:
        yield f"the numbers of {series} have a gap"


def _wrongly_tracked(lines: QuerySet[Any]) -> Iterator[str]:
    unfinished = (
        lines.filter(kind__in=DELIVERABLE)
        .filter(delivered__lt=F("quantity"))
        .exclude(order__in=OrderCancellation.objects.values("order"))
        .values("order")
    )
    marked = OpenOrder.objects.filter(to_deliver=True).values("pk")
    for pk in Order.objects.filter(pk__in=unfinished).exclude(pk__in=marked)[:100]:
        yield f"{pk} has something to deliver and is not marked so"
    for pk in Order.objects.filter(pk__in=marked).exclude(pk__in=unfinished)[:100]:
        yield f"{pk} is marked to deliver and has nothing left"
