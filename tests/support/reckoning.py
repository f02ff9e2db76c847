"""What a document adds up to, reckoned a second time: in fractions, by the words of the rule.

Nothing here calls `klantkluis.core`, so that the two can be held against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

type Rate = tuple[str, int]
"""VAT category and basis points."""


@dataclass(frozen=True)
class Reckoned:
    """Cents per line, and net and VAT per rate."""

    lines: tuple[int, ...]
    per_rate: dict[Rate, tuple[int, int]]

    @property
    def net(self) -> int:
        return sum(net for net, _vat in self.per_rate.values())

    @property
    def vat(self) -> int:
        return sum(vat for _net, vat in self.per_rate.values())

    @property
    def gross(self) -> int:
        return self.net + self.vat


def half_up(amount: Fraction) -> int:
    """Round half a cent away from zero."""
    whole, rest = divmod(abs(amount), 1)
    cents = int(whole) + (rest >= Fraction(1, 2))
    return -cents if amount < 0 else cents


def reckon(
    lines: Sequence[tuple[Decimal, Decimal, int, str, int]], *, gross: bool, discount_bp: int
) -> Reckoned:
    """Add up lines of (quantity, unit price, discount, category, rate in basis points)."""
    cents = tuple(
        half_up(Fraction(quantity) * Fraction(price) * 100 * (10_000 - less) / 10_000)
        for quantity, price, less, _category, _rate in lines
    )
    rates = sorted({(line[3], line[4]) for line in lines}, key=lambda rate: (-rate[1], rate[0]))
    sums = [
        sum(amount for amount, line in zip(cents, lines, strict=True) if (line[3], line[4]) == rate)
        for rate in rates
    ]
    after = _less(sums, half_up(Fraction(sum(sums) * discount_bp, 10_000)))
    per_rate = {}
    for (category, rate), amount in zip(rates, after, strict=True):
        vat = half_up(Fraction(amount * rate, 10_000 + (rate if gross else 0)))
        per_rate[category, rate] = (amount - vat if gross else amount, vat)
    return Reckoned(cents, per_rate)


def _less(sums: list[int], discount: int) -> list[int]:
    """Take a discount off in proportion; the cents that are left go to the largest remainders."""
    total = sum(sums)
    if not total:
        return sums
    exact = [Fraction(discount * each, total) for each in sums]
    if any(each < 0 for each in sums) and any(each > 0 for each in sums):
        parts = [half_up(part) for part in exact]
        largest = max(range(len(sums)), key=lambda index: abs(sums[index]))
        parts[largest] += discount - sum(parts)
    else:
        sign = -1 if discount < 0 else 1
        parts = [int(abs(part)) for part in exact]
        order = sorted(
            range(len(sums)), key=lambda index: (-(abs(exact[index]) - parts[index]), index)
        )
        for index in order[: abs(discount) - sum(parts)]:
            parts[index] += 1
        parts = [sign * part for part in parts]
    return [each - part for each, part in zip(sums, parts, strict=True)]
