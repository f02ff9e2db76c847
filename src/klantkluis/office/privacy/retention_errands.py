"""What the clock of the office does about retention each minute."""

from datetime import datetime

from klantkluis.office.lock import door
from klantkluis.privacy.erasing.sweeping import finish_due
from klantkluis.privacy.retaining.ending import people_to_end, plan_what_was_decided
from klantkluis.vault.refusals import VaultLocked, VaultUnavailable


def forget_who_was_confirmed(now: datetime) -> int:
    """Begin at once with who an owner has just confirmed; give how many were forgotten."""
    if not people_to_end():
        return 0
    plan_what_was_decided(now)
    try:
        return finish_due(now, door.vault().upkeep())
    except (VaultLocked, VaultUnavailable):
        return 0
