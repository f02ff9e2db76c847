"""The keys of the site, looked after each minute while the vault is open."""

from datetime import datetime, timedelta
from typing import Final

from klantkluis.office.lock import door
from klantkluis.shop.link import is_paired
from klantkluis.shop.linking.keeping import keep_checkpoint, keep_keys, keys_in_use
from klantkluis.vault.refusals import VaultLocked, VaultUnavailable

EACH: Final = timedelta(hours=1)
"""How often the signed note about the log goes out."""


def look_after_keys(now: datetime) -> int:
    """See that the site has a key of this week to seal to; give how many are new.

    Until the vault is opened for the first time after pairing there is none, and the site waits.
    """
    if not is_paired():
        return 0
    upkeep = door.vault().upkeep()
    try:
        keep_checkpoint(upkeep.newest_note(), now=now, each=EACH)
        found = upkeep.intake_keys(but=keys_in_use())
    except (VaultLocked, VaultUnavailable):
        return 0
    return keep_keys(found.keys, made=found.made, now=now)
