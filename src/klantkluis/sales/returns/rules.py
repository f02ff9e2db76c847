"""Decisions about returns, without a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NOTHING = Decimal(0)


class ReturnState(StrEnum):
    """How far a return is; it follows from the facts."""

    ANNOUNCED = "announced"
    RECEIVED = "received"
    CANCELLED = "cancelled"

    @classmethod
    def of(cls, *, received: bool, cancelled: bool) -> "ReturnState":
        """Give the state that follows from what happened."""
        if received:
            return cls.RECEIVED
        return cls.CANCELLED if cancelled else cls.ANNOUNCED


@dataclass(frozen=True, slots=True)
class Claim:
    """How much of a delivery line one return is about: announced, and what came in of it.

    `received` is None until the return came in; then only what came in counts.
    """

    announced: Decimal
    received: Decimal | None = None

    @property
    def quantity(self) -> Decimal:
        """How much of the delivery line it takes."""
        return self.announced if self.received is None else self.received


def returnable(delivered: Decimal, claims: Iterable[Claim]) -> Decimal:
    """Give how much of a delivery line can still come back; never less than nothing."""
    return max(delivered - sum((each.quantity for each in claims), NOTHING), NOTHING)
