"""What the vault reads in the main database: sealed customers, and the head of the books."""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import batched
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import psycopg

COLUMNS = "id, uid, rev, schema, sealed, change_seq, state, number"
TABLE = "customers_customer"
BOOKS = "ledger_journalentry"
GONE = frozenset({"merged", "erased"})
BATCH = 500
"""What is opened at once stays in the cache of the processor."""
CHANGES = 2000


class StoredSubject(NamedTuple):
    """A row of the customers table; `key` is the uid as bytes."""

    id: int
    key: bytes
    rev: int
    schema: int
    sealed: bytes
    change_seq: int
    state: str
    number: int | None

    @property
    def uid(self) -> UUID:
        """Give the uid."""
        return UUID(bytes=self.key)

    @property
    def is_listed(self) -> bool:
        """Say whether it belongs in lists."""
        return self.state not in GONE and bool(self.sealed)


class SubjectSource(Protocol):
    """What the index asks of the main database."""

    def newest_change(self) -> tuple[int, int]:
        """Give the highest change number and the number of rows."""

    def newest_first(self) -> Iterator[list[StoredSubject]]:
        """Give all rows in batches, newest first."""

    def changed_after(self, change_seq: int) -> list[StoredSubject]:
        """Give up to 2,000 rows that changed after a change number, in that order."""

    def with_uids(self, uids: Sequence[UUID]) -> list[StoredSubject]:
        """Give the rows of these subjects."""

    def ledger_head(self) -> tuple[int, bytes] | None:
        """Give number and hash of the newest entry in the books; None when they are empty."""

    def ledger_hashes(self, numbers: Collection[int]) -> dict[int, bytes]:
        """Give the hashes of those entries that are in the books."""


type Execute = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class SqlSource:
    """Reads through any function that runs SQL with `%s` marks."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    def newest_change(self) -> tuple[int, int]:
        """Give the highest change number and the number of rows."""
        query = f"SELECT coalesce(max(change_seq), 0), count(*) FROM {TABLE}"  # noqa: S608
        rows = self._execute(query, ())
        return rows[0][0], rows[0][1]

    def newest_first(self) -> Iterator[list[StoredSubject]]:
        """Give all rows in batches, newest first."""
        before = 1 << 62
        query = f"SELECT {COLUMNS} FROM {TABLE} WHERE id < %s ORDER BY id DESC LIMIT {BATCH}"  # noqa: S608
        while rows := self._execute(query, (before,)):
            before = rows[-1][0]
            yield [_subject(row) for row in rows]

    def changed_after(self, change_seq: int) -> list[StoredSubject]:
        """Give up to 2,000 rows that changed after a change number, in that order."""
        query = (
            f"SELECT {COLUMNS} FROM {TABLE} WHERE change_seq > %s"  # noqa: S608
            f" ORDER BY change_seq LIMIT {CHANGES}"
        )
        return [_subject(row) for row in self._execute(query, (change_seq,))]

    def with_uids(self, uids: Sequence[UUID]) -> list[StoredSubject]:
        """Give the rows of these subjects."""
        found = []
        for start in range(0, len(uids), 500):
            portion = [uid.hex for uid in uids[start : start + 500]]
            marks = ", ".join(["%s"] * len(portion))
            query = f"SELECT {COLUMNS} FROM {TABLE} WHERE uid IN ({marks})"  # noqa: S608
            found += [_subject(row) for row in self._execute(query, portion)]
        return found

    def ledger_head(self) -> tuple[int, bytes] | None:
        """Give number and hash of the newest entry in the books; None when they are empty."""
        query = f"SELECT n, h FROM {BOOKS} ORDER BY n DESC LIMIT 1"  # noqa: S608
        rows = self._execute(query, ())
        return (int(rows[0][0]), bytes(rows[0][1])) if rows else None

    def ledger_hashes(self, numbers: Collection[int]) -> dict[int, bytes]:
        """Give the hashes of those entries that are in the books."""
        found: dict[int, bytes] = {}
        for portion in batched(sorted(numbers), 500, strict=False):
            listed = ", ".join(str(int(number)) for number in portion)
            query = f"SELECT n, h FROM {BOOKS} WHERE n IN ({listed})"  # noqa: S608
            found |= {int(n): bytes(h) for n, h in self._execute(query, ())}
        return found


def _subject(row: Sequence[Any]) -> StoredSubject:
    place, uid, rev, schema, sealed, change_seq, state, number = row
    key = bytes.fromhex(uid) if isinstance(uid, str) else uid.bytes
    return StoredSubject(place, key, rev, schema, bytes(sealed or b""), change_seq, state, number)


class EmptySource:
    """A main database without customers."""

    def newest_change(self) -> tuple[int, int]:
        """Give nothing."""
        return 0, 0

    def newest_first(self) -> Iterator[list[StoredSubject]]:
        """Give nothing."""
        return iter(())

    def changed_after(self, change_seq: int) -> list[StoredSubject]:  # noqa: ARG002
        """Give nothing."""
        return []

    def with_uids(self, uids: Sequence[UUID]) -> list[StoredSubject]:  # noqa: ARG002
        """Give nothing."""
        return []

    def ledger_head(self) -> tuple[int, bytes] | None:
        """Give nothing."""
        return None

    def ledger_hashes(self, numbers: Collection[int]) -> dict[int, bytes]:  # noqa: ARG002
        """Give nothing."""
        return {}


def source_of(url: str) -> SubjectSource:
    """Give the source behind a database URL: `sqlite:///path` or `postgresql://…`.

    Raises:
        ValueError: another kind of database.
    """
    parts = urlsplit(url)
    if not url:
        return EmptySource()
    if parts.scheme == "sqlite":
        return SqlSource(_Sqlite(unquote(parts.path.removeprefix("/"))))
    if parts.scheme in {"postgresql", "postgres"}:
        return SqlSource(_PostgreSql(url))
    raise ValueError("the main database is neither SQLite nor PostgreSQL")


class _Sqlite:
    """One read-only connection, opened when the file is there."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None

    def __call__(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._lock:
            if self._db is None:
                self._db = sqlite3.connect(
                    f"file:{self._path}?mode=ro", uri=True, check_same_thread=False, timeout=30
                )
                self._db.execute("PRAGMA temp_store=MEMORY")
            return self._db.execute(query.replace("%s", "?"), values).fetchall()


class _PostgreSql:
    """One read-only connection, opened again when it broke."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._db: psycopg.Connection | None = None

    def __call__(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        typed = query.replace("uid IN (%s", "uid IN (%s::uuid").replace(", %s", ", %s::uuid")
        with self._lock:
            if self._db is None or self._db.broken or self._db.closed:
                self._db = psycopg.connect(
                    self._url,
                    autocommit=True,
                    options="-c default_transaction_read_only=on",
                    connect_timeout=10,
                )
            return self._db.execute(typed.encode(), values).fetchall()
