"""What the clock of the office does about retention, and what it says when something is late."""

from collections.abc import Iterator
from datetime import datetime

from klantkluis.foundation.expiring import local_day
from klantkluis.privacy.ending import people_to_end, plan_what_was_decided
from klantkluis.privacy.retaining.sweeping import overdue


def plan_who_was_confirmed(now: datetime) -> int:
    """Make the plans of who an owner has just confirmed; give how many are signed.

    What is signed is carried out right after, by who carries out every erasure.
    """
    return plan_what_was_decided(now) if people_to_end() else 0


def kept_beyond_terms(now: datetime) -> Iterator[str]:
    """Say what should have gone by now and is still here, a sentence for each kind."""
    yield from overdue(local_day(now))[1]
