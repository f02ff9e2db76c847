"""Beside a reduction stands the lowest price of the thirty days before (BPP, art. 5a)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.catalogue.rules import PriceStep, false_reductions, prior_price

START = date(2026, 1, 1)


def step(day: int, price: int, *, cut: bool = False) -> PriceStep:
    return PriceStep(START + timedelta(days=day), Decimal(price), cut)


def prior(steps: list[PriceStep], day: int) -> Decimal | None:
    return prior_price(steps, START + timedelta(days=day))


def test_without_a_reduction_there_is_no_price_of_before():
    assert prior([], 3) is None
    assert prior([step(0, 100)], 3) is None
    assert prior([step(0, 100), step(10, 80)], 10) is None
    assert prior([step(0, 100), step(10, 80, cut=True)], 9) is None
    assert prior([step(0, 100), step(10, 80, cut=True), step(20, 100)], 20) is None


def test_a_cut_stands_beside_the_price_of_before():
    steps = [step(0, 100), step(60, 80, cut=True)]
    assert prior(steps, 60) == 100
    assert prior(steps, 400) == 100, "as long as the cut lasts"


def test_raising_a_price_just_before_a_cut_does_not_help():
    assert prior([step(0, 100), step(50, 150), step(60, 110, cut=True)], 60) == 100


@pytest.mark.parametrize(("raised_on", "lowest"), [(70, 100), (69, 150), (99, 100)])
def test_the_thirty_days_are_counted_to_the_day(raised_on, lowest):
    """A price that was asked on the thirtieth day before counts, one of the day before not."""
    cut_on = 100
    steps = [step(0, 100), step(raised_on + 1, 150), step(cut_on, 90, cut=True)]
    assert prior(steps, cut_on) == lowest


def test_a_cut_after_a_cut_keeps_the_price_of_the_beginning():
    steps = [step(0, 100), step(60, 80, cut=True), step(75, 70, cut=True), step(90, 60, cut=True)]
    assert [prior(steps, day) for day in (60, 75, 90)] == [100, 100, 100]


def test_after_three_months_a_further_cut_is_a_new_one():
    steps = [step(0, 100), step(60, 80, cut=True), step(60 + 93, 70, cut=True)]
    assert prior(steps, 60 + 93) == 80
    within = [step(0, 100), step(60, 80, cut=True), step(60 + 92, 70, cut=True)]
    assert prior(within, 60 + 92) == 100


def test_a_reduction_that_grows_dearer_is_a_new_one_and_untrue():
    steps = [step(0, 100), step(60, 70, cut=True), step(70, 85, cut=True)]
    assert prior(steps, 70) == 70
    assert [each.valid_from for each in false_reductions(steps)] == [steps[2].valid_from]


def test_a_reduction_again_within_thirty_days_is_compared_with_the_one_before():
    steps = [step(0, 100), step(60, 80, cut=True), step(70, 100), step(90, 85, cut=True)]
    assert prior(steps, 90) == 80
    assert len(false_reductions(steps)) == 1
    later = [*steps[:3], step(70 + 31, 85, cut=True)]
    assert prior(later, 70 + 31) == 100
    assert false_reductions(later) == []


def test_of_two_prices_for_one_day_only_the_last_was_asked():
    steps = [step(0, 100), step(60, 10), step(60, 80, cut=True)]
    assert prior(steps, 60) == 100


def test_a_first_price_is_no_reduction():
    assert prior([step(0, 100, cut=True)], 0) is None
    assert len(false_reductions([step(0, 100, cut=True)])) == 1


histories = st.lists(
    st.builds(
        lambda day, price, cut: step(day, price, cut=cut),
        st.integers(0, 200), st.integers(1, 12), st.booleans(),
    ),
    min_size=1, max_size=14,
).map(lambda steps: sorted(steps, key=lambda each: each.valid_from))  # fmt: skip


def by_the_day(steps: list[PriceStep], day: date) -> Decimal | None:
    """Answer the same question from a calendar with a price on each day."""
    calendar: dict[date, PriceStep] = {}
    for number in range(402):
        here = START + timedelta(days=number)
        begun = [each for each in steps if each.valid_from <= here]
        if begun:
            calendar[here] = begun[-1]
    now = calendar.get(day)
    if now is None or not now.is_reduction:
        return None
    first = now
    while True:
        before = calendar.get(first.valid_from - timedelta(days=1))
        if before is None or not before.is_reduction or before.unit_price < first.unit_price:
            break
        if now.valid_from - before.valid_from > timedelta(days=92):
            break
        first = before
    month = [calendar.get(first.valid_from - timedelta(days=n)) for n in range(1, 31)]
    return min((each.unit_price for each in month if each), default=None)


@given(histories, st.integers(0, 260))
def test_the_rule_is_what_a_calendar_says(steps, day):
    here = START + timedelta(days=day)
    assert prior_price(steps, here) == by_the_day(steps, here)


@given(histories, st.integers(0, 260), st.integers(1, 12), st.booleans())
def test_what_is_planned_for_later_changes_nothing_today(steps, day, price, cut):
    here = START + timedelta(days=day)
    later = step(day + 1, price, cut=cut)
    kept = [each for each in steps if each.valid_from <= here]
    assert prior_price([*kept, later], here) == prior_price(kept, here)


@given(histories, st.integers(2, 9))
def test_all_prices_times_two_give_a_price_of_before_times_two(steps, factor):
    """So it does not matter whether it is looked up with or without VAT."""
    day = steps[-1].valid_from
    more = [PriceStep(s.valid_from, s.unit_price * factor, s.is_reduction) for s in steps]
    found = prior_price(steps, day)
    assert prior_price(more, day) == (None if found is None else found * factor)
