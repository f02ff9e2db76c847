"""Until when each thing is kept, in a form that can be told: a day, or what it waits for.

Pure: the rows are read elsewhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES, goes_on

type Months = Callable[[Term], int | None]
"""Gives the length of a term that the owner decided on; None for the usual one."""

_HERE = ZoneInfo("Europe/Amsterdam")


def usual(_term: Term) -> int | None:
    """Decide on no length: every term is as long as its rule says."""
    return None


@dataclass(frozen=True, slots=True)
class Kept:
    """How long something stays: until a day, or without one until what its term waits for."""

    term: Term
    until: date | None = None


def day_of(value: object) -> date | None:
    """Give the day of what starts a term: a day, or the day of a moment on our own wall."""
    if isinstance(value, datetime):
        return value.astimezone(_HERE).date()
    return value if isinstance(value, date) else None


def last_business(days: Iterable[date | None], registered_on: date | None) -> date | None:
    """Give the day of the last business with somebody, else that of their registration."""
    known = [day for day in (*days, registered_on) if day is not None]
    return max(known, default=None)


def kept(term: Term, since: date | None, *, ends: date | None, months: Months = usual) -> Kept:
    """Work out until when something is kept.

    Args:
        since: the day that starts its term, where its declaration names one.
        ends: the day that starts the term of what names none: the last business, or the day on
            which a consent was withdrawn.
    """
    rule = RULES[term]
    start = since or ends
    if start is None or not rule.months or not rule.known_here:
        return Kept(term)
    return Kept(term, goes_on(rule, start, months=months(term)))
