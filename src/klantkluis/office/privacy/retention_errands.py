"""What the clock of the office does about retention, and what it says when something is late."""

from datetime import datetime

from klantkluis.privacy.ending import people_to_end, plan_what_was_decided
from klantkluis.privacy.retaining.documents import remove_ended_years
from klantkluis.privacy.retaining.years import ended_years


def plan_who_was_confirmed(now: datetime) -> int:
    """Make the plans of who an owner has just confirmed; give how many are signed.

    What is signed is carried out right after, by who carries out every erasure.
    """
    return plan_what_was_decided(now) if people_to_end() else 0


def remove_years_that_ended(_now: datetime) -> int:
    """Remove the rows of book years whose key is gone: nobody can read them; give how many."""
    return remove_ended_years() if ended_years() else 0
