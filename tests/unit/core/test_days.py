"""Easter, public holidays, and the working day on which a term of the law ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.days import easter, holidays, is_working_day, next_working_day


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2008, 3, 23), (2024, 3, 31), (2025, 4, 20),
        (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2285, 3, 22),
    ],
)  # fmt: skip
def test_easter_is_when_the_church_celebrates_it(year, month, day):
    assert easter(year) == date(year, month, day)


@given(st.integers(min_value=1583, max_value=4000))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    day = easter(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


def test_the_holidays_of_a_year_are_those_of_the_law():
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 5),
        date(2026, 5, 14), date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 26),
    ]  # fmt: skip


def test_the_birthday_of_the_king_is_never_celebrated_on_a_sunday():
    assert date(2025, 4, 26) in holidays(2025)
    assert date(2025, 4, 27) not in holidays(2025)


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_a_term_that_ends_on_a_free_day_ends_on_the_next_working_day(day, ends):
    assert next_working_day(day) == ends


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_no_working_day_is_skipped(day):
    ends = next_working_day(day)
    assert is_working_day(ends)
    between = (day + timedelta(days=n) for n in range((ends - day).days))
    assert not any(is_working_day(each) for each in between)
