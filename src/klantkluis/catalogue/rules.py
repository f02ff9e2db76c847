"""Decisions about prices, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

LOOKS_BACK: Final = timedelta(days=30)
"""How long before a reduction the price that it is compared with must have been asked at least
(Besluit prijsaanduiding producten, art. 5a)."""
PROGRESSIVE: Final = timedelta(days=92)
"""A series of cuts of at most some three months counts as one; after that it is a new one."""


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A price from a day on; `is_reduction` when it is told to the public as a cut."""

    valid_from: date
    unit_price: Decimal
    is_reduction: bool = False


def prior_price(steps: Sequence[PriceStep], day: date) -> Decimal | None:
    """Give the price that must stand beside a reduction that holds on a day; None without one.

    It is the lowest price of the thirty days before the cut. When the price is cut further and
    further, it is that before the first of those cuts, for at most three months (Besluit
    prijsaanduiding producten, art. 5a).

    Args:
        steps: every price that there was, in the order of their days.
    """
    begun = _one_a_day([step for step in steps if step.valid_from <= day])
    if not begun or not begun[-1].is_reduction:
        return None
    first = len(begun) - 1
    while (
        first > 0
        and begun[first - 1].is_reduction
        and begun[first].unit_price <= begun[first - 1].unit_price
        and begun[-1].valid_from - begun[first - 1].valid_from <= PROGRESSIVE
    ):
        first -= 1
    cut_on = begun[first].valid_from
    before = [
        step.unit_price
        for place, step in enumerate(begun[:first])
        if begun[place + 1].valid_from > cut_on - LOOKS_BACK
    ]
    return min(before, default=None)


def _one_a_day(steps: Sequence[PriceStep]) -> list[PriceStep]:
    """Keep the last of the prices that begin on one day: the others never held."""
    return list({step.valid_from: step for step in steps}.values())
