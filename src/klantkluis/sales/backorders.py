"""What open orders still ask of the stock, who waits, and what of it can go out now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from klantkluis.catalogue.stock.queries import (
    StockRow,
    keeps_any_stock,
    levels,
    low_by_themselves,
    negative,
)
from klantkluis.catalogue.stock.rules import Stock, shared_out
from klantkluis.sales.lines import CAME_BACK, SoldLine
from klantkluis.sales.models import DeliveryLine, OpenOrder, OrderLine, ReturnReceiptLine
from klantkluis.sales.rules import NOTHING


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits for a product: how much, and how much of it can go out now."""

    order_id: int
    order_number: int
    customer_id: int
    ordered_on: date
    open_quantity: Decimal
    deliverable: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Stocked:
    """A product that keeps stock, with what open orders ask of it."""

    row: StockRow
    stock: Stock

    @property
    def id(self) -> int:
        """The id of the product."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class BackOrder:
    """A product of which open orders ask more than there is, and who waits, the oldest first."""

    product: Stocked
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class StockCounts:
    """How many products ask for attention, and how many open orders wait for what is short."""

    low: int = 0
    negative: int = 0


@dataclass(frozen=True, slots=True)
class Availability:
    """What can go out of one order line: `free` is what others that came before leave of it."""

    on_hand: Decimal
    free: Decimal
    open_quantity: Decimal

    @property
    def now(self) -> Decimal:
        """How much of the line can go out now."""
        return max(min(self.free, self.open_quantity), NOTHING)

    @property
    def short(self) -> bool:
        """Whether the line asks more than is free."""
        return self.free < self.open_quantity


def waiting_for(*, product_ids: Collection[int] | None = None) -> dict[int, list[Waiting]]:
    """Give which open orders wait for which products that keep stock, the oldest order first."""
    if product_ids is not None and not product_ids:
        return {}
    lines = OrderLine.objects.filter(
        product__keeps_stock=True, order__in=OpenOrder.objects.filter(to_deliver=True).values("pk")
    )
    if product_ids is not None:
        lines = lines.filter(product__in=product_ids)
    gone: dict[int, Decimal] = {}
    parts = DeliveryLine.objects.filter(order_line__in=lines.values("pk"))
    parts = parts.annotate(to_replace=CAME_BACK["to_replace"])
    for pk, quantity, replaced in parts.values_list("order_line", "quantity", "to_replace"):
        gone[pk] = gone.get(pk, NOTHING) + quantity - replaced
    found: dict[int, list[Waiting]] = {}
    for line in lines.select_related("order").order_by("order__number", "position"):
        left, order = line.quantity - gone.get(line.pk, NOTHING), line.order
        if left > 0 and line.product_id is not None:
            waiting = Waiting(order.pk, order.number, order.customer_id, order.ordered_on, left)
            found.setdefault(line.product_id, []).append(waiting)
    return found


def reserved(*, product_ids: Collection[int] | None = None) -> dict[int, Decimal]:
    """Give what open orders still ask of products that keep stock; left out where nothing is."""
    waiting = waiting_for(product_ids=product_ids)
    return {
        pk: sum((each.open_quantity for each in orders), NOTHING) for pk, orders in waiting.items()
    }


def stocked(rows: Collection[StockRow]) -> list[Stocked]:
    """Put beside products what open orders ask of them, in their order."""
    asked = reserved(product_ids=[row.id for row in rows])
    return [
        Stocked(row, Stock(row.on_hand, asked.get(row.id, NOTHING), row.reorder_point))
        for row in rows
    ]


def short_ids() -> set[int]:
    """Give the products of which more has to be ordered, or of which there are fewer than none."""
    if not keeps_any_stock():
        return set()
    asked = reserved()
    known = levels(product_ids=list(asked))
    short = {
        pk for pk, row in known.items() if Stock(row.on_hand, asked[pk], row.reorder_point).to_order
    }
    return short | low_by_themselves()


def stock_counts() -> StockCounts:
    """Count the products that ask for attention."""
    short = short_ids()
    if not short:
        return StockCounts()
    below = negative()
    return StockCounts(low=len(short - below), negative=len(below))


def backorders() -> list[BackOrder]:
    """Give the products of which open orders ask more than there is, by article number.

    What there is goes to the oldest order first.
    """
    waiting = waiting_for()
    found = []
    for product in stocked(sorted(levels(product_ids=list(waiting)).values(), key=_sku)):
        if product.stock.short:
            orders = waiting[product.row.id]
            parts = shared_out(product.row.on_hand, (each.open_quantity for each in orders))
            found.append(BackOrder(product, tuple(map(_with, orders, parts))))
    return found


def short_orders() -> set[int]:
    """Give the open orders that cannot all go out now, by what there is and who came before."""
    return {
        each.order_id
        for product in backorders()
        for each in product.waiting
        if each.deliverable < each.open_quantity
    }


def availability(*, order_id: int, lines: Collection[SoldLine]) -> dict[int, Availability]:
    """Give what can go out of the lines of an order that keep stock, by the id of the line.

    Orders that came before have first claim; lines of the same product share what is left.
    """
    mine = [line for line in lines if line.product_id and line.undelivered_quantity]
    known = levels(product_ids={line.product_id for line in mine if line.product_id})
    if not known:
        return {}
    waiting = waiting_for(product_ids=list(known))
    free = {pk: row.on_hand - _before(order_id, waiting.get(pk, ())) for pk, row in known.items()}
    found = {}
    for line in mine:
        if line.product_id in known:
            left = free[line.product_id]
            open_quantity = line.undelivered_quantity
            on_hand = known[line.product_id].on_hand
            found[line.id] = Availability(on_hand, max(left, NOTHING), open_quantity)
            free[line.product_id] = left - found[line.id].now
    return found


def documents_of(*, movement_ids: Collection[int]) -> Mapping[int, tuple[str, int, int]]:
    """Give what moved the stock: kind of document, its id and its number, by movement."""
    deliveries = DeliveryLine.objects.filter(movement__in=movement_ids).values_list(
        "movement", "delivery", "delivery__number"
    )
    returns = ReturnReceiptLine.objects.filter(movement__in=movement_ids).values_list(
        "movement", "receipt__returned", "receipt__returned__number"
    )
    return {
        movement: (kind, pk, number)
        for kind, rows in (("delivery", deliveries), ("return", returns))
        for movement, pk, number in rows
    }


def _before(order_id: int, waiting: Collection[Waiting]) -> Decimal:
    """Add up what orders ask that came before an order."""
    number = next((each.order_number for each in waiting if each.order_id == order_id), None)
    earlier = (each for each in waiting if number is None or each.order_number < number)
    return sum((each.open_quantity for each in earlier), NOTHING)


def _with(order: Waiting, part: Decimal) -> Waiting:
    return replace(order, deliverable=part)


def _sku(row: StockRow) -> str:
    return row.sku
