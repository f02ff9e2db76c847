"""The index itself: a table and full-text indexes in an in-memory SQLite.

The id of a subject is its place in the Dutch order, with room between neighbours. Full-text hits
come in the order of ids, so the first page of a common name needs no sorting: it stops after the
first fifty. When there is no room left between two neighbours, those around get new places.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from klantkluis.core.names import display_name, fold, sort_key
from klantkluis.vault.index import terms

STEP = 1 << 8
WIDE_STEP = 1 << 24
"""Rows that come in one by one need room between them; those of a whole table stand close."""
TRIGRAMS_UP_TO = 200_000
_FTS = "content='', columnsize=0, detail=none"
_SCHEMA = f"""
PRAGMA temp_store=MEMORY;
PRAGMA secure_delete=ON;
PRAGMA journal_mode=OFF;
CREATE TABLE staged (uid BLOB, number INTEGER, kind TEXT, country TEXT, sort TEXT, name TEXT,
    town TEXT, c TEXT, x TEXT);
CREATE TABLE d (id INTEGER PRIMARY KEY, uid BLOB, number INTEGER, kind TEXT, country TEXT,
    sort TEXT, name TEXT, town TEXT, c TEXT, x TEXT);
CREATE VIRTUAL TABLE f USING fts5(x, prefix='1 2 3', tokenize='ascii', {_FTS});
CREATE VIRTUAL TABLE g USING fts5(x, tokenize='trigram case_sensitive 1', {_FTS});
"""
_INDEXES = (
    "CREATE UNIQUE INDEX d_uid ON d (uid)",
    "CREATE INDEX d_sort ON d (sort)",
    "CREATE INDEX d_town ON d (c)",
    "CREATE INDEX d_number ON d (number)",
)
_FTS_AUTOMERGE = 4  # what FTS5 itself starts with
_COLUMNS = "uid, number, kind, country, sort, name, town, c, x"
GRAM_SQL = "sort || ' ' || c"
type Entry = tuple[bytes, int | None, str, str, str, str, str, str, str]


class Subject(NamedTuple):
    """What the index takes in of a customer; `key` is the uid as bytes."""

    key: bytes
    number: int | None
    fields: Mapping[str, Any]

    def entry(self) -> Entry:
        """Give the row of the index."""
        fields, town = self.fields, str(self.fields.get("town") or "")
        return (
            self.key,
            self.number,
            str(fields.get("kind") or ""),
            str(fields.get("country") or ""),
            sort_key(fields),
            display_name(fields),
            town,
            fold(town),
            terms.record_tokens(fields, self.number),
        )


class MemoryIndex:
    """One index. Not thread-safe: the keeper of it holds a lock."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.db.executescript(_SCHEMA)
        self.is_ready = False
        self.has_trigrams = False
        self.size = 0
        self._worded = -(1 << 62)

    def stage(self, entries: Sequence[Entry]) -> None:
        """Take in rows while the index is built; they are found at once, if slowly."""
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", entries)
        self.db.execute("COMMIT")
        self.size += len(entries)

    def finish(self, at_once: int = 10_000) -> Iterator[None]:
        """Give every staged row its place in the Dutch order, and index them all, step by step.

        No step takes long, so that questions can be answered between two of them.
        """
        self.has_trigrams = self.size <= TRIGRAMS_UP_TO
        self.db.execute("CREATE TABLE o (place INTEGER PRIMARY KEY, row INTEGER)")
        self.db.execute("INSERT INTO o (row) SELECT rowid FROM staged ORDER BY sort, number, uid")
        yield
        (last,) = self.db.execute("SELECT coalesce(max(place), 0) FROM o").fetchone()
        for start in range(0, last, at_once):
            self._move(start, start + at_once)
            yield
        for statement in ("DROP TABLE staged", "DROP TABLE o", *_INDEXES):
            self.db.execute(statement)
            yield
        self._merge_words(0)
        for start in range(0, last, at_once):
            self._index_words(start * STEP, (start + at_once) * STEP)
            yield
        self._merge_words(_FTS_AUTOMERGE)
        self.is_ready = True

    def _move(self, after: int, upto: int) -> None:
        self.db.execute(
            f"INSERT INTO d SELECT place * {STEP}, {_COLUMNS}"  # noqa: S608
            " FROM o CROSS JOIN staged ON staged.rowid = o.row"
            " WHERE place > ? AND place <= ? ORDER BY place",
            (after, upto),
        )

    def _index_words(self, after: int, upto: int) -> None:
        where = "WHERE id > ? AND id <= ? ORDER BY id"
        self.db.execute(f"INSERT INTO f(rowid, x) SELECT id, x FROM d {where}", (after, upto))  # noqa: S608
        if self.has_trigrams:
            query = f"INSERT INTO g(rowid, x) SELECT id, {GRAM_SQL} FROM d {where}"  # noqa: S608
            self.db.execute(query, (after, upto))
        self._worded = upto

    def _merge_words(self, segments: int) -> None:
        """Let the full-text indexes merge their parts when there are so many; 0 is never."""
        for table in "fg":
            query = f"INSERT INTO {table}({table}, rank) VALUES ('automerge', ?)"  # noqa: S608
            self.db.execute(query, (segments,))

    def put(self, subject: Subject) -> None:
        """Take in a new or changed subject."""
        entry = subject.entry()
        before = self._entry(subject.key)
        if before is not None:
            place, old = before
            if old == entry:
                return
            self._forget_words(place, old)
            if old[4] == entry[4]:
                self._store(place, entry)
                return
            self.db.execute("DELETE FROM d WHERE id = ?", (place,))
        else:
            self.size += 1
            self._mind_the_trigrams()
        self._store(self._place_for(entry[4]), entry)

    def _mind_the_trigrams(self) -> None:
        """Do without trigrams once there are too many subjects, as after the next unlock."""
        if self.has_trigrams and self.size > TRIGRAMS_UP_TO:
            self.has_trigrams = False
            self.db.execute("INSERT INTO g(g) VALUES ('delete-all')")

    def drop(self, uid: UUID) -> bool:
        """Forget a subject; false if it was not there."""
        before = self._entry(uid.bytes)
        if before is None:
            return False
        self._forget_words(*before)
        self.db.execute("DELETE FROM d WHERE id = ?", (before[0],))
        self.size -= 1
        return True

    def drop_staged(self, uid: UUID) -> None:
        """Forget a subject that was erased while the index is built."""
        placed = self._entry(uid.bytes)
        if placed is not None:
            if placed[0] <= self._worded:
                self._forget_words(*placed)
            self.db.execute("DELETE FROM d WHERE id = ?", placed[:1])
        if self.db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'staged'").fetchone():
            self.db.execute("DELETE FROM staged WHERE uid = ?", (uid.bytes,))

    def _entry(self, key: bytes) -> tuple[int, Entry] | None:
        query = f"SELECT id, {_COLUMNS} FROM d WHERE uid = ?"  # noqa: S608
        row = self.db.execute(query, (key,)).fetchone()
        return (row[0], row[1:]) if row else None

    def _store(self, place: int, entry: Entry) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO d VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (place, *entry)
        )
        self.db.execute("INSERT INTO f(rowid, x) VALUES (?, ?)", (place, entry[8]))
        if self.has_trigrams:
            self.db.execute("INSERT INTO g(rowid, x) VALUES (?, ?)", (place, _gram_text(entry)))

    def _forget_words(self, place: int, entry: Entry) -> None:
        self.db.execute("INSERT INTO f(f, rowid, x) VALUES ('delete', ?, ?)", (place, entry[8]))
        if self.has_trigrams:
            self.db.execute(
                "INSERT INTO g(g, rowid, x) VALUES ('delete', ?, ?)", (place, _gram_text(entry))
            )

    def _neighbours(self, sort: str) -> tuple[int | None, int | None]:
        before = self.db.execute(
            "SELECT id FROM d WHERE sort <= ? ORDER BY sort DESC, id DESC LIMIT 1", (sort,)
        ).fetchone()
        if before is None:
            after = self.db.execute("SELECT min(id) FROM d").fetchone()
        else:
            query = "SELECT id FROM d WHERE id > ? ORDER BY id LIMIT 1"
            after = self.db.execute(query, before).fetchone()
        return (before[0] if before else None), (after[0] if after else None)

    def _place_for(self, sort: str) -> int:
        before, after = self._neighbours(sort)
        if before is None and after is None:
            return WIDE_STEP
        if before is None or after is None:
            return (before + WIDE_STEP) if before is not None else (after or 0) - WIDE_STEP
        if after - before < 2:
            self._make_room(before)
            before, after = self._neighbours(sort)
            assert before is not None, "making room keeps the neighbours"
            if after is None:
                return before + WIDE_STEP
        return (before + after) // 2

    def _make_room(self, around: int) -> None:
        """Spread the rows around a place evenly, over a stretch wide enough to hold them."""
        reach = 32
        while True:
            below, above = self._at_distance(around, -reach), self._at_distance(around, reach)
            # Asked in one, SQLite reads the whole table for the two.
            ends = "SELECT (SELECT min(id) FROM d), (SELECT max(id) FROM d)"
            lowest, highest = self.db.execute(ends).fetchone()
            first = lowest - 1 if below is None else below
            last = highest + 1 if above is None else above
            rows = self.db.execute(
                f"SELECT id, {_COLUMNS} FROM d WHERE id > ? AND id < ? ORDER BY id",  # noqa: S608
                (first, last),
            ).fetchall()
            wide = (len(rows) + 1) * STEP
            if above is None:  # beyond the last and before the first there is room without end
                last = max(last, first + wide)
            elif below is None:
                first = min(first, last - wide)
            gap = (last - first) // (len(rows) + 1)
            if gap >= STEP // 4:
                break
            reach *= 4
        for row in rows:
            self._forget_words(row[0], row[1:])
        self.db.executemany("DELETE FROM d WHERE id = ?", [row[:1] for row in rows])
        for turn, row in enumerate(rows, 1):
            self._store(first + turn * gap, row[1:])

    def _at_distance(self, around: int, steps: int) -> int | None:
        """Give the id so many rows away, or None beyond all rows."""
        compare, order = (">", "ASC") if steps > 0 else ("<", "DESC")
        query = f"SELECT id FROM d WHERE id {compare} ? ORDER BY id {order} LIMIT 1 OFFSET ?"  # noqa: S608
        row = self.db.execute(query, (around, abs(steps))).fetchone()
        return int(row[0]) if row else None


def _gram_text(entry: Entry) -> str:
    return f"{entry[4]} {entry[7]}"
