"""Truths about returns, and about the stock that deliveries and returns moved."""

from collections.abc import Iterator
from itertools import batched

from django.db.models import F, Q

from klantkluis.catalogue.stock.queries import moved_by_documents
from klantkluis.foundation.streams import CHUNK
from klantkluis.sales.models import (
    DeliveryLine,
    ReturnCancellation,
    ReturnLine,
    ReturnReceipt,
    ReturnReceiptLine,
)
from klantkluis.sales.returns.claims import claims_of
from klantkluis.sales.returns.rules import NOTHING

AT_ONCE = 500


def broken_returns() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of returns or of moved stock."""
    yield from _astray()
    yield from _too_much()
    yield from _moved_otherwise()


def _astray() -> Iterator[str]:
    lines = ReturnLine.objects.exclude(returned__order=F("delivery_line__delivery__order"))
    for pk in lines.values_list("pk", flat=True)[:100]:
        yield f"return line {pk} is about another order"
    received = ReturnReceiptLine.objects.exclude(return_line__returned=F("receipt__returned"))
    for pk in received.values_list("pk", flat=True)[:100]:
        yield f"received line {pk} is about another return"
    both = ReturnReceipt.objects.filter(returned__in=ReturnCancellation.objects.values("returned"))
    for pk in both.values_list("returned", flat=True)[:100]:
        yield f"return row {pk} both came in and was called off"


def _too_much() -> Iterator[str]:
    """Nothing comes back that did not go out, and nothing comes back twice.

    Quantities are compared here and not in SQL: SQLite adds them up in binary.
    """
    ids = ReturnLine.objects.order_by("delivery_line").values_list("delivery_line", flat=True)
    for some in batched(ids.distinct().iterator(CHUNK), AT_ONCE, strict=False):
        claims = claims_of(delivery_line_ids=some)
        rows = DeliveryLine.objects.filter(pk__in=some).order_by("pk")
        for pk, delivered in rows.values_list("pk", "quantity"):
            mine = claims.get(pk, [])
            if sum((each.received or NOTHING for each in mine), NOTHING) > delivered:
                yield f"more came back than went out of delivery line {pk}"
            elif sum((each.quantity for each in mine), NOTHING) > delivered:
                yield f"more is announced to come back than went out of delivery line {pk}"
    lines = ReturnReceiptLine.objects.values_list(
        "pk", "restocked", "written_off", "replaced", "unbilled"
    )
    for pk, restocked, written_off, replaced, unbilled in lines.iterator(CHUNK):
        if max(replaced, unbilled) > restocked + written_off:
            yield f"more is replaced or never billed than came in with received line {pk}"


def _moved_otherwise() -> Iterator[str]:
    """Each movement of the stock by a document is what the document says, and of one line."""
    out = DeliveryLine.objects.filter(movement__isnull=False)
    wrong = ~Q(movement__kind="delivery") | ~Q(movement__product=F("order_line__product"))
    for pk in out.filter(wrong | ~Q(movement__quantity=-F("quantity"))).values_list(
        "pk", flat=True
    )[:100]:
        yield f"delivery line {pk} and its movement of stock differ"
    back = ReturnReceiptLine.objects.filter(movement__isnull=False)
    product = F("return_line__delivery_line__order_line__product")
    wrong = ~Q(movement__kind="return") | ~Q(movement__product=product)
    for pk in back.filter(wrong | ~Q(movement__quantity=F("restocked"))).values_list(
        "pk", flat=True
    )[:100]:
        yield f"received line {pk} and its movement of stock differ"
    for some in batched(moved_by_documents(), AT_ONCE, strict=False):
        named = {
            pk
            for model in (DeliveryLine, ReturnReceiptLine)
            for pk in model._default_manager.filter(movement__in=some).values_list(
                "movement", flat=True
            )
        }
        for pk in sorted(set(some) - named):
            yield f"no delivery or return names stock movement {pk}"
