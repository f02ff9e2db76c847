"""Truths about quotes, orders and returns that hold for all rows, always."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from klantkluis.foundation.models import NumberSeries
from klantkluis.foundation.streams import CHUNK, Groups
from klantkluis.sales.models import (
    DELIVERABLE,
    Delivery,
    DeliveryLine,
    OpenOrder,
    OpenQuote,
    Order,
    OrderCancellation,
    OrderLine,
    Quote,
    QuoteAcceptance,
    QuoteChoice,
    QuoteFollowUp,
    QuoteLine,
    QuoteOrder,
    QuoteRefusal,
    QuoteSending,
    QuoteVersion,
    Return,
    ReturnReceiptLine,
)
from klantkluis.sales.returns.invariants import broken_returns
from klantkluis.sales.rules import NOTHING


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    stray = DeliveryLine.objects.exclude(order_line__order=F("delivery__order"))
    for pk in stray.values_list("pk", flat=True)[:100]:
        yield f"delivery line {pk} belongs to another order"
    numbered = (
        (Order, "order"), (Delivery, "delivery note"), (Quote, "quote"), (Return, "return"),
    )  # fmt: skip
    for model, series in numbered:
        yield from _gaps(model, series)
    yield from broken_returns()
    yield from _wrongly_delivered()
    yield from _wrong_versions()
    yield from _wrong_answers()
    yield from _wrongly_open()


def _gaps(model: type[Order | Delivery | Quote | Return], series: str) -> Iterator[str]:
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
        for pk, kind, quantity, delivered, again in lines.of(order_id):
            out = (delivered or NOTHING) - (again or NOTHING)
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
    of_line = "return_line__delivery_line__order_line"
    replaced = (
        ReturnReceiptLine.objects.filter(**{of_line: OuterRef("pk")})
        .values(of_line)
        .annotate(total=Sum("replaced"))
        .values("total")
    )
    return OrderLine.objects.order_by("order", "position").values_list(
        "order", "pk", "kind", "quantity", Subquery(delivered), Subquery(replaced)
    )


def _wrong_versions() -> Iterator[str]:
    """Versions are counted from one without a gap, and what was issued offers something firm."""
    counted = QuoteVersion.objects.values("quote").annotate(n=Count("pk"), last=Max("version"))
    for pk in counted.exclude(n=F("last")).values_list("quote", flat=True)[:100]:
        yield f"the versions of quote row {pk} have a gap"
    firm = QuoteLine.objects.filter(version=OuterRef("version"), optional=False)
    empty = QuoteSending.objects.filter(~Exists(firm))
    for pk in empty.values_list("version", flat=True)[:100]:
        yield f"quote version row {pk} was issued and offers nothing"


def _wrong_answers() -> Iterator[str]:
    """A quote has one answer, to an issued version of its own, and an order after a yes only."""
    sent = QuoteSending.objects.values("version")
    for model in (QuoteAcceptance, QuoteRefusal):
        unheard = model._default_manager.exclude(version__in=sent, version__quote=F("quote"))
        for pk in unheard.values_list("quote", flat=True)[:100]:
            yield f"quote row {pk} was answered and its version was not issued"
    both = QuoteAcceptance.objects.filter(quote__in=QuoteRefusal.objects.values("quote"))
    for pk in both.values_list("quote", flat=True)[:100]:
        yield f"quote row {pk} was both accepted and refused"
    stray = QuoteChoice.objects.exclude(line__optional=True, line__version=F("acceptance__version"))
    for pk in stray.values_list("line", flat=True)[:100]:
        yield f"quote line {pk} was chosen and is no option of what was accepted"
    accepted = QuoteAcceptance.objects.values("quote")
    for pk in QuoteOrder.objects.exclude(quote__in=accepted).values_list("pk", flat=True)[:100]:
        yield f"order row {pk} comes from a quote that was not accepted"
    ordered = QuoteOrder.objects.annotate(
        buyer=Coalesce("order__customer__merged_into", "order__customer"),
        asked=Coalesce("quote__customer__merged_into", "quote__customer"),
    )
    for pk in ordered.exclude(buyer=F("asked")).values_list("pk", flat=True)[:100]:
        yield f"order row {pk} comes from a quote of another customer"


def _wrongly_open() -> Iterator[str]:
    """What waits for an answer is marked so, with the days of the version that the customer has."""
    answered = Q(quote__in=QuoteAcceptance.objects.values("quote")) | Q(
        quote__in=QuoteRefusal.objects.values("quote")
    )
    marks = Groups(
        OpenQuote.objects.order_by("pk")
        .values_list("pk", "valid_until", "follow_up_on")
        .iterator(CHUNK)
    )
    waiting = Groups(
        QuoteVersion.objects.filter(pk__in=QuoteSending.objects.values("version"))
        .exclude(answered)
        .annotate(
            next_on=Subquery(_last_follow_up("next_on")), asked=Subquery(_last_follow_up("pk"))
        )
        .order_by("quote", "version")
        .values_list("quote", "valid_until", "follow_up_on", "next_on", "asked")
        .iterator(CHUNK)
    )
    for quote_id in Quote.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        *_before, last = [None, *waiting.of(quote_id)]
        mark = next(iter(marks.of(quote_id)), None)
        if last is None:
            if mark is not None:
                yield f"quote row {quote_id} is marked to wait for an answer and does not"
            continue
        until, first, then, asked = last
        if mark is None:
            yield f"quote row {quote_id} waits for an answer and is not marked so"
        elif tuple(mark) != (until, then if asked else first):
            yield f"the days of open quote row {quote_id} differ from its version"


def _last_follow_up(column: str) -> Any:
    rows = QuoteFollowUp.objects.filter(version=OuterRef("pk"))
    return rows.order_by("-pk").values(column)[:1]
