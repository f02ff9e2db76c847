"""What answers of a mail server mean, and where a mail stands: facts in, verdicts out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.mail import (
    ABOUT_THE_MAIL,
    GIVEN_UP,
    WAITS,
    Facts,
    Outcome,
    State,
    Step,
    enhanced_code,
    filled_in,
    next_try,
    odd_placeholders,
    outcome_of,
    redacted,
    state_of,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def state(began: datetime | None = NOW, outcome: str = "", **known: Any) -> State:
    return state_of(Facts(began_at=began, outcome=outcome, **known), NOW)


@given(st.sampled_from(Step), st.integers(0, 999))
def test_only_a_yes_to_the_whole_mail_is_a_yes(step: Step, code: int) -> None:
    outcome = outcome_of(step, code)
    yes = step is Step.HANDED_OVER and 200 <= code < 300
    assert (outcome is Outcome.ACCEPTED) == yes
    if outcome is Outcome.REFUSED:
        assert step in ABOUT_THE_MAIL
    if outcome is Outcome.POSTPONED and step is Step.HANDED_OVER:
        assert 400 <= code < 500  # the server said so; a lost connection says nothing


def test_a_state_follows_from_the_facts() -> None:
    assert state(None) is State.QUEUED
    assert state() is State.GOING_ON
    assert state(NOW - GIVEN_UP) is State.UNKNOWN
    assert state(NOW - timedelta(days=9), again=True) is State.QUEUED
    assert state(outcome="refused") is State.REFUSED
    assert state(outcome="refused", settled=True) is State.SETTLED
    assert state(outcome="accepted", settled=True, again=True) is State.ACCEPTED
    assert state(outcome="accepted", bounced=True) is State.BOUNCED
    assert state(outcome="accepted", bounced=True, settled=True) is State.SETTLED
    assert state(outcome="postponed", tries=len(WAITS)) is State.POSTPONED
    assert state(outcome="postponed", tries=len(WAITS) + 1) is State.GIVEN_UP
    assert state(outcome="postponed", tries=len(WAITS) + 1, again=True) is State.QUEUED


def test_the_waits_grow_and_come_to_two_days() -> None:
    assert list(WAITS) == sorted(set(WAITS))
    assert timedelta(hours=44) < sum(WAITS, timedelta()) <= timedelta(days=2)
    assert next_try(NOW, 1) == NOW + timedelta(minutes=5)
    assert next_try(NOW, len(WAITS)) == NOW + WAITS[-1]
    assert next_try(NOW, len(WAITS) + 1) is None
    assert next_try(NOW, 0) is None


@pytest.mark.parametrize(
    ("said", "code"),
    [("5.1.1 no", "5.1.1"), ("<x> 4.7.1 later", "4.7.1"), ("hallo 1.2.3", ""), ("", "")],
)
def test_an_enhanced_code_is_read(said: str, code: str) -> None:
    assert enhanced_code(said) == code


@given(st.text(max_size=300), st.sampled_from(["els@voorbeeld.nl", "ELS@Voorbeeld.NL"]))
def test_no_answer_keeps_an_address(around: str, address: str) -> None:
    kept = redacted(f"{around} <{address}> {around}\r\n", ("els@voorbeeld.nl", "voorbeeld.nl"))
    assert "voorbeeld.nl" not in kept.casefold()
    assert kept.isprintable()
    assert len(kept) <= 500


def test_an_answer_loses_addresses_of_others_too() -> None:
    assert redacted("ask postmaster@elders.example, please", ()) == "ask …, please"


def test_odd_places_are_named_once() -> None:
    assert odd_placeholders("{name} {amout} {amout} {", ("name",)) == ("{amout}", "{")
    assert odd_placeholders("{name}", ("name",)) == ()
    assert odd_placeholders("{{name}}", ("name",)) == ("{", "}")


def test_a_value_is_never_a_place() -> None:
    assert filled_in("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"
