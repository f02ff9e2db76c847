"""Checking the log, and the rows of the main database against it."""

import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from klantkluis.vault import notes
from klantkluis.vault.audit import AuditLog
from klantkluis.vault.formats import FormatError
from klantkluis.vault.rows import RowSeen


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of the log found: the newest event, and problems in words."""

    number: int
    problems: tuple[str, ...]


type Books = Callable[[Collection[int]], Mapping[int, bytes]]
"""Gives the hashes of entries in the books by their numbers; those that are not there are left
out."""


def no_books(numbers: Collection[int]) -> Mapping[int, bytes]:  # noqa: ARG001
    """Stand for an office without books."""
    return {}


def verify(
    log: AuditLog,
    public: bytes,
    *,
    generation: int,
    books: Books = no_books,
    books_from: int = 0,
) -> Report:
    """Check each hash, each checkpoint, and that no event after a checkpoint is gone.

    The books check their own chain; but who rewrote all of it from some entry on, or cut its
    end, meets the hash that a signed checkpoint kept.

    Args:
        public: the key that signs checkpoints.
        generation: that of the keystore, which no checkpoint may be ahead of.
        books: where the entries are looked up that checkpoints name.
        books_from: the event at which an owner said that these are the books, after a backup of
            them was put back; checkpoints up to there name entries of the books of before.
    """
    problems: list[str] = []
    with log.transaction() as db:
        checkpoints = dict(db.execute("SELECT n, note FROM checkpoint").fetchall())
    before: bytes | None = None
    number = 0
    for number, body, stored in log.rows():
        if before is None:
            before, expected = _start(number, checkpoints, public, problems)
        else:
            expected += 1
        if number != expected:
            problems.append(f"event {expected} is missing")
            expected = number
        if notes.event_hash(before, number, body) != stored:
            problems.append(f"event {number} was changed")
        before = stored
        if number in checkpoints:
            problems += _wrong_checkpoint(checkpoints[number], public, number, stored, generation)
    since = {n: note for n, note in checkpoints.items() if n > books_from}
    problems += _other_books(since, public, books)
    newest = max(checkpoints, default=0)
    if newest > number:
        problems.append(f"events after {number} are gone, up to {newest} at least")
    return Report(number, tuple(problems))


def _start(
    number: int, checkpoints: dict[int, str], public: bytes, problems: list[str]
) -> tuple[bytes, int]:
    """Give the hash before the first event: of the start, or of the checkpoint it was pruned at."""
    if number == 1:
        return notes.START, 1
    try:
        return notes.verify(checkpoints[number - 1], public).head, number
    except (KeyError, FormatError):
        problems.append(f"events before {number} are gone")
        return notes.START, number


def _wrong_checkpoint(
    note: str, public: bytes, number: int, head: bytes, generation: int
) -> list[str]:
    try:
        checkpoint = notes.verify(note, public)
    except FormatError:
        return [f"the signature at event {number} is wrong"]
    if (checkpoint.number, checkpoint.head) != (number, head):
        return [f"the checkpoint at event {number} is of another log"]
    if checkpoint.generation > generation:
        return [f"the keystore is older than the checkpoint at event {number}"]
    return []


def _other_books(checkpoints: Mapping[int, str], public: bytes, books: Books) -> list[str]:
    named: dict[int, tuple[int, bytes]] = {}
    for number, note in sorted(checkpoints.items()):
        with contextlib.suppress(FormatError):  # said already
            entry = notes.ledger_named(notes.verify(note, public).ledger)
            if entry is not None:
                named[number] = entry
    if not named:
        return []
    try:
        found = books({entry for entry, _ in named.values()})
    except Exception:  # noqa: BLE001 - whatever the main database says
        return ["the books could not be read, so the checkpoints were not held against them"]
    return [
        f"entry {entry} of the books is not the one that the checkpoint at event {number} names"
        for number, (entry, head) in named.items()
        if found.get(entry) != head
    ]


@dataclass(slots=True)
class _Known:
    """What the log says of one row: its sealed revisions, and the last committed one."""

    sealed: set[tuple[str, int, bytes]] = field(default_factory=set)
    newest: int = 0
    committed: int = 0


def _known(
    log: AuditLog, wanted: Iterable[UUID], *, until: int | None = None
) -> dict[bytes, _Known]:
    """Give what the log says of these rows, by the bytes of their uids.

    Only up to an event, if one is named. The log speaks of many more rows, so what it says of
    those is passed over at once.
    """
    found = {uid.bytes: _Known() for uid in wanted}
    with log.transaction() as db:
        for table, uid, rev, hash_, committed in db.execute(
            "SELECT tbl, uid, rev, hash, committed FROM carried"
        ):
            known = found.get(uid)
            if known is not None:
                _take_seal(known, table, rev, hash_)
                known.committed = max(known.committed, committed)
    for number, body, _ in log.rows():
        if until is not None and number > until:
            break
        if b'"what":"seal"' in body:
            for table, uid, _, rev, hash_ in json.loads(body)["rows"]:
                known = found.get(bytes.fromhex(uid))
                if known is not None:
                    _take_seal(known, table, rev, bytes.fromhex(hash_))
        elif b'"what":"commit"' in body:
            for uid, *rest in json.loads(body)["rows"]:
                known = found.get(bytes.fromhex(uid))
                if known is not None:
                    known.committed = max(known.committed, rest[0] if rest else known.newest)
    return found


def _take_seal(known: _Known, table: str, rev: int, hash_: bytes) -> None:
    known.sealed.add((table, rev, hash_))
    known.newest = max(known.newest, rev)


def rolled_back(log: AuditLog, rows: Sequence[RowSeen]) -> tuple[UUID, ...]:
    """Give the uids of rows that are not a logged seal, or are older than the last commit.

    Args:
        rows: as they are stored now; the hash is the SHA-256 of the sealed bytes.
    """
    known = _known(log, (uid for _, uid, _, _ in rows))
    return tuple(
        uid
        for table, uid, rev, hash_ in rows
        if (table, rev, hash_) not in known[uid.bytes].sealed or rev < known[uid.bytes].committed
    )


def of_uid(
    log: AuditLog, uid: UUID, limit: int, unpacked: Callable[[str], Iterable[UUID]]
) -> list[tuple[int, dict[str, Any]]]:
    """Give the newest events that concern a row or a subject."""
    found: list[tuple[int, dict[str, Any]]] = []
    text = uid.hex.encode()
    for number, body in log.newest_first():
        event = json.loads(body)
        packed = (event.get(name) for name in ("uids", "subjects"))
        if text in body or any(uid in unpacked(one) for one in packed if isinstance(one, str)):
            found.append((number, event))
            if len(found) == limit:
                break
    return found


def prune(log: AuditLog, *, before: str) -> int:
    """Remove events older than a moment (ISO, UTC), up to a checkpoint; give how many.

    The checkpoint stays and vouches for what follows. What CHECK_ROWS needs of the removed
    events is carried over: the last commit of each row, and the seals from there on. Which of
    several seals of one revision was saved, the log does not know.
    """
    until, touched = _to_remove(log, before)
    if not until:
        return 0
    known = _known(log, touched, until=until)
    with log.transaction() as db:
        db.executemany("DELETE FROM carried WHERE uid = ?", [(uid,) for uid in known])
        db.executemany(
            "INSERT INTO carried VALUES (?, ?, ?, ?, ?)",
            [
                (table, uid, rev, hash_, row.committed)
                for uid, row in known.items()
                for table, rev, hash_ in row.sealed
                if rev >= row.committed
            ],
        )
        db.execute("DELETE FROM checkpoint WHERE n < ?", (until,))
        db.execute("DELETE FROM looked WHERE last <= ?", (until,))
        return db.execute("DELETE FROM event WHERE n <= ?", (until,)).rowcount


def _to_remove(log: AuditLog, before: str) -> tuple[int, set[UUID]]:
    """Give the checkpoint up to which events are too old, and the rows that those speak of."""
    with log.transaction() as db:
        points = {n for (n,) in db.execute("SELECT n FROM checkpoint")}
    until, touched, waiting = 0, set[UUID](), set[UUID]()
    for number, body, _ in log.rows():
        event = json.loads(body)
        if event["at"] >= before:
            break
        if event["what"] in {"seal", "commit"}:
            place = 1 if event["what"] == "seal" else 0
            waiting |= {UUID(hex=row[place]) for row in event["rows"]}
        if number in points:
            until, touched, waiting = number, touched | waiting, set()
    return until, touched
