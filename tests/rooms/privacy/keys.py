"""The vault of the tests as an erasure sees it: both parts of it, and what it was told."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.rows import Shredded


class Keys:
    """A vault that really destroys keys: what was sealed under them can be opened by nobody."""

    def __init__(self, vault: InProcessVault) -> None:
        self.vault = vault
        self.removed: set[UUID] = set()
        self.finished: set[UUID] = set()
        self.is_locked = False

    @property
    def grant(self) -> str:
        """What the vault gives who typed the password again, without the cost of a password."""
        sessions, owner = self.vault.server.sessions, self.vault.owner()
        return sessions.grant(sessions.holder(**owner._keys), "shred")

    @property
    def planned(self) -> set[UUID]:
        """Whose keys are to be destroyed."""
        return {each.uid for each in self.vault.upkeep().planned() if each.state != "pending"}

    def plan_shred(
        self, uids: Collection[UUID], *, reason: str, grant: str, not_before: datetime | None = None
    ) -> int:
        owner = self.vault.owner()
        return owner.plan_shred(uids, reason=reason, grant=grant, not_before=not_before)

    def undo_shred(self, uids: Collection[UUID]) -> set[UUID]:
        return self.vault.owner().undo_shred(uids)

    def shred_due(self, uids: Collection[UUID], *, reason: str = "") -> Mapping[UUID, Shredded]:
        if self.is_locked:
            raise VaultLocked
        return self.vault.upkeep().shred_due(uids, reason=reason)

    def finish_shreds(self, owners: Collection[UUID]) -> int:
        self.finished |= set(owners)
        return self.vault.upkeep().finish_shreds(list(owners))

    def note_removed(self, uids: Collection[UUID]) -> None:
        self.removed |= set(uids)
        self.vault.upkeep().note_removed(uids)
