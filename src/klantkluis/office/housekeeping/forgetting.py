"""Forgetting what was decided: each night, as far as an owner decided or allowed it."""

from datetime import datetime

from klantkluis.foundation.expiring import local_day
from klantkluis.privacy.erasing.again import finish_left_over
from klantkluis.privacy.erasing.sweeping import finish_due
from klantkluis.privacy.retaining.documents import remove_ended_years, remove_kept
from klantkluis.privacy.retaining.ending import end_by_leave, plan_what_was_decided
from klantkluis.vault.staff import Vault


def forget_what_was_decided(now: datetime, vault: Vault) -> int:
    """Let people and documents go; give how much went.

    Raises:
        VaultLocked: the vault is not open; it goes on later.
        NotProved: of somebody something was left.
    """
    end_by_leave(now, leave=vault.status().erasures_per_day)
    plan_what_was_decided(now)
    again = finish_left_over(vault.upkeep())
    documents = remove_kept(local_day(now), vault.upkeep()) + remove_ended_years()
    return again + documents + finish_due(now, vault.upkeep())
