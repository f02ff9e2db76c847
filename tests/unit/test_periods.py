"""The periods of a subscription: without gaps, without overlap, and always the same days."""

from datetime import date, timedelta
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from klantkluis.billing.period_rules import (
    PeriodUnit,
    Rhythm,
    Span,
    due_numbers,
    months_later,
    numbers,
)

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
rhythms = st.builds(Rhythm, days, st.sampled_from(PeriodUnit), st.integers(1, 60), st.booleans())


def firsts(rhythm: Rhythm, count: int) -> list[date]:
    return [rhythm.period(number).first for number in range(1, count + 1)]


def test_a_month_from_the_31st_ends_with_the_month_and_comes_back_to_the_31st() -> None:
    monthly = Rhythm(date(2027, 1, 31), PeriodUnit.MONTH, 1, in_advance=True)
    assert firsts(monthly, 5) == [
        date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30),
        date(2027, 5, 31),
    ]  # fmt: skip
    assert monthly.period(1) == Span(date(2027, 1, 31), date(2027, 2, 27))
    assert monthly.period(2) == Span(date(2027, 2, 28), date(2027, 3, 30))


def test_leap_years_and_years() -> None:
    yearly = Rhythm(date(2028, 2, 29), PeriodUnit.YEAR, 1, in_advance=True)
    assert firsts(yearly, 5)[1:] == [
        date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29),
    ]  # fmt: skip
    assert months_later(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert months_later(date(2027, 1, 31), -2) == date(2026, 11, 30)


def test_quarters_and_weeks() -> None:
    quarters = Rhythm(date(2026, 11, 30), PeriodUnit.QUARTER, 1, in_advance=True)
    assert firsts(quarters, 3) == [date(2026, 11, 30), date(2027, 2, 28), date(2027, 5, 30)]
    fortnights = Rhythm(date(2026, 12, 28), PeriodUnit.WEEK, 2, in_advance=True)
    assert firsts(fortnights, 2) == [date(2026, 12, 28), date(2027, 1, 11)]


@given(rhythms)
def test_each_day_is_in_one_period(rhythm: Rhythm) -> None:
    spans = [rhythm.period(number) for number in range(1, 30)]
    assert spans[0].first == rhythm.starts_on
    assert all(span.first <= span.last for span in spans)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(spans))


@given(rhythms, st.integers(1, 40))
def test_in_advance_is_due_on_the_first_day_and_after_it_on_the_day_after_the_last(
    rhythm: Rhythm, number: int
) -> None:
    span = rhythm.period(number)
    day = span.first if rhythm.in_advance else span.last + timedelta(days=1)
    assert rhythm.due_on(number) == day


@given(rhythms, st.integers(0, 400), st.sets(st.integers(1, 8)))
def test_what_is_due_is_each_period_once_and_none_before_its_day(
    rhythm: Rhythm, later: int, made: set[int]
) -> None:
    today = rhythm.starts_on + timedelta(days=later)
    due = due_numbers(rhythm, ends_on=None, pauses=[], made=made, today=today)
    assert due == sorted(set(due) - made)
    assert all(rhythm.due_on(number) <= today for number in due)
    rest = set(range(1, max(due, default=0) + 1)) - set(due)
    assert rest <= made


def test_nothing_begins_after_the_end_or_within_a_pause() -> None:
    monthly = Rhythm(date(2027, 1, 15), PeriodUnit.MONTH, 1, in_advance=True)
    pauses = [Span(date(2027, 3, 1), date(2027, 4, 14))]
    found = numbers(monthly, ends_on=date(2027, 6, 15), pauses=pauses)
    assert list(found) == [1, 2, 4, 5, 6]
    forever = numbers(monthly, ends_on=None, pauses=[], after=10)
    assert list(islice(forever, 2)) == [11, 12]
