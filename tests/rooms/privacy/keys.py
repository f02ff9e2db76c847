"""The keys of a vault in this process, as an owner plans their end and housekeeping brings it.

It really destroys them: what was sealed under them can be opened by nobody.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from uuid import UUID

from klantkluis.vault import shredding
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.server import keeping


class Keys:
    """What an erasure asks of the vault: both parts, and what it was told."""

    def __init__(self, vault: InProcessVault) -> None:
        self.vault = vault
        self.planned: dict[UUID, datetime] = {}
        self.removed: set[UUID] = set()
        self.finished: set[UUID] = set()
        self.is_locked = False
        self.now = datetime.now(UTC)

    def plan_shred(
        self, uids: Collection[UUID], *, reason: str, not_before: datetime, grant: str
    ) -> None:
        assert grant, "the password was typed again"
        self.planned |= dict.fromkeys(uids, not_before)

    def undo_shred(self, uids: Collection[UUID]) -> None:
        for uid in uids:
            self.planned.pop(uid, None)

    def shred_due(self, uids: Collection[UUID]) -> Mapping[UUID, str]:
        if self.is_locked:
            raise VaultLocked
        return {uid: self._shred(uid) for uid in uids}

    def _shred(self, uid: UUID) -> str:
        self.vault.owner()
        server = self.vault.server
        opened = server.opened()
        store = server.store
        with store.read() as db:
            query = "SELECT 1 FROM tombstone WHERE uid_or_class = ?"
            if db.execute(query, (shredding.name_of(uid),)).fetchone():
                return "already"
        if uid not in self.planned:
            return "not_planned"
        if self.planned[uid] > self.now:
            return "too_early"
        keeping.destroy(server, opened, None, uid, what="shred", reason="erasure")
        opened.index.drop(uid)
        return "done"

    def finish_shred(self, uid: UUID) -> None:
        self.finished.add(uid)

    def note_removed(self, uids: Collection[UUID]) -> None:
        self.removed |= set(uids)
