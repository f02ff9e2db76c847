"""What keystore and log say to who has no key: for a backup or a restore, while no vault runs."""

import sqlite3
from pathlib import Path
from uuid import UUID


class reading:  # noqa: N801 - a word of a with statement
    """A connection that only reads, also beside a vault that runs."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        self._db = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=30)
        self._db.execute("PRAGMA temp_store=MEMORY")
        return self._db

    def __exit__(self, *_: object) -> None:
        self._db.close()


def subjects_with_key(keystore: Path) -> set[UUID]:
    """Give the subjects that a keystore holds a key of."""
    with reading(keystore) as db:
        return {UUID(bytes=uid) for (uid,) in db.execute("SELECT uid FROM subject_key")}


def classes_with_key(keystore: Path) -> set[str]:
    """Give the classes of documents that a keystore holds a key of."""
    with reading(keystore) as db:
        return {name for (name,) in db.execute("SELECT name FROM class_key")}


def newest_event(log: Path) -> tuple[int, bytes]:
    """Give number and hash of the newest event of a log; 0 without any."""
    if not log.exists():
        return 0, b""
    with reading(log) as db:
        query = "SELECT n, CAST(h AS BLOB) FROM event ORDER BY n DESC LIMIT 1"
        row = db.execute(query).fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, b"")


def holds_event(log: Path, number: int, hash_: bytes) -> bool:
    """Say whether a log has this very event: then it is the same log, as new or newer."""
    with reading(log) as db:
        query = "SELECT CAST(h AS BLOB) FROM event WHERE n = ?"
        row = db.execute(query, (number,)).fetchone()
        oldest = db.execute("SELECT min(n) FROM event").fetchone()[0] or 0
    return bytes(row[0]) == hash_ if row else 0 < number < oldest


def owners_of(keystore: Path) -> list[str]:
    """Give the members who say of themselves that they are owners; only the vault can be sure."""
    query = (
        "SELECT DISTINCT slot.staff FROM slot JOIN role USING (staff)"
        " WHERE slot.kind = 'staff' AND slot.enabled = 1 AND role.role = 'owner' ORDER BY 1"
    )
    with reading(keystore) as db:
        return [staff for (staff,) in db.execute(query)]
