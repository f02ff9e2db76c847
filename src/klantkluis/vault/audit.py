"""The log of the vault: one event for each act, in a chain, in a file of its own.

Events of several threads are written in one transaction (group commit). An event that states a
change is on the disk before its reply leaves. An event that states a look is handed to the
operating system before the reply leaves, so that it outlives the process, and reaches the disk
with the next change or within a second. See docs/decisions on why.
"""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.vault import notes
from klantkluis.vault.notes import Checkpoint
from klantkluis.vault.refusals import AuditUnwritable

# Whoever changed a row by SQL may have changed its type too.
_AFTER = (
    "SELECT n, CAST(body AS BLOB), CAST(h AS BLOB) FROM event WHERE n > ? ORDER BY n LIMIT 1000"
)
_BEFORE = "SELECT n, CAST(body AS BLOB) FROM event WHERE n < ? ORDER BY n DESC LIMIT 1000"

type Event = dict[str, Any]

CHECKPOINT_EVERY = 256
_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (n INTEGER PRIMARY KEY, body BLOB NOT NULL, h BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS checkpoint (n INTEGER PRIMARY KEY, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS carried (
    tbl TEXT NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, hash BLOB NOT NULL,
    committed INTEGER NOT NULL, PRIMARY KEY (tbl, uid, rev, hash)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS looked (
    last INTEGER PRIMARY KEY, first INTEGER NOT NULL, bits BLOB NOT NULL, code BLOB NOT NULL);
"""


_AT = b'"at":"'


def _moment_in(body: bytes) -> str:
    place = body.find(_AT) + len(_AT)
    return body[place : body.find(b'"', place)].decode()


class _Waiting:
    """An event on its way, and what became of it."""

    __slots__ = ("body", "done", "durable", "error", "number")

    def __init__(self, body: bytes, *, durable: bool) -> None:
        self.body = body
        self.durable = durable
        self.done = False
        self.number = 0
        self.error: sqlite3.Error | None = None


class AuditLog:
    """The log of one vault. Thread-safe; `append` returns only when the event is written."""

    def __init__(self, path: Path | None, *, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self._queue: list[_Waiting] = []
        self._queue_lock = threading.Lock()
        self._write_lock = threading.RLock()
        self._unsynced = False
        self._signer: Ed25519PrivateKey | None = None
        self._generation: Callable[[], int] = lambda: 0
        self.ledger_head: Callable[[], str] = lambda: ""
        self.is_writable = True
        self._db = self._connect()
        self.number, self.head, self._last_checkpoint = 0, notes.START, 0
        self._read_head()

    def _connect(self) -> sqlite3.Connection:
        if self._path:
            self._path.touch(mode=0o600)  # the files beside it get the same mode
        db = sqlite3.connect(
            self._path or ":memory:", isolation_level=None, check_same_thread=False, timeout=5
        )
        db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
            "PRAGMA secure_delete=ON;" + _SCHEMA
        )
        return db

    def _read_head(self) -> None:
        newest = self._db.execute("SELECT n, h FROM event ORDER BY n DESC LIMIT 1").fetchone()
        self.number, self.head = newest or (0, notes.START)
        query = "SELECT coalesce(max(n), 0) FROM checkpoint"
        (self._last_checkpoint,) = self._db.execute(query).fetchone()

    def copy(self) -> bytes:
        """Give the whole file, for the ready-made vaults of unit tests."""
        return self._db.serialize()

    def become(self, copy: bytes) -> None:
        """Become a copy, in memory."""
        assert self._path is None, "only a log in memory becomes a copy"
        self._db.deserialize(copy)
        self._read_head()

    def sign_with(self, key: Ed25519PrivateKey, generation: Callable[[], int]) -> None:
        """Sign checkpoints from now on; `generation` gives that of the keystore."""
        self._generation = generation
        self._signer = key

    def append(self, event: Event, *, durable: bool = True) -> int:
        """Write one event and give its number; the moment is added here.

        Raises:
            AuditUnwritable: it could not be written; whatever it states must not happen.
        """
        waiting = _Waiting(notes.event_body({"at": self._stamp(), **event}), durable=durable)
        with self._queue_lock:
            self._queue.append(waiting)
        with self._write_lock:
            if not waiting.done:
                self._write_queue()
        if waiting.error is not None:
            raise AuditUnwritable from waiting.error
        self.is_writable = True
        return waiting.number

    def _stamp(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="milliseconds")

    def _write_queue(self) -> None:
        with self._queue_lock:
            batch, self._queue = self._queue, []
        number, head = self.number, self.head
        rows = []
        for waiting in batch:
            number += 1
            head = notes.event_hash(head, number, waiting.body)
            waiting.number = number
            rows.append((number, waiting.body, head))
        durable = any(waiting.durable for waiting in batch)
        try:
            self._store(rows, durable=durable)
        except sqlite3.Error as error:
            self.is_writable = False
            for waiting in batch:
                waiting.error = error
        else:
            self.number, self.head = number, head
            self._unsynced = not durable
        for waiting in batch:
            waiting.done = True

    def _store(self, rows: list[tuple[int, bytes, bytes]], *, durable: bool) -> None:
        # Outside a transaction the setting takes effect at once; it costs a microsecond.
        self._db.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany("INSERT INTO event VALUES (?, ?, ?)", rows)
            number, _, head = rows[-1]
            if number - self._last_checkpoint >= CHECKPOINT_EVERY:
                self._store_checkpoint(number, head)
            self._db.execute("COMMIT")
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            self._last_checkpoint = min(self._last_checkpoint, self.number)
            raise

    def _store_checkpoint(self, number: int, head: bytes) -> None:
        if self._signer is None:
            return
        ledger = self.ledger_head()
        note = notes.sign(Checkpoint(number, head, self._generation(), ledger), self._signer)
        self._db.execute("INSERT OR REPLACE INTO checkpoint VALUES (?, ?)", (number, note))
        self._last_checkpoint = number

    def checkpoint(self) -> None:
        """Sign the newest event now, if it has no signature: at lock, and every hour.

        Raises:
            AuditUnwritable: it could not be written.
        """
        with self._write_lock:
            if self.number == 0:
                return
            try:
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.execute("BEGIN IMMEDIATE")
                self._store_checkpoint(self.number, self.head)
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                self.is_writable = False
                raise AuditUnwritable from error

    def sync(self) -> None:
        """Bring the looks of the last second to the disk."""
        if not self._unsynced or self._path is None:
            return
        self._unsynced = False
        with contextlib.suppress(FileNotFoundError):
            descriptor = os.open(f"{self._path}-wal", os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def newest_note(self) -> str | None:
        """Give the newest checkpoint as a signed note."""
        query = "SELECT note FROM checkpoint ORDER BY n DESC LIMIT 1"
        with self._write_lock:
            row = self._db.execute(query).fetchone()
        return row[0] if row else None

    def last_checkpoint(self) -> tuple[int, bytes]:
        """Give the number of the newest signed event, and its body if it was not pruned."""
        query = (
            "SELECT checkpoint.n, CAST(body AS BLOB) FROM checkpoint LEFT JOIN event USING (n)"
            " ORDER BY checkpoint.n DESC LIMIT 1"
        )
        with self._write_lock:
            row = self._db.execute(query).fetchone()
        return (row[0], row[1] or b"") if row else (0, b"")

    def rows(self, *, after: int = 0) -> Iterator[tuple[int, bytes, bytes]]:
        """Give number, body and hash of the events after a number, oldest first."""
        while True:
            with self._write_lock:
                rows = self._db.execute(_AFTER, (after,)).fetchall()
            if not rows:
                return
            yield from rows
            after = rows[-1][0]

    def between(self, first: int, last: int) -> list[tuple[int, bytes]]:
        """Give number and body of the events of a stretch, oldest first."""
        query = "SELECT n, CAST(body AS BLOB) FROM event WHERE n BETWEEN ? AND ? ORDER BY n"
        with self._write_lock:
            return self._db.execute(query, (first, last)).fetchall()

    def first_at(self, moment: str) -> int:
        """Give the number of the first event at or after a moment (ISO 8601, UTC)."""
        with self._write_lock:
            low = self._db.execute("SELECT coalesce(min(n), 1) FROM event").fetchone()[0]
        high = self.number + 1
        while low < high:  # moments grow with numbers
            middle = (low + high) // 2
            found = self.between(middle, middle)
            if found and _moment_in(found[0][1]) < moment:
                low = middle + 1
            else:
                high = middle
        return int(low)

    def newest_first(self) -> Iterator[tuple[int, bytes]]:
        """Give number and body of the events, newest first."""
        before = self.number + 1
        while True:
            with self._write_lock:
                rows = self._db.execute(_BEFORE, (before,)).fetchall()
            if not rows:
                return
            yield from rows
            before = rows[-1][0]

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Work on the file itself: for pruning and verifying."""
        with self._write_lock:
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with self._write_lock:
            self._db.close()
