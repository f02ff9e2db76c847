"""What an answer of a mail server means, and where a mail stands: facts in, verdicts out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GIVEN_UP = timedelta(minutes=10)
"""An attempt without an outcome is going on for so long at most; after that nobody knows."""
MOST_SAID = 500
WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=12),
    timedelta(hours=21),
)
"""How long after each no for now a mail is tried again by itself: some two days in all."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Security(StrEnum):
    """How the way to the server is closed to others. `none` is for this very machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Step(StrEnum):
    """How far the conversation with the server was."""

    CONNECT = "connect"
    GREETING = "greeting"
    STARTTLS = "starttls"
    LOG_IN = "log_in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    HANDED_OVER = "handed_over"


ABOUT_THE_MAIL = frozenset({Step.SENDER, Step.RECIPIENT, Step.DATA, Step.HANDED_OVER})
"""From here on the server speaks of this mail; before, of us or of itself."""


class Outcome(StrEnum):
    """What came of one attempt.

    `postponed` is a no for now, or a server that was not reached: it has nothing. `unknown` is a
    connection that was lost after the mail was handed over: the server may or may not have it.
    """

    ACCEPTED = "accepted"
    POSTPONED = "postponed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class State(StrEnum):
    """Where a mail stands; follows from its facts."""

    QUEUED = "queued"
    GOING_ON = "going_on"
    POSTPONED = "postponed"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    GIVEN_UP = "given_up"
    BOUNCED = "bounced"
    ACCEPTED = "accepted"
    SETTLED = "settled"


ASKS_FOR_A_PERSON = frozenset({State.REFUSED, State.UNKNOWN, State.GIVEN_UP, State.BOUNCED})
OVER = frozenset({State.ACCEPTED, State.SETTLED})
"""Nothing is to be done about these."""


class BounceAction(StrEnum):
    """What a report about a mail says (RFC 3464, 2.3.3), as far as it is bad news."""

    FAILED = "failed"
    DELAYED = "delayed"


def outcome_of(step: Step, code: int) -> Outcome:
    """Say what a reply with this code means at this step (RFC 5321, 4.2.1).

    Before the server has heard of the mail, a no is about the connection: the mail can be tried
    again once that is mended.
    """
    if step is Step.HANDED_OVER and 200 <= code < 300:
        return Outcome.ACCEPTED
    if 400 <= code < 500 or (step not in ABOUT_THE_MAIL):
        return Outcome.POSTPONED
    if 500 <= code < 600:
        return Outcome.REFUSED
    return Outcome.UNKNOWN if step is Step.HANDED_OVER else Outcome.POSTPONED


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a mail.

    Args:
        began_at: of the last attempt; None when there was none.
        outcome: of the last attempt, or `accepted` when any was; empty when none was kept.
        tries: how many attempts there were since a person last said that it goes out.
        again: whether a person said so after the last attempt.
        settled: whether a person said that nothing is to be done any more.
        bounced: whether a report came back that it did not arrive.
    """

    began_at: datetime | None = None
    outcome: str = ""
    tries: int = 0
    again: bool = False
    settled: bool = False
    bounced: bool = False


def state_of(facts: Facts, now: datetime) -> State:
    """Say where a mail stands."""
    if facts.outcome == Outcome.ACCEPTED and not facts.bounced:
        return State.ACCEPTED
    if facts.settled:
        return State.SETTLED
    if facts.bounced:
        return State.BOUNCED
    if facts.began_at is None or facts.again:
        return State.QUEUED
    if facts.outcome == Outcome.POSTPONED and facts.tries > len(WAITS):
        return State.GIVEN_UP
    if facts.outcome:
        return State(facts.outcome)
    return State.GOING_ON if now - facts.began_at < GIVEN_UP else State.UNKNOWN


def next_try(answered_at: datetime, tries: int) -> datetime | None:
    """Say when a mail that was not taken for now is tried again by itself; None when no more.

    `tries` counts the attempts since a person last said that it goes out, so at least one.
    """
    return answered_at + WAITS[tries - 1] if 1 <= tries <= len(WAITS) else None


_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]+@[^\s<>()\[\]\"',;:]+")
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


def enhanced_code(said: str) -> str:
    """Give the enhanced status code of an answer (RFC 3463), or nothing."""
    found = _ENHANCED.search(said[:40])
    return found[1] if found else ""


def redacted(said: str, private: Iterable[str]) -> str:
    """Give the text of an answer without any address, and without these words of the mail.

    A server likes to repeat whom the mail was for.
    """
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    for word in sorted({each for each in private if len(each) > 2}, key=len, reverse=True):
        text = re.sub(re.escape(word), "…", text, flags=re.IGNORECASE)
    return _ADDRESS.sub("…", text)[:MOST_SAID]


_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def odd_placeholders(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Give what stands between braces and means nothing, or a brace that stands alone."""
    names = set(known)
    odd = [f"{{{name}}}" for name in _PLACEHOLDER.findall(text) if name not in names]
    rest = _PLACEHOLDER.sub("", text)
    return tuple(dict.fromkeys([*odd, *(sign for sign in "{}" if sign in rest)]))


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Put the values in their places; braces within a value stay what they are."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), text)
