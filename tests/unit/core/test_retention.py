"""When something may go, and the other way around: what may go today."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES, TermRule, goes_on, over_from

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
LENGTHS = st.integers(1, 130)
BOOKS = RULES[Term.BOOKS]
RELATION = RULES[Term.RELATION]


def test_what_is_of_a_book_year_is_kept_for_seven_whole_years():
    """AWR art. 52(4)."""
    assert goes_on(BOOKS, date(2026, 1, 1)) == date(2034, 1, 1)
    assert goes_on(BOOKS, date(2026, 12, 31)) == date(2034, 1, 1)
    assert over_from(BOOKS, date(2033, 12, 31)) == date(2025, 12, 31)
    assert over_from(BOOKS, date(2034, 1, 1)) == date(2026, 12, 31)


def test_what_is_sold_under_the_one_stop_shop_is_kept_for_ten():
    """Directive 2006/112/EC, art. 369k(2)."""
    assert goes_on(RULES[Term.BOOKS_TEN], date(2026, 5, 1)) == date(2037, 1, 1)


def test_a_term_that_ends_in_a_shorter_month_ends_on_its_last_day():
    assert goes_on(RELATION, date(2024, 2, 29), months=12) == date(2025, 2, 28)
    assert over_from(RELATION, date(2025, 2, 28), months=12) == date(2024, 2, 29)
    assert over_from(RELATION, date(2025, 2, 27), months=12) == date(2024, 2, 27)


@given(today=DAYS, months=LENGTHS, year_end=st.booleans())
def test_the_last_day_that_is_over_is_over_and_the_next_is_not(today, months, year_end):
    length = 12 * max(months // 12, 1) if year_end else months
    rule = TermRule(length, "it", from_year_end=year_end)
    last = over_from(rule, today)
    assert goes_on(rule, last) <= today < goes_on(rule, last + timedelta(days=1))


@given(since=DAYS, today=DAYS, term=st.sampled_from([t for t, r in RULES.items() if r.months]))
def test_both_ways_of_asking_give_the_same_answer(since, today, term):
    rule = RULES[term]
    assert (since <= over_from(rule, today)) == (goes_on(rule, since) <= today)
