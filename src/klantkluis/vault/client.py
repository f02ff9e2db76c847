"""How the rooms and the office speak with the vault.

Rooms know only `VaultSession`: what an actor carries. The office also uses `Vault` (before
anybody has unlocked) and `StaffVault` (a session with the verbs that staff have besides).
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import batched
from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

from klantkluis.vault import protocol
from klantkluis.vault.connection import Connection, SocketConnection
from klantkluis.vault.locked import LockedVault
from klantkluis.vault.protocol import Message
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

__all__ = ["Connection", "LockedVault", "SocketConnection", "TokenSession", "VaultSession"]

PORTION_BYTES = 4 * 1024 * 1024
LOOKALIKES_AT_ONCE = 1000
MESSAGES_AT_ONCE = 500
NO_FILTERS: Mapping[str, str] = MappingProxyType({})


class VaultSession(Protocol):
    """What an actor carries: one person's part in the open vault, or one job's lease."""

    @property
    def is_open(self) -> bool:
        """Say whether looking and sealing can work at all; asked of the server once."""

    def open(
        self, purpose: Purpose, rows: Sequence[SealedRow], *, reason: str = ""
    ) -> list[dict[str, Any]]:
        """Open rows for a purpose; one event in the log holds all their uids.

        Returns:
            The fields of each row in the order of `rows`, only those that the purpose shows.

        Raises:
            VaultLocked, NotAllowed, LimitReached, SubjectErased, AuditUnwritable.
            RowDoesNotOpen: a row is damaged or swapped; none is returned.
        """

    def seal(self, rows: Sequence[PlainRow]) -> list[SealResult]:
        """Seal rows, in their order; makes the keys of new subjects and classes.

        Raises:
            VaultLocked, NotAllowed, SubjectErased, SheetsNotConfirmed, AuditUnwritable,
            UnknownField, RowTooLarge.
            ForbiddenContent: a field holds an IBAN or BSN; `field` names it.
        """

    def search(
        self,
        terms: str,
        *,
        among: Collection[UUID] | None = None,
        sort: str = "name",
        after: str = "",
        limit: int = 50,
        filters: Mapping[str, str] = NO_FILTERS,
    ) -> SearchPage:
        """Find subjects by parts of name, address, phone, e-mail, VAT number or number.

        Args:
            terms: what the person typed; empty finds all.
            among: look only among these.
            sort: name, town or number, with a minus before it for the other way round.
            after: `next` of the page before.
            limit: cards on a page, at most 200.
            filters: exact country (ISO alpha-2), kind or town.
        """

    def duplicates(
        self, fields: Mapping[str, Any], *, exclude: UUID | None = None
    ) -> tuple[Card, ...]:
        """Find subjects that look like these fields of a customer, while typing."""

    def lookalikes(self, each: Sequence[Mapping[str, Any]]) -> list[tuple[UUID, ...]]:
        """Find for each of many new customers the uids of those that look the same."""

    def index(self, uids: Sequence[UUID]) -> None:
        """Tell, after the commit, that rows with these uids were saved."""

    def open_intake(self, messages: Sequence[SealedMessage]) -> list[bytes | None]:
        """Open messages from the site, in their order; None for each that does not open.

        Raises:
            VaultLocked, NotAllowed, AuditUnwritable.
        """


class TokenSession:
    """A session behind a token: of a member of staff, or of a job with a lease.

    Made by `Vault.session` or `Vault.claim`. Not for longer than a web request or a job: whether
    it is open is asked once.
    """

    def __init__(self, connection: Connection, token: str, session: str) -> None:
        self._connection = connection
        self._keys = {"token": token, "session": session}
        self._is_open: bool | None = None

    @property
    def is_open(self) -> bool:
        """Say whether the server knows the token; this does not count as activity."""
        if self._is_open is None:
            try:
                self._call("CHECK")
                self._is_open = True
            except VaultLocked:
                self._is_open = False
        return self._is_open

    def forget_answer(self) -> None:
        """Ask the server again, at the next question, whether it is open to this person."""
        self._is_open = None

    def open(
        self, purpose: Purpose, rows: Sequence[SealedRow], *, reason: str = ""
    ) -> list[dict[str, Any]]:
        """Open rows for a purpose; see `VaultSession.open`."""
        found: list[dict[str, Any]] = []
        items = [protocol.sealed_row_message(row) for row in rows]
        sizes = [len(row.sealed) * 2 + 300 for row in rows]
        for portion in protocol.in_portions(items, sizes, PORTION_BYTES):
            said = self._call("OPEN", purpose=purpose, items=portion, reason=reason)
            found += said["fields"]
        return found

    def seal(self, rows: Sequence[PlainRow]) -> list[SealResult]:
        """Seal rows; see `VaultSession.seal`."""
        results: list[SealResult] = []
        items = [protocol.plain_row_message(row) for row in rows]
        sizes = [len(protocol.encode(item)) * 2 + 300 for item in items]
        for portion in protocol.in_portions(items, sizes, PORTION_BYTES):
            for said in self._call("SEAL", rows=portion)["sealed"]:
                duplicates = tuple(UUID(hex=uid) for uid in said["duplicates"])
                results.append(SealResult(protocol.to_bytes(said["sealed"]), duplicates))
        return results

    def search(
        self,
        terms: str,
        *,
        among: Collection[UUID] | None = None,
        sort: str = "name",
        after: str = "",
        limit: int = 50,
        filters: Mapping[str, str] = NO_FILTERS,
    ) -> SearchPage:
        """Find subjects; see `VaultSession.search`."""
        said = self._call(
            "SEARCH",
            terms=terms,
            among=None if among is None else [uid.hex for uid in among],
            sort=sort,
            after=after,
            limit=limit,
            filters=dict(filters),
        )
        return SearchPage(_cards(said["hits"]), said["next"], said["total"], said["complete"])

    def duplicates(
        self, fields: Mapping[str, Any], *, exclude: UUID | None = None
    ) -> tuple[Card, ...]:
        """Find look-alikes; see `VaultSession.duplicates`."""
        hidden = exclude.hex if exclude else None
        return _cards(self._call("DUPLICATES", fields=dict(fields), exclude=hidden)["hits"])

    def lookalikes(self, each: Sequence[Mapping[str, Any]]) -> list[tuple[UUID, ...]]:
        """Find look-alikes of many; see `VaultSession.lookalikes`."""
        found: list[tuple[UUID, ...]] = []
        for portion in batched(each, LOOKALIKES_AT_ONCE, strict=False):
            said = self._call("LOOKALIKES", each=[dict(fields) for fields in portion])
            found += [tuple(UUID(hex=uid) for uid in uids) for uids in said["each"]]
        return found

    def open_intake(self, messages: Sequence[SealedMessage]) -> list[bytes | None]:
        """Open messages from the site; see `VaultSession.open_intake`."""
        found: list[bytes | None] = []
        items = [_message(message) for message in messages]
        sizes = [len(message.sealed) * 3 + 300 for message in messages]
        for portion in protocol.in_portions(items, sizes, PORTION_BYTES):
            for start in range(0, len(portion), MESSAGES_AT_ONCE):
                part = portion[start : start + MESSAGES_AT_ONCE]
                said = self._call("OPEN_INTAKE", items=part)["plain"]
                found += [None if text is None else protocol.to_bytes(text) for text in said]
        return found

    def index(self, uids: Sequence[UUID]) -> None:
        """Tell of saved rows; see `VaultSession.index`."""
        self._call("INDEX", uids=[uid.hex for uid in uids])

    def end_lease(self, job: UUID) -> None:
        """End the lease of a job before its time: by who gave it, or by the job when it is done."""
        self._call("END_LEASE", job=job.hex)

    def _call(self, verb: str, **parts: Any) -> Message:
        reply = self._connection.call({"verb": verb, **self._keys, **parts})
        return protocol.answer_of(reply)


def _message(message: SealedMessage) -> Message:
    return {
        "seq": message.seq,
        "key": message.key_id,
        "info": protocol.to_text(message.info),
        "sealed": protocol.to_text(message.sealed),
    }


def _cards(rows: Sequence[Mapping[str, Any]]) -> tuple[Card, ...]:
    return tuple(Card(UUID(hex=row["uid"]), *(row[key] for key in _CARD)) for row in rows)


_CARD = ("name", "town", "country", "kind", "number")
