"""Amounts: integer cents, made from finer values in one place only."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

FULL = 10_000
"""One hundred per cent, in basis points."""


def to_cents(euros: Decimal) -> int:
    """Round an amount in euros to whole cents, half a cent away from zero.

    This is the only place that rounds money. Rounding half away from zero keeps a credit note
    the exact mirror of its invoice, and is the arithmetic rounding that the Dutch tax
    administration accepts.
    """
    return int((euros * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def from_cents(cents: int) -> Decimal:
    """Give cents as euros with two decimals."""
    return Decimal(cents).scaleb(-2)


def share(cents: int, part: int, whole: int) -> int:
    """Give `part / whole` of an amount, in cents.

    Raises:
        ZeroDivisionError: `whole` is 0.
    """
    return to_cents(Decimal(cents) * part / whole / 100)


def allocate(cents: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide an amount over weights so that the parts add up to the amount, to the cent.

    Largest remainder: each part differs less than one cent from its exact share. All weights
    have one sign; with all weights 0 the whole goes to the first.
    """
    if cents < 0:
        return tuple(-part for part in allocate(-cents, weights))
    sizes = [abs(weight) for weight in weights]
    total = sum(sizes)
    if total == 0:
        return tuple(cents if index == 0 else 0 for index in range(len(sizes)))
    parts = [cents * size // total for size in sizes]
    remainders = [cents * size % total for size in sizes]
    by_remainder = sorted(range(len(sizes)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: cents - sum(parts)]:
        parts[index] += 1
    return tuple(parts)
