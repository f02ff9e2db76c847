"""Destroying keys for good. Each step can be repeated, and an interrupted one is resumed.

The order is: tombstone, overwrite, delete, commit, empty the write-ahead log. Only then does the
caller drop the sealed rows. The tombstone stays; a restored data backup meets it.
"""

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from klantkluis.vault.erased import owner_named
from klantkluis.vault.keystore import Keystore
from klantkluis.vault.rows import Owner


def name_of(owner: Owner) -> str:
    """Give the name of a subject or class as tombstones have it."""
    return owner.hex if isinstance(owner, UUID) else owner


def bury(store: Keystore, owners: Collection[Owner], *, reason: str, at: datetime) -> None:
    """Put up tombstones: from now on no key can be made again, and a crash will be resumed."""
    moment = at.isoformat(timespec="seconds")
    with store.write() as db:
        db.executemany(
            "INSERT OR IGNORE INTO tombstone VALUES (?, 'pending', ?, ?)",
            [(name_of(owner), reason, moment) for owner in owners],
        )


def destroy_keys(store: Keystore, owners: Collection[Owner]) -> bool:
    """Overwrite and delete the wrapped keys of owners that have a tombstone.

    Returns:
        False if the write-ahead log could not be emptied because something was reading; then
        this must be called again.
    """
    with store.write() as db:
        overwrite(db, owners)
    return store.truncate_log()


def overwrite(db: sqlite3.Connection, owners: Iterable[Owner]) -> None:
    """Overwrite and delete wrapped keys within a transaction: of the keystore, or of a copy."""
    subjects, classes = [], []
    for owner in owners:
        if isinstance(owner, UUID):
            subjects.append((owner.bytes,))
        else:
            classes.append((owner,))
    for table, column, values in (
        ("subject_key", "uid", subjects),
        ("class_key", "name", classes),
    ):
        db.executemany(
            f"UPDATE {table} SET wrapped = zeroblob(length(wrapped)) WHERE {column} = ?",  # noqa: S608
            values,
        )
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", values)  # noqa: S608


def finish(store: Keystore, owners: Iterable[Owner]) -> int:
    """Mark that rows, files and copies are gone as well; give how many were not finished yet."""
    query = "UPDATE tombstone SET state = 'done' WHERE uid_or_class = ? AND state = 'pending'"
    with store.write() as db:
        return sum(db.execute(query, (name_of(owner),)).rowcount for owner in owners)


def pending(store: Keystore) -> list[Owner]:
    """Give the subjects and classes whose erasure is not finished."""
    query = "SELECT uid_or_class FROM tombstone WHERE state = 'pending' ORDER BY at"
    with store.read() as db:
        return [owner_named(name) for (name,) in db.execute(query)]


def buried(store: Keystore, owners: Iterable[Owner]) -> set[Owner]:
    """Give those of these owners that have a tombstone."""
    query = "SELECT 1 FROM tombstone WHERE uid_or_class = ?"
    with store.read() as db:
        return {owner for owner in owners if db.execute(query, (name_of(owner),)).fetchone()}


def resume(store: Keystore) -> list[Owner]:
    """Destroy what has a pending tombstone once more, after a crash; give those owners."""
    found = pending(store)
    if found:
        destroy_keys(store, found)
    return found
