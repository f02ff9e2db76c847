"""Decisions about stock, without a database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NOTHING = Decimal(0)


class Standing(StrEnum):
    """How a product stands: nothing to do, order more, or fewer than none."""

    FINE = "fine"
    LOW = "low"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is of a product, and what open orders still ask of it."""

    on_hand: Decimal
    reserved: Decimal = NOTHING
    reorder_point: Decimal | None = None

    @property
    def available(self) -> Decimal:
        """What can still be promised; below nothing when more was promised than there is."""
        return self.on_hand - self.reserved

    @property
    def deliverable(self) -> Decimal:
        """What lies there to go out, whoever asked for it."""
        return max(self.on_hand, NOTHING)

    @property
    def short(self) -> Decimal:
        """How much more is promised than there is."""
        return max(-self.available, NOTHING)

    @property
    def to_order(self) -> Decimal:
        """How much brings what is available back to the reorder point, or to nothing."""
        return max((self.reorder_point or NOTHING) - self.available, NOTHING)

    @property
    def standing(self) -> Standing:
        """Whether somebody has to do something."""
        if self.on_hand < 0:
            return Standing.NEGATIVE
        return Standing.LOW if self.to_order else Standing.FINE


def running(before: Decimal, quantities: Iterable[Decimal]) -> Iterator[Decimal]:
    """Give the level after each movement."""
    level = before
    for quantity in quantities:
        level += quantity
        yield level


def shared_out(on_hand: Decimal, wanted: Iterable[Decimal]) -> Iterator[Decimal]:
    """Share out what there is over those who wait, the first first; give each their part."""
    left = max(on_hand, NOTHING)
    for each in wanted:
        part = min(left, each)
        left -= part
        yield part
