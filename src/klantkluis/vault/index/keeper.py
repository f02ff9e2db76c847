"""The keeper of the index: builds it after the unlock, and follows what the rooms save."""

import contextlib
import ctypes
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import psycopg

from klantkluis.vault.index.memory import MemoryIndex, Subject
from klantkluis.vault.index.search import Question, lookalikes, search
from klantkluis.vault.index.source import StoredSubject, SubjectSource
from klantkluis.vault.rows import Card, SearchPage

log = logging.getLogger("klantkluis.vault")

type Opener = Callable[[Sequence[StoredSubject]], Iterable[Subject]]

_BREATH_SECONDS = 0.0005
_AT_ONCE = 5000
_DATABASE_TROUBLE = (sqlite3.Error, psycopg.Error)


class IndexKeeper:
    """Thread-safe. Without `in_thread` the index is built at the first question."""

    def __init__(self, source: SubjectSource, opener: Opener, *, in_thread: bool) -> None:
        self._source = source
        self._opener = opener
        self._lock = threading.Lock()
        self._index = MemoryIndex()
        self._totals: dict[Any, int] = {}
        self._seen = 0
        self._total = 0
        self._state = "waiting"
        self._in_thread = in_thread
        self._stopped = False

    def start(self) -> None:
        """Begin to build, in a thread of its own."""
        if self._in_thread:
            self._state = "building"
            threading.Thread(target=self._build_safely, name="index", daemon=True).start()

    def stop(self) -> None:
        """Let a build end before its time."""
        self._stopped = True

    def progress(self) -> dict[str, Any]:
        """Give state (waiting, building, ready, failed), and rows read of how many."""
        return {"state": self._state, "done": self._index.size, "total": self._total}

    def _build_safely(self) -> None:
        try:
            self._build()
        except Exception as error:  # noqa: BLE001 - a failed index must not look like a slow one
            log.error("index failed: %s", type(error).__name__)  # noqa: TRY400
            self._state = "failed"

    def _build(self) -> None:
        self._state = "building"
        seen, self._total = self._source.newest_change()
        for batch in self._source.newest_first():
            entries = [subject.entry() for subject in self._opened(batch)]
            with self._lock:
                self._index.stage(entries)
            self._breathe()
            if self._stopped:
                return
        steps = self._index.finish()
        while self._step(steps, seen):
            self._breathe()
            if self._stopped:
                return
        _give_memory_back()

    def _step(self, steps: Iterator[None], seen: int) -> bool:
        """Do one step of the ordering and indexing; false when the index is ready."""
        with self._lock:
            for _ in steps:
                return True
            self._seen = seen
            self._state = "ready"
        return False

    def _breathe(self) -> None:
        # A lock that is taken again at once would never let a waiting question in.
        if self._in_thread:
            time.sleep(_BREATH_SECONDS)

    def _opened(self, rows: Sequence[StoredSubject]) -> Iterable[Subject]:
        return self._opener([row for row in rows if row.is_listed])

    def _catch_up(self) -> None:
        """Take in what changed since; the caller holds the lock and the index is ready."""
        with contextlib.suppress(*_DATABASE_TROUBLE):
            while rows := self._source.changed_after(self._seen):
                self._take(rows)
                self._seen = rows[-1].change_seq

    def _take(self, rows: Sequence[StoredSubject]) -> None:
        self._totals.clear()
        self._index.db.execute("BEGIN")
        for row in rows:
            if not row.is_listed:
                self._index.drop(row.uid)
        for subject in self._opened(rows):
            self._index.put(subject)
        self._index.db.execute("COMMIT")

    def _prepare(self) -> None:
        if self._state in {"waiting", "failed"}:
            self._build()

    def search(self, question: Question) -> SearchPage:
        """Give one page of cards."""
        self._prepare()
        with self._lock:
            if self._index.is_ready:
                self._catch_up()
            return search(self._index, question, self._totals)

    def lookalikes(
        self, fields: Mapping[str, Any], exclude: UUID | None = None
    ) -> tuple[Card, ...]:
        """Give subjects that look the same; none while the index is being built."""
        self._prepare()
        with self._lock:
            if self._index.is_ready:
                self._catch_up()
            return lookalikes(self._index, fields, exclude)

    def saved(self, uids: Sequence[UUID]) -> list[StoredSubject]:
        """Read the rows of subjects that were saved, and take them in; give them."""
        try:
            rows = self._source.with_uids(uids)
        except _DATABASE_TROUBLE:
            return []
        with self._lock:
            if self._index.is_ready and rows:
                self._take(rows)
        return rows

    def names_and_words(self) -> Iterator[tuple[str, str]]:
        """Give name and words of each subject that is read so far, some at a time."""
        self._prepare()
        with self._lock:
            if self._index.is_ready:
                self._catch_up()
        after = -(1 << 62)
        query = "SELECT id, name, x FROM d WHERE id > ? ORDER BY id LIMIT ?"
        while True:
            with self._lock:
                rows = self._index.db.execute(query, (after, _AT_ONCE)).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield from ((name, words) for _id, name, words in rows)

    def drop(self, *uids: UUID) -> None:
        """Forget subjects at once."""
        self._prepare()
        with self._lock:
            self._totals.clear()
            for uid in uids:
                if self._index.is_ready:
                    self._index.drop(uid)
                else:
                    self._index.drop_staged(uid)


def _give_memory_back() -> None:
    # Building leaves freed pages with the C library; they are a tenth of the process.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
