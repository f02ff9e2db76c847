"""A vault that hides nothing, for tests of rules that have nothing to do with keys."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from klantkluis.vault.purposes import Purpose
from klantkluis.vault.rows import Card, PlainRow, SealedMessage, SealedRow, SealResult, SearchPage


class PlainVault:
    """Keeps the session's promises about order and shape, and none about secrecy."""

    is_open = True

    def open(
        self, purpose: Purpose, rows: Sequence[SealedRow], *, reason: str = ""
    ) -> list[dict[str, Any]]:
        return [json.loads(row.sealed) for row in rows]

    def seal(self, rows: Sequence[PlainRow]) -> list[SealResult]:
        return [SealResult(json.dumps(dict(row.fields)).encode()) for row in rows]

    def search(self, terms: str, **how: Any) -> SearchPage:
        return SearchPage((), "", 0)

    def duplicates(self, fields: Any, *, exclude: UUID | None = None) -> tuple[Card, ...]:
        return ()

    def lookalikes(self, each: Sequence[Any]) -> list[tuple[UUID, ...]]:
        return [() for _ in each]

    def open_intake(self, messages: Sequence[SealedMessage]) -> list[bytes | None]:
        return [message.sealed for message in messages]

    def index(self, uids: Sequence[UUID]) -> None:
        pass
