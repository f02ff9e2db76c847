"""Questions about returns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from klantkluis.foundation.pages import Sort, keyed
from klantkluis.sales.lines import SoldLine, sold_lines
from klantkluis.sales.lists import ALL, Narrowing
from klantkluis.sales.models import (
    DeliveryLine,
    Order,
    Return,
    ReturnCancellation,
    ReturnLine,
    ReturnReceipt,
    ReturnReceiptLine,
)
from klantkluis.sales.returns.claims import claims_of
from klantkluis.sales.returns.rules import NOTHING, ReturnState, returnable
from klantkluis.sales.stored import ORDER, RETURN
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

NEWEST = Sort("number")


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return in a list."""

    id: int
    number: int
    order_id: int
    order_number: int
    customer_id: int
    announced_on: date
    reason: str
    state: ReturnState


@dataclass(frozen=True, slots=True)
class Returnable:
    """A line of a delivery note of which something can still come back."""

    delivery_line_id: int
    delivery_id: int
    delivery_number: int
    delivered_on: date
    sold: SoldLine
    delivered: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """A line of a return: what was announced and what came in; None until it came in."""

    id: int
    delivery_id: int
    delivery_number: int
    sold: SoldLine
    announced: Decimal
    most: Decimal
    restocked: Decimal | None = None
    written_off: Decimal | None = None
    replaced: Decimal = NOTHING
    moved: bool = False

    @property
    def received(self) -> Decimal | None:
        """How much came in, or None when nobody has received the return."""
        if self.restocked is None or self.written_off is None:
            return None
        return self.restocked + self.written_off


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """Everything of one return. `contents` is empty while the vault is locked."""

    row: ReturnRow
    uid: UUID
    receipt_id: int | None
    received_on: date | None
    cancelled_on: date | None
    lines: tuple[ReturnedLine, ...]
    words_gone: bool
    contents: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it is announced and has not ended."""
        return self.row.state is ReturnState.ANNOUNCED


def return_rows(
    *,
    order_id: int | None = None,
    narrowing: Narrowing = ALL,
    sort: Sort = NEWEST,
    after: tuple[Any, int] | None = None,
    limit: int = 50,
) -> list[ReturnRow]:
    """Give a page of returns, sorted by `number` or `announced_on`, after a key."""
    assert sort.by in {"number", "announced_on"}
    rows = _returns(narrowing).select_related("order")
    if order_id is not None:
        rows = rows.filter(order=order_id)
    return _rows(list(keyed(rows, sort, after)[:limit]))


def customers_of_returns(*, narrowing: Narrowing) -> list[int]:
    """Give the ids of the customers of these returns, each once."""
    rows = _returns(narrowing).order_by()
    return list(rows.values_list("order__customer", flat=True).distinct())


def announced_returns() -> QuerySet[Return]:
    """Give the returns that were announced and have not ended."""
    return _open(Return.objects.all())


def returnable_lines(
    *, order_id: int, vault: VaultSession, purpose: Purpose, delivery_id: int | None = None
) -> list[Returnable]:
    """Give the lines of the delivery notes of an order of which something can still come back."""
    parts = DeliveryLine.objects.filter(delivery__order=order_id).select_related("delivery__order")
    if delivery_id is not None:
        parts = parts.filter(delivery=delivery_id)
    rows = list(parts.order_by("delivery__number", "order_line__position"))
    if not rows:
        return []
    sold = _sold(rows[0].delivery.order_id, vault, purpose)
    claims = claims_of(delivery_line_ids=[row.pk for row in rows])
    found = [
        Returnable(
            delivery_line_id=row.pk,
            delivery_id=row.delivery_id,
            delivery_number=row.delivery.number,
            delivered_on=row.delivery.delivered_on,
            sold=sold[row.order_line_id],
            delivered=row.quantity,
            left=returnable(row.quantity, claims.get(row.pk, ())),
        )
        for row in rows
    ]
    return [each for each in found if each.left > 0]


def return_card(*, return_id: int, vault: VaultSession, purpose: Purpose) -> ReturnCard | None:
    """Give everything of one return, or None when there is no such row."""
    row = Return.objects.select_related("order__customer").filter(pk=return_id).first()
    if row is None:
        return None
    (listed,) = _rows([row])
    receipt = ReturnReceipt.objects.filter(returned=row).first()
    cancelled = ReturnCancellation.objects.filter(returned=row).first()
    return ReturnCard(
        row=listed,
        uid=row.uid,
        receipt_id=receipt.pk if receipt else None,
        received_on=receipt.received_on if receipt else None,
        cancelled_on=cancelled.cancelled_on if cancelled else None,
        lines=_lines(row, vault, purpose, has_come=receipt is not None),
        words_gone=not row.sealed,
        contents=RETURN.open_one(vault, purpose, row) if vault.is_open else {},
    )


def return_of_receipt(*, receipt_id: int) -> tuple[int, int] | None:
    """Give id and number of the return that came in with a receipt."""
    rows = ReturnReceipt.objects.filter(pk=receipt_id)
    return rows.values_list("returned", "returned__number").first()


def _lines(
    row: Return, vault: VaultSession, purpose: Purpose, *, has_come: bool
) -> tuple[ReturnedLine, ...]:
    lines = list(
        ReturnLine.objects.filter(returned=row)
        .select_related("delivery_line__delivery")
        .order_by("delivery_line__order_line__position", "pk")
    )
    sold = _sold(row.order_id, vault, purpose)
    came = {each.return_line_id: each for each in ReturnReceiptLine.objects.filter(
        receipt__returned=row
    )}  # fmt: skip
    claims = claims_of(delivery_line_ids=[each.delivery_line_id for each in lines], but=row.pk)
    found = []
    for each in lines:
        part, received = each.delivery_line, came.get(each.pk)
        found.append(
            ReturnedLine(
                id=each.pk,
                delivery_id=part.delivery_id,
                delivery_number=part.delivery.number,
                sold=sold[part.order_line_id],
                announced=each.quantity,
                most=returnable(part.quantity, claims.get(part.pk, ())),
                restocked=received.restocked if received else NOTHING if has_come else None,
                written_off=received.written_off if received else NOTHING if has_come else None,
                replaced=received.replaced if received else NOTHING,
                moved=bool(received and received.movement_id),
            )
        )
    return tuple(found)


def _sold(order_id: int, vault: VaultSession, purpose: Purpose) -> dict[int, SoldLine]:
    """Give the lines of an order by id, with their own words while the vault is open."""
    texts: Mapping[str, str] = {}
    if vault.is_open:
        order = Order.objects.select_related("customer").get(pk=order_id)
        texts = ORDER.open_one(vault, purpose, order).get("line_texts", {})
    return {line.id: line for line in sold_lines([order_id], texts)[order_id]}


def _open(rows: QuerySet[Return]) -> QuerySet[Return]:
    came = ReturnReceipt.objects.values("returned")
    return rows.exclude(pk__in=came).exclude(pk__in=ReturnCancellation.objects.values("returned"))


def _returns(narrowing: Narrowing) -> QuerySet[Return]:
    rows = Return.objects.all()
    if narrowing.ids is not None:
        rows = rows.filter(pk__in=narrowing.ids)
    if narrowing.customer_ids is not None:
        rows = rows.filter(order__customer__in=narrowing.customer_ids)
    if narrowing.number is not None:
        rows = rows.filter(number=narrowing.number)
    if narrowing.days is not None:
        rows = rows.filter(announced_on__range=(narrowing.days.first, narrowing.days.last))
    if narrowing.only == ReturnState.ANNOUNCED:
        rows = _open(rows)
    elif narrowing.only == ReturnState.RECEIVED:
        rows = rows.filter(pk__in=ReturnReceipt.objects.values("returned"))
    elif narrowing.only == ReturnState.CANCELLED:
        rows = rows.filter(pk__in=ReturnCancellation.objects.values("returned"))
    return rows


def _rows(page: Collection[Return]) -> list[ReturnRow]:
    ids = [row.pk for row in page]
    received, cancelled = (
        set(model._default_manager.filter(returned__in=ids).values_list("returned", flat=True))
        for model in (ReturnReceipt, ReturnCancellation)
    )
    return [
        ReturnRow(
            id=row.pk,
            number=row.number,
            order_id=row.order_id,
            order_number=row.order.number,
            customer_id=row.order.customer_id,
            announced_on=row.announced_on,
            reason=row.reason,
            state=ReturnState.of(received=row.pk in received, cancelled=row.pk in cancelled),
        )
        for row in page
    ]
