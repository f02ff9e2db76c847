"""Decisions about deliveries, without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = Decimal(0)
QUANTITY_DECIMALS, PRICE_DECIMALS = 3, 4


@dataclass(frozen=True, slots=True)
class Delivered:
    """How much of one order line went out with one delivery, and what came back of that.

    Of what came back, `replaced` goes out once more, and `unbilled` is never to be billed.
    """

    delivery_line_id: int
    delivered_on: date
    quantity: Decimal
    returned: Decimal = NOTHING
    replaced: Decimal = NOTHING
    unbilled: Decimal = NOTHING

    @property
    def kept(self) -> Decimal:
        """How much of it counts as delivered: what is to be replaced has yet to go out."""
        return self.quantity - self.replaced

    @property
    def to_bill(self) -> Decimal:
        """How much of it belongs on invoices."""
        return self.kept - self.unbilled


def undelivered(ordered: Decimal, delivered: Iterable[Decimal]) -> Decimal:
    """Give how much of an order line still has to go out; never less than nothing."""
    return max(ordered - sum(delivered, NOTHING), NOTHING)


def left_after(ordered: Decimal, delivered: Sequence[Delivered], delivery_line_id: int) -> Decimal:
    """Give how much of an order line still had to go out after one delivery, later ones aside.

    The ids of delivery lines rise with time, since an order is locked while it is delivered on.
    """
    until = (each.quantity for each in delivered if each.delivery_line_id == delivery_line_id)
    before = (each.kept for each in delivered if each.delivery_line_id < delivery_line_id)
    return undelivered(ordered, (*before, *until))


def finer(value: Decimal, decimals: int) -> bool:
    """Tell whether a value says more than fits in so many decimals."""
    return value != round(value, decimals)
