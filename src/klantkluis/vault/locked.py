"""The session of somebody who has not unlocked the vault."""
# ruff: noqa: ARG002 - the arguments are those of VaultSession, and none of them helps here

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.rows import (
    Card,
    PlainRow,
    SealedMessage,
    SealedRow,
    SealResult,
    SearchPage,
)


class LockedVault:
    """A VaultSession of which every verb raises VaultLocked."""

    is_open = False

    def open(
        self, purpose: Purpose, rows: Sequence[SealedRow], *, reason: str = ""
    ) -> list[dict[str, Any]]:
        """Refuse."""
        raise VaultLocked

    def seal(self, rows: Sequence[PlainRow]) -> list[SealResult]:
        """Refuse."""
        raise VaultLocked

    def search(
        self,
        terms: str,
        *,
        among: Collection[UUID] | None = None,
        sort: str = "name",
        after: str = "",
        limit: int = 50,
        filters: Mapping[str, str] | None = None,
    ) -> SearchPage:
        """Refuse."""
        raise VaultLocked

    def duplicates(
        self, fields: Mapping[str, Any], *, exclude: UUID | None = None
    ) -> tuple[Card, ...]:
        """Refuse."""
        raise VaultLocked

    def lookalikes(self, each: Sequence[Mapping[str, Any]]) -> list[tuple[UUID, ...]]:
        """Refuse."""
        raise VaultLocked

    def open_intake(self, messages: Sequence[SealedMessage]) -> list[bytes | None]:
        """Refuse."""
        raise VaultLocked

    def index(self, uids: Sequence[UUID]) -> None:
        """Refuse."""
        raise VaultLocked
