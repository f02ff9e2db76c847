"""Decisions about the periods of a subscription, without a database.

Periods are counted from one and follow from the first day alone, so that whatever runs when, a
period is always the same days.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

A_DAY = timedelta(days=1)


class PeriodUnit(StrEnum):
    """What the periods of a subscription are counted in."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it is; none for a week."""
        return {"week": 0, "month": 1, "quarter": 3, "year": 12}[self.value]


@dataclass(frozen=True, slots=True)
class Span:
    """From and until, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a subscription is billed: every so many units from a day, before or after each."""

    starts_on: date
    unit: PeriodUnit
    every: int
    in_advance: bool

    def period(self, number: int) -> Span:
        """Give the days of a period: a month from the 31st ends before the 28th of February, and
        the next begins on the 28th; the one after that begins on the 31st again."""
        return Span(self._start(number), self._start(number + 1) - A_DAY)

    def due_on(self, number: int) -> date:
        """Give the day on which a period is billed."""
        span = self.period(number)
        return span.first if self.in_advance else span.last + A_DAY

    def _start(self, number: int) -> date:
        steps = (number - 1) * self.every
        if self.unit is PeriodUnit.WEEK:
            return self.starts_on + timedelta(weeks=steps)
        return months_later(self.starts_on, steps * self.unit.months)


def months_later(day: date, months: int) -> date:
    """Give the same day of the month so many months later, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_paused(span: Span, pauses: Sequence[Span]) -> bool:
    """Tell whether a period is not billed, since it begins within a pause."""
    return any(pause.first <= span.first <= pause.last for pause in pauses)


def numbers(
    rhythm: Rhythm, *, ends_on: date | None, pauses: Sequence[Span], after: int = 0
) -> Iterator[int]:
    """Give the periods that are billed after one, in order: none that begins after the end."""
    number = after + 1
    while ends_on is None or rhythm.period(number).first <= ends_on:
        span = rhythm.period(number)
        if span.first.year > date.max.year - 100:
            return
        if not is_paused(span, pauses):
            yield number
        number += 1


def due_numbers(
    rhythm: Rhythm,
    *,
    ends_on: date | None,
    pauses: Sequence[Span],
    made: Collection[int],
    today: date,
) -> list[int]:
    """Give the periods that have to be billed by now and are not, in order."""
    found = []
    for number in numbers(rhythm, ends_on=ends_on, pauses=pauses):
        if rhythm.due_on(number) > today:
            break
        if number not in made:
            found.append(number)
    return found
