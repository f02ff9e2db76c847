"""When an order was done: from then on the term of its words runs."""

from types import MappingProxyType
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from klantkluis.foundation.latest import latest
from klantkluis.sales.models import (
    Delivery,
    OpenOrder,
    Order,
    OrderCancellation,
    QuoteAcceptance,
    QuoteOrder,
    Return,
    ReturnCancellation,
    ReturnReceipt,
)

WORDS_OF_ORDERS: Final = MappingProxyType(
    {"orders": "pk", "deliveries": "order", "deliveries_abroad": "order", "returns": "order"}
)
"""The kinds of rows that go when an order is done, with the path to the id of that order."""


def unfinished(order: str) -> Q:
    """Give the condition that something of an order is still to be done, or comes back.

    Args:
        order: the path from a row to the id of its order.
    """
    back = open_returns().filter(order=OuterRef(order))
    return Exists(OpenOrder.objects.filter(pk=OuterRef(order))) | Exists(back)


def open_returns() -> QuerySet[Return]:
    """Give the returns that were announced and have not ended."""
    received = ReturnReceipt.objects.filter(returned=OuterRef("pk"))
    called_off = ReturnCancellation.objects.filter(returned=OuterRef("pk"))
    return Return.objects.filter(~Exists(received), ~Exists(called_off))


def with_done_on(orders: QuerySet[Any]) -> QuerySet[Any]:
    """Tell of each order on which day the last thing happened to it: it came, went or ended."""
    done_on = latest(
        (Delivery.objects.all(), "order", "delivered_on"),
        (OrderCancellation.objects.all(), "order", "cancelled_on"),
        (ReturnReceipt.objects.all(), "returned__order", "received_on"),
        or_else="ordered_on",
    )
    found: QuerySet[Any] = orders.annotate(done_on=done_on)
    return found


def with_ended_on(returns: QuerySet[Any]) -> QuerySet[Any]:
    """Tell of each return on which day it came in or was called off; None while it is open."""
    received = ReturnReceipt.objects.filter(returned=OuterRef("pk")).values("received_on")[:1]
    off = ReturnCancellation.objects.filter(returned=OuterRef("pk")).values("cancelled_on")[:1]
    found: QuerySet[Any] = returns.annotate(ended_on=Coalesce(Subquery(received), Subquery(off)))
    return found


def with_agreed_until(rows: QuerySet[Any], quote: str) -> QuerySet[Any]:
    """Tell of what belongs to an accepted quote when its order was done, or else when it was a yes.

    Args:
        quote: the path from a row to the id of its quote.
    """
    ordered = QuoteOrder.objects.filter(quote=OuterRef(OuterRef(quote))).values("order")
    done = with_done_on(Order.objects.filter(pk__in=ordered)).values("done_on")[:1]
    yes = QuoteAcceptance.objects.filter(quote=OuterRef(quote)).values("accepted_on")[:1]
    found: QuerySet[Any] = rows.annotate(done_on=Coalesce(Subquery(done), Subquery(yes)))
    return found
