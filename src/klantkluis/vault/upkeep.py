"""What housekeeping asks of an open vault: nothing personal, and nobody's part in it."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID

from klantkluis.vault import protocol
from klantkluis.vault.connection import Connection
from klantkluis.vault.protocol import Message
from klantkluis.vault.rows import IntakeKey, Owner, RowSeen, SealedRow, Shredded

UIDS_AT_ONCE = 5000
ROWS_AT_ONCE = 2000
ROWS_SEEN_AT_ONCE = 50_000
_PORTION_BYTES = 4 * 1024 * 1024


def hash_of(sealed: bytes) -> bytes:
    """Give the hash by which the log knows a sealed row."""
    return hashlib.sha256(sealed).digest()


def portions(rows: Iterable[RowSeen]) -> Iterator[Message]:
    """Cut rows into parts that fit in one request, few of them: the log is read for each."""
    for part in batched(rows, ROWS_SEEN_AT_ONCE, strict=False):
        yield protocol.rows_seen_message(part)


@dataclass(frozen=True, slots=True)
class LogKept:
    """What a look at the whole log found: whether it is whole, and how many old events went."""

    ok: bool
    problems: tuple[str, ...]
    pruned: int


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file in a folder of the vault itself.

    `accounts` is how many bank account numbers stand in it; `copied` is when it was made, of a copy
    of the keystore.
    """

    name: str
    accounts: int
    copied: datetime | None


@dataclass(frozen=True, slots=True)
class IntakeKeys:
    """The keys to which the site can seal, the oldest first, and when the newest was made."""

    keys: tuple[IntakeKey, ...]
    made: datetime


@dataclass(frozen=True, slots=True)
class PlannedErasure:
    """Somebody who is to be erased, or whose erasure is not finished.

    `state` is `planned` (not before its moment), `due`, or `pending`: the key is gone already,
    and the rows have to follow.
    """

    uid: UUID
    not_before: datetime | None
    state: str


class Upkeep:
    """Housekeeping of one vault. Each act raises `VaultLocked` while the vault is not open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_log(self) -> LogKept:
        """Check the whole log and let go of what is older than 24 months."""
        said = self._call("KEEP_LOG")
        return LogKept(bool(said["ok"]), tuple(said["problems"]), int(said["pruned"]))

    def end_classes(self, *, but: Collection[str] = ()) -> tuple[str, ...]:
        """Destroy the keys of temporary classes whose day has passed; give their names.

        Args:
            but: classes that still have rows; they get one day more and no longer.
        """
        return tuple(self._call("END_CLASSES", but=sorted(but))["ended"])

    def check_rows(self, rows: Iterable[RowSeen], *, sure: bool = False) -> set[UUID]:
        """Give the uids of rows that are not the ones that were last sealed and saved.

        `sure` raises an alarm for them; without it, they may have been saved this very moment.
        """
        wrong: set[UUID] = set()
        for portion in portions(rows):
            said = self._call("CHECK_STORED", rows=portion, sure=sure)
            wrong |= {UUID(hex=uid) for uid in said["wrong"]}
        return wrong

    def intake_keys(self, *, but: Collection[int] = ()) -> IntakeKeys:
        """See that there is an intake key of this week, and give all that live.

        Args:
            but: keys of which messages are known to be on their way; they are kept longer.
        """
        said = self._call("INTAKE_KEYS", but=sorted(but))
        keys = tuple(
            IntakeKey(int(each["id"]), protocol.to_bytes(each["public"]), str(each["retired"]))
            for each in said["keys"]
        )
        return IntakeKeys(keys, datetime.fromisoformat(said["made"]))

    def planned(self) -> tuple[PlannedErasure, ...]:
        """Give what is planned, due, or begun and not finished."""
        return tuple(
            PlannedErasure(UUID(hex=uid), datetime.fromisoformat(at) if at else None, state)
            for uid, at, state in self._call("PLANNED")["planned"]
        )

    def shred_due(self, uids: Collection[UUID], *, reason: str = "term") -> dict[UUID, Shredded]:
        """Destroy the keys of those whose planned moment has come; say what came of each.

        Who was not planned goes only within the setting `erasures_per_day`.

        Args:
            reason: a short code, for the tombstones of who goes without a plan.
        """
        answers: dict[UUID, Shredded] = {}
        for portion in batched(uids, UIDS_AT_ONCE, strict=False):
            said = self._call("SHRED_DUE", uids=[uid.hex for uid in portion], reason=reason)
            answers |= {UUID(hex=uid): Shredded(answer) for uid, answer in said["answers"]}
        return answers

    def finish_shreds(self, owners: Collection[Owner]) -> int:
        """Tell that rows, files and copies of erased subjects or classes are gone as well.

        May come again; gives how many were not finished before.

        Raises:
            AlreadyDone: one of them was never erased.
        """
        return sum(
            int(self._call("FINISH_SHREDS", owners=[*map(protocol.owner_text, each)])["finished"])
            for each in batched(owners, UIDS_AT_ONCE, strict=False)
        )

    def note_removed(self, uids: Collection[UUID]) -> None:
        """Let the log keep that single rows were removed for good; a restore removes them again."""
        for portion in batched(uids, UIDS_AT_ONCE, strict=False):
            self._call("NOTE_REMOVED", uids=[uid.hex for uid in portion])

    def scan_stored(self, rows: Iterable[SealedRow]) -> dict[UUID, str]:
        """Look inside sealed rows for numbers that may not be kept; give which rows have which.

        The kinds are the codes of `ForbiddenContent` (`iban`, `bsn`, `bsn_vat_number`), and
        `broken` for a row that does not open. Nothing personal leaves the vault.
        """
        found: dict[UUID, str] = {}
        for portion in batched(rows, ROWS_AT_ONCE, strict=False):
            items = [protocol.sealed_row_message(row) for row in portion]
            sizes = [len(row.sealed) * 2 + 300 for row in portion]
            for part in protocol.in_portions(items, sizes, _PORTION_BYTES):
                said = self._call("SCAN_STORED", rows=part)["found"]
                found |= {UUID(hex=uid): str(kind) for uid, kind in said}
        return found

    def refuse_if_locked(self) -> None:
        """Raise `VaultLocked` unless the vault is open, for who may have nothing else to ask."""
        self._call("SCAN_STORED", rows=[])

    def backup_recipients(self) -> tuple[str, ...]:
        """Give to whom backups are encrypted; a locked vault says it too."""
        return tuple(self._call("BACKUP_RECIPIENTS")["recipients"])

    def find_people(self, texts: Sequence[str]) -> dict[int, str]:
        """Give which of these texts name somebody, by their places, and by what they do it.

        The kinds are email, phone, name and address. No name leaves the vault.
        """
        sizes = [len(text) * 4 + 8 for text in texts]
        found: dict[int, str] = {}
        before = 0
        for part in protocol.in_portions(list(texts), sizes, _PORTION_BYTES):
            for place, kind in self._call("FIND_PEOPLE", texts=part)["found"]:
                found[before + int(place)] = str(kind)
            before += len(part)
        return found

    def own_files(self, *, read: bool) -> Iterator[OwnFile]:
        """Give what lies in the folders of the vault, which nobody else may read in production.

        A locked vault says it too.

        Args:
            read: whether it looks for account numbers in them: a minute for a gigabyte.
        """
        after = ""
        while (said := self._call("OWN_FILES", after=after, read=read))["path"]:
            after = str(said["path"])
            copied = datetime.fromisoformat(said["copied"]) if said["copied"] else None
            yield OwnFile(Path(after).name, int(said["accounts"]), copied)

    def newest_note(self) -> str:
        """Give the newest signed checkpoint of the log, for who keeps it elsewhere; empty without.

        This is given by a locked vault too: it tells nothing of anybody.
        """
        return str(self._call("NEWEST_NOTE")["note"])

    def _call(self, verb: str, **parts: Any) -> Message:
        return protocol.answer_of(self._connection.call({"verb": verb, **parts}))
