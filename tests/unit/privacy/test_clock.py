"""The clock of a request: a month, longer with a reason, and waiting only where the law lets it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.days import answer_due, is_working_day, months_after
from klantkluis.privacy.rules import (
    ARTICLES,
    Facts,
    Ground,
    IdentityMethod,
    Next,
    RequestChannel,
    RequestKind,
    Risk,
    clock_of,
    grounds_for,
    may_extend,
    next_of,
    propose_identity,
)

DAYS = st.dates(date(2018, 5, 25), date(2060, 1, 1))
SPANS = st.integers(0, 400).map(lambda n: timedelta(days=n))
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 1, 30), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 11, 20), date(2026, 12, 21)),
        (date(2026, 11, 25), date(2026, 12, 28)),  # Christmas Day on a Friday
        (date(2028, 1, 31), date(2028, 2, 29)),
    ],
)
def test_a_request_is_due_a_month_later_on_a_working_day(received, due):
    assert clock_of(Facts(received_on=received), received).due_on == due


@given(DAYS, SPANS)
def test_an_answer_is_never_due_before_a_month_and_never_far_after_it(received, gone):
    clock = clock_of(Facts(received_on=received), received + gone)
    month = months_after(received, 1)
    assert month <= clock.due_on <= month + timedelta(days=6)
    assert is_working_day(clock.due_on)
    assert clock.days_left == (clock.due_on - received - gone).days
    assert clock.is_overdue == (received + gone > clock.due_on)


@given(DAYS, st.integers(0, 5), st.integers(0, 200), SPANS)
def test_who_asks_at_once_has_the_clock_wait_for_exactly_the_answer(received, after, wait, gone):
    asked = received + timedelta(days=after)
    known = asked + timedelta(days=wait)
    waiting = clock_of(Facts(received_on=received, asked_on=asked), asked + gone)
    assert waiting.paused_since == asked
    assert not waiting.is_overdue
    assert waiting.days_left == (answer_due(received) - asked).days
    goes_on = clock_of(Facts(received_on=received, asked_on=asked, identified_on=known), known)
    assert goes_on.paused_days == wait
    assert goes_on.due_on == answer_due(received, paused_days=wait)
    assert goes_on.due_on >= answer_due(received)


@given(DAYS, st.integers(6, 60), SPANS)
def test_who_asks_late_has_no_clock_that_waits(received, after, gone):
    facts = Facts(received_on=received, asked_on=received + timedelta(days=after))
    clock = clock_of(facts, received + gone)
    assert (clock.paused_since, clock.due_on) == (None, answer_due(received))


@given(DAYS, st.integers(1, 2), st.integers(0, 60))
def test_an_extension_gives_at_most_three_months_in_all(received, months, paused):
    facts = Facts(
        received_on=received, extended_months=months, asked_on=received,
        identified_on=received + timedelta(days=paused),
    )  # fmt: skip
    clock = clock_of(facts, received)
    latest = months_after(received, 3) + timedelta(days=paused + 6)
    assert answer_due(received) < clock.due_on <= latest


@given(DAYS, SPANS)
def test_a_term_is_extended_once_and_only_while_it_runs(received, gone):
    today = received + gone
    fresh = Facts(received_on=received)
    assert may_extend(fresh, today) == (today <= answer_due(received))
    assert not may_extend(Facts(received_on=received, extended_months=1), today)
    assert not may_extend(Facts(received_on=received, answered_on=today), today)


@given(DAYS, SPANS, SPANS)
def test_an_answer_stops_the_clock_and_tells_whether_it_was_late(received, took, gone):
    facts = Facts(received_on=received, answered_on=received + took)
    clock = clock_of(facts, received + took + gone)
    assert clock.days_left is None
    assert not clock.is_overdue
    assert clock.was_late == (received + took > clock.due_on)
    assert 0 <= clock.used_days <= clock.term_days


def test_what_is_taken_back_has_no_clock_either():
    clock = clock_of(Facts(received_on=DAY, dropped_on=DAY), DAY + timedelta(days=99))
    assert clock.ended_on == DAY
    assert not clock.is_overdue


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("channel", RequestChannel)
def test_who_was_logged_in_is_asked_nothing_more(kind, channel):
    found = propose_identity(kind, channel, logged_in=True)
    assert (found.method, found.risk) == (IdentityMethod.LOGGED_IN, Risk.KNOWN)


@pytest.mark.parametrize(
    ("kind", "channel", "method"),
    [
        (RequestKind.WITHDRAWAL, RequestChannel.PHONE, IdentityMethod.NOT_NEEDED),
        (RequestKind.COMPLAINT, RequestChannel.EMAIL, IdentityMethod.NOT_NEEDED),
        (RequestKind.OBJECTION, RequestChannel.SITE, IdentityMethod.NOT_NEEDED),
        (RequestKind.ACCESS, RequestChannel.PHONE, IdentityMethod.EMAIL_CODE),
        (RequestKind.ACCESS, RequestChannel.LETTER, IdentityMethod.LETTER_CODE),
        (RequestKind.ERASURE, RequestChannel.EMAIL, IdentityMethod.EMAIL_CODE),
        (RequestKind.ERASURE, RequestChannel.COUNTER, IdentityMethod.IN_PERSON),
        (RequestKind.RECTIFICATION, RequestChannel.PHONE, IdentityMethod.KNOWS_DOCUMENT),
    ],
)
def test_what_is_asked_for_identity_is_in_proportion(kind, channel, method):
    assert propose_identity(kind, channel).method is method


def test_without_an_address_that_we_know_a_document_is_asked_for():
    found = propose_identity(
        RequestKind.ACCESS, RequestChannel.EMAIL, has_email=False, has_address=False
    )
    assert found.method is IdentityMethod.KNOWS_DOCUMENT


def test_whoever_withdraws_or_complains_cannot_be_refused():
    assert grounds_for(RequestKind.WITHDRAWAL) == grounds_for(RequestKind.COMPLAINT) == ()
    for kind in set(RequestKind) - {RequestKind.WITHDRAWAL, RequestKind.COMPLAINT}:
        assert Ground.NOT_IDENTIFIED in grounds_for(kind)
        assert all(ARTICLES[ground] for ground in grounds_for(kind))


def test_one_thing_comes_after_another():
    access, at = RequestKind.ACCESS, {"received_on": DAY}
    assert next_of(access, Facts(**at)) is Next.MATCH
    assert next_of(access, Facts(**at, nobody=True)) is Next.ANSWER
    assert next_of(access, Facts(**at, matched=True)) is Next.ASK_WHO
    assert next_of(access, Facts(**at, matched=True, asked_on=DAY)) is Next.HEAR_WHO
    known = {"matched": True, "asked_on": DAY, "identified_on": DAY}
    assert next_of(access, Facts(**at, **known)) is Next.ANSWER
    assert next_of(access, Facts(**at, **known, answered_on=DAY)) is Next.CLOSE
    assert next_of(access, Facts(**at, answered_on=DAY, closed_on=DAY)) is Next.NOTHING
    assert next_of(access, Facts(**at, dropped_on=DAY)) is Next.NOTHING
    assert next_of(RequestKind.COMPLAINT, Facts(**at)) is Next.ANSWER
