"""What a site has on its disk: the values in its tables, and the bytes of all its files."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import ahocorasick
import psycopg

type Values = frozenset[tuple[str, bytes | str]]
"""Values, each with the column that it stands in."""

PUBLIC = frozenset({"site_publishedthing", "site_productentry", "site_productplace"})
"""Tables that the office fills with what everybody may see."""
LEAST_BYTES, LEAST_SIGNS = 16, 8
"""What is shorter says nothing: it is the same for many."""
PIECE, STEP = 24, 16 * 1024


def values_of(url: str) -> Values:
    """Give every value of every table that is not public, long enough to be known again."""
    found = set()
    for table, row in _rows(url):
        for column, value in row.items():
            told = value.hex if isinstance(value, UUID) else value
            if isinstance(told, memoryview):
                told = bytes(told)
            least = LEAST_BYTES if isinstance(told, bytes) else LEAST_SIGNS
            if isinstance(told, bytes | str) and len(told) >= least:
                found.add((f"{table}.{column}", told))
    return frozenset(found)


def waits_to_be_written_anew(url: str) -> bool:
    """Tell whether tables are still to be written anew, at the next knock of the office."""
    rows = [row for table, row in _rows(url) if table == "site_officelink"]
    return any(row["anew_from"] == 0 for row in rows)


def _rows(url: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as db:
            db.row_factory = sqlite3.Row
            names = db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'site_%'"
            )
            for (table,) in names.fetchall():
                if table in PUBLIC or table.endswith("_anew"):
                    continue
                yield from ((table, dict(row)) for row in db.execute(f'SELECT * FROM "{table}"'))
        return
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as db:
        query = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'site_%'"
        for each in db.execute(query).fetchall():
            table = each["tablename"]
            if table not in PUBLIC:
                rows = db.execute(psycopg.sql.SQL("SELECT * FROM {}").format(
                    psycopg.sql.Identifier(table)
                ))  # fmt: skip
                yield from ((table, row) for row in rows)


def pieces(value: bytes | str) -> Iterator[bytes]:
    """Give what a value looks like on a disk: a uid in each of its writings, bytes in pieces."""
    if isinstance(value, str):
        yield value.encode()
        if len(value) == 32 and set(value) <= set("0123456789abcdef"):
            yield str(UUID(value)).encode()
            yield UUID(value).bytes
        return
    yield value[:PIECE]
    yield from (value[at : at + PIECE] for at in range(STEP, len(value) - PIECE, STEP))
    if len(value) > PIECE:
        yield value[-PIECE:]


def files_with(values: Values, roots: list[Path]) -> list[str]:
    """Give which values still lie in which files: the column they stood in, and the file."""
    seeker = ahocorasick.Automaton()
    for column, value in values:
        for piece in pieces(value):
            seeker.add_word(piece.decode("latin-1"), column)
    seeker.make_automaton()
    found = set()
    for root in roots:
        for path in sorted(root.rglob("*")):
            try:
                data = path.read_bytes() if path.is_file() else b""
            except FileNotFoundError:  # a database lets go of files by itself
                continue
            hits = seeker.iter(data.decode("latin-1"))
            found |= {f"{column} in {path.relative_to(root)}" for _end, column in hits}
    return sorted(found)


def database_files(url: str) -> list[Path]:
    """Give the directory in which PostgreSQL keeps the files of a database."""
    with psycopg.connect(url) as db:
        row = db.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
        assert row is not None
        # Buffers of old pages are not of the disk; what was written to it is looked at.
        db.execute("CHECKPOINT")
    return [Path(row[0]) / "base" / str(row[1])]
