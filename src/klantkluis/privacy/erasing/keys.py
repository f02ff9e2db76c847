"""What an erasure asks of the vault: handed in by the front, for no room knows who has it open."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

GONE = frozenset({"done", "already"})
REASON = "erasure"
"""The code that stands in the log of the vault and on the tombstone."""


class Planner(Protocol):
    """The part of an owner in the open vault, with the password typed again for this."""

    def plan_shred(
        self, uids: Collection[UUID], *, reason: str, not_before: datetime, grant: str
    ) -> None:
        """Let the vault destroy the keys of these subjects from a moment on; destroys nothing."""

    def undo_shred(self, uids: Collection[UUID]) -> None:
        """Take that back, while the keys are there."""


class Keeper(Protocol):
    """The housekeeping of an open vault."""

    def shred_due(self, uids: Collection[UUID]) -> Mapping[UUID, str]:
        """Destroy the keys that were planned and whose moment has come; again does no harm.

        Returns:
            What came of each: `done` and `already` say that the key is gone.

        Raises:
            VaultLocked: the vault is not open.
        """

    def finish_shred(self, uid: UUID) -> None:
        """Tell that the rows of a subject are gone as well; again does no harm."""

    def note_removed(self, uids: Collection[UUID]) -> None:
        """Tell which sealed rows are let go of, so that nobody misses them."""
