"""What an erasure asks of the vault: handed in by the front, for no room knows who has it open."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from klantkluis.vault.rows import Shredded

GONE: Final = frozenset({Shredded.DONE, Shredded.ALREADY})
REASON: Final = "erasure"
"""The code that stands in the log of the vault and on the tombstone."""


class Planner(Protocol):
    """The part of an owner in the open vault, with the password typed again for this."""

    def plan_shred(
        self, uids: Collection[UUID], *, reason: str, grant: str, not_before: datetime | None = None
    ) -> int:
        """Let the vault destroy the keys of these subjects from a moment on; destroys nothing."""

    def undo_shred(self, uids: Collection[UUID]) -> set[UUID]:
        """Take that back, while the keys are there."""


class Keeper(Protocol):
    """The housekeeping of an open vault."""

    def shred_due(self, uids: Collection[UUID], *, reason: str = "") -> Mapping[UUID, Shredded]:
        """Destroy the keys that were planned and whose moment has come; again does no harm.

        Raises:
            VaultLocked: the vault is not open.
        """

    def finish_shreds(self, owners: Collection[UUID]) -> int:
        """Tell that the rows of subjects are gone as well; again does no harm."""

    def note_removed(self, uids: Collection[UUID]) -> None:
        """Let the log keep which sealed rows are removed, so that a restore removes them again."""
