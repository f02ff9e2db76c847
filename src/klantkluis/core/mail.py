"""What an answer of a mail server means, and where a mail stands: facts in, verdicts out."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

GIVEN_UP = timedelta(minutes=10)
"""An attempt without an outcome is going on for so long at most; after that nobody knows."""
MOST_SAID = 500
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
    ACCEPTED = "accepted"
    SETTLED = "settled"


ASKS_FOR_A_PERSON = frozenset({State.POSTPONED, State.REFUSED, State.UNKNOWN})


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


def state_of(
    *, began_at: datetime | None, outcome: str, again: bool, settled: bool, now: datetime
) -> State:
    """Say where a mail stands, from its last attempt and what a person decided after it.

    `began_at` is None when it was never attempted, `outcome` empty when none was kept.
    """
    if outcome == Outcome.ACCEPTED:
        return State.ACCEPTED
    if settled:
        return State.SETTLED
    if began_at is None or again:
        return State.QUEUED
    if outcome:
        return State(outcome)
    return State.GOING_ON if now - began_at < GIVEN_UP else State.UNKNOWN


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
