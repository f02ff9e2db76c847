"""The clock of a breach and what it still asks: values in, values out (GDPR art. 33 and 34)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

HOURS: Final = 72
"""Hours after we know of it, weekends and holidays too: hours, no working days (art. 33(1))."""
SOON: Final = timedelta(hours=24)


class Risk(StrEnum):
    """What a breach means for the people whom it hits."""

    NONE = "none"
    """Unlikely to be a risk: it is registered and not reported (art. 33(1))."""
    RISK = "risk"
    """It is reported to the authority (art. 33)."""
    HIGH = "high"
    """The people themselves are told too (art. 34)."""


class Hit(StrEnum):
    """How it was worked out whom a breach hits."""

    STAFF = "staff"
    """Whom one account looked at in a period, by the log of the vault."""
    DISCLOSURE = "disclosure"
    """Whom one file was about, by the log of disclosures."""
    EVERYONE = "everyone"
    """All customers."""
    CHOSEN = "chosen"
    """Customers whom a person named by their number."""


class NoteAbout(StrEnum):
    """What is written down about a breach (art. 33(3) and (5))."""

    COURSE = "course"
    CAUSE = "cause"
    CONSEQUENCES = "consequences"
    MEASURES = "measures"


class ReportKind(StrEnum):
    """A report to the authority; it may be given in phases (art. 33(4))."""

    FIRST = "first"
    ADDITION = "addition"
    WITHDRAWAL = "withdrawal"


class ToldHow(StrEnum):
    """How people were told (art. 34); a public notice where telling each takes too much."""

    LETTER = "letter"
    MAIL = "mail"
    PHONE = "phone"
    PUBLIC = "public"


class State(StrEnum):
    """Where the clock of a breach stands."""

    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    REPORTED = "reported"
    REPORTED_LATE = "reported_late"
    NOT_NEEDED = "not_needed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Clock:
    """When the authority has to know, and how much of that is left."""

    due_at: datetime
    state: State
    hours_left: int
    part_gone: int
    """Of a hundred, for drawing it."""

    @property
    def runs(self) -> bool:
        """Whether somebody has to do something before it is over."""
        return self.state in {State.RUNNING, State.SOON, State.LATE}


def due_at(known_at: datetime) -> datetime:
    """Give the moment by which the authority has to know: 72 hours after we do (art. 33(1))."""
    return known_at + timedelta(hours=HOURS)


def clock(
    known_at: datetime,
    now: datetime,
    *,
    reported_at: datetime | None = None,
    risk: Risk | None = None,
    closed: bool = False,
) -> Clock:
    """Say where the clock of a breach stands.

    Args:
        known_at: the moment on which we knew of it; that starts the clock.
        reported_at: when it was first reported, if it was.
        risk: what was decided last; None while nobody decided.
    """
    until = due_at(known_at)
    left = until - now
    state = State.RUNNING
    if closed:
        state = State.CLOSED
    elif reported_at is not None:
        state = State.REPORTED if reported_at <= until else State.REPORTED_LATE
    elif risk is Risk.NONE:
        state = State.NOT_NEEDED
    elif left < timedelta(0):
        state = State.LATE
    elif left <= SOON:
        state = State.SOON
    hours = left.total_seconds() / 3600
    gone = round((HOURS - hours) / HOURS * 100)
    return Clock(until, state, ceil(hours) if hours >= 0 else -ceil(-hours), max(0, min(100, gone)))


def is_late(known_at: datetime, reported_at: datetime) -> bool:
    """Tell whether a report comes so late that it has to say why (art. 33(1))."""
    return reported_at > due_at(known_at)


def missing_to_close(
    *, risk: Risk | None, reported: bool, told: bool, measures: bool
) -> tuple[str, ...]:
    """Give what is still missing before a breach can be closed, as codes."""
    missing = []
    if risk is None:
        missing.append("decision")
    if not measures:
        missing.append("measures")
    if risk in {Risk.RISK, Risk.HIGH} and not reported:
        missing.append("report")
    if risk is Risk.HIGH and not told:
        missing.append("told")
    return tuple(missing)
