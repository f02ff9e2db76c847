"""Seventy-two hours are hours: weekends, holidays and the change of the clock count."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.privacy.breach_rules import (
    HOURS,
    Risk,
    State,
    clock,
    due_at,
    is_late,
    missing_to_close,
)

FRIDAY = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
moments = st.integers(0, 10**9).map(lambda n: FRIDAY + timedelta(seconds=n))


def test_a_breach_of_friday_afternoon_is_reported_by_monday_afternoon():
    found = clock(FRIDAY, FRIDAY + timedelta(hours=1))
    assert found.due_at == datetime(2026, 11, 23, 17, 5, tzinfo=UTC)
    assert (found.state, found.hours_left) == (State.RUNNING, 71)


def test_an_hour_more_or_less_at_the_change_of_the_clock_changes_nothing():
    before = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)
    assert due_at(before) - before == timedelta(hours=72)


@pytest.mark.parametrize(
    ("after", "state", "left"),
    [(0, State.RUNNING, 72), (47.5, State.RUNNING, 25), (48, State.SOON, 24),
     (71.5, State.SOON, 1), (72, State.SOON, 0), (72.5, State.LATE, -1), (80, State.LATE, -8)],
)  # fmt: skip
def test_the_hours_that_are_left(after, state, left):
    found = clock(FRIDAY, FRIDAY + timedelta(hours=after))
    assert (found.state, found.hours_left) == (state, left)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_the_clock_only_goes_down_and_is_drawn_within_its_bounds(known, passed):
    now, later = clock(known, known + passed), clock(known, known + passed + timedelta(hours=1))
    assert later.hours_left == now.hours_left - 1 or {now.hours_left, later.hours_left} == {0, -1}
    assert 0 <= now.part_gone <= later.part_gone <= 100
    assert (now.state is State.LATE) == (passed > timedelta(hours=HOURS))
    assert now.runs


@given(moments, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_report_stops_the_clock_and_a_late_one_stays_late(known, passed):
    reported = known + passed
    found = clock(known, known + timedelta(days=300), reported_at=reported)
    late = is_late(known, reported)
    assert found.state is (State.REPORTED_LATE if late else State.REPORTED)
    assert not found.runs


def test_without_a_risk_nothing_has_to_be_reported():
    assert clock(FRIDAY, FRIDAY, risk=Risk.NONE).state is State.NOT_NEEDED
    assert clock(FRIDAY, FRIDAY, risk=Risk.HIGH).state is State.RUNNING
    assert clock(FRIDAY, FRIDAY + timedelta(days=9), closed=True).state is State.CLOSED


@pytest.mark.parametrize(
    ("risk", "reported", "told", "measures", "missing"),
    [
        (None, False, False, False, ("decision", "measures")),
        (Risk.NONE, False, False, True, ()),
        (Risk.RISK, False, False, True, ("report",)),
        (Risk.RISK, True, False, True, ()),
        (Risk.HIGH, False, False, True, ("report", "told")),
        (Risk.HIGH, True, True, True, ()),
    ],
)
def test_what_the_law_still_asks(risk, reported, told, measures, missing):
    said = {"risk": risk, "reported": reported, "told": told, "measures": measures}
    assert missing_to_close(**said) == missing
