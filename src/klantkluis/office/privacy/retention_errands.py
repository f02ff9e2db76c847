"""What the clock of the office does about retention, and what it says when something is late."""

from datetime import datetime

from klantkluis.privacy.ending import people_to_end, plan_what_was_decided


def plan_who_was_confirmed(now: datetime) -> int:
    """Make the plans of who an owner has just confirmed; give how many are signed.

    What is signed is carried out right after, by who carries out every erasure.
    """
    return plan_what_was_decided(now) if people_to_end() else 0
