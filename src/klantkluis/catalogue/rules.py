"""Decisions about prices and addresses of products, without a database."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Final

from klantkluis.core.names import fold

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


def false_reductions(steps: Sequence[PriceStep]) -> list[PriceStep]:
    """Give the reductions that are none: nothing was asked before them, or not more than this.

    Args:
        steps: every price that there was or is planned, in the order of their days.
    """
    found = []
    for step in _one_a_day(steps):
        if step.is_reduction:
            prior = prior_price(steps, step.valid_from)
            if prior is None or prior <= step.unit_price:
                found.append(step)
    return found


LONGEST_SLUG: Final = 80
"""Of a category; a product's may be longer by the number that makes it the only one."""
_NOT_IN_A_SLUG: Final = re.compile(r"[^a-z0-9]+")


def slug_of(name: str) -> str:
    """Make the part of an address on the internet out of a name: "Café-tafel" is `cafe-tafel`."""
    plain = _NOT_IN_A_SLUG.sub("-", fold(name)).strip("-")
    if len(plain) > LONGEST_SLUG:
        plain = plain[:LONGEST_SLUG].rpartition("-")[0] or plain[:LONGEST_SLUG]
    return plain or "artikel"


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """Give the first of `plank`, `plank-2`, `plank-3` … that nobody has."""
    if wanted not in taken:
        return wanted
    return next(each for n in count(2) if (each := f"{wanted}-{n}") not in taken)
