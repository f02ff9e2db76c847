"""Destroying keys for good. Each step can be repeated, and an interrupted one is resumed.

The order is: tombstone, overwrite, delete, commit, empty the write-ahead log. Only then does the
caller drop the sealed rows. The tombstone stays; a restored data backup meets it.
"""

from datetime import datetime
from uuid import UUID

from klantkluis.vault.keystore import Keystore
from klantkluis.vault.rows import Owner


def name_of(owner: Owner) -> str:
    """Give the name of a subject or class as tombstones have it."""
    return owner.hex if isinstance(owner, UUID) else owner


def owner_named(name: str) -> Owner:
    """Give the subject or class of a tombstone."""
    return UUID(hex=name) if len(name) == 32 else name


def bury(store: Keystore, owner: Owner, *, reason: str, at: datetime) -> None:
    """Put up the tombstone: from now on no key can be made again, and a crash will be resumed."""
    with store.write() as db:
        db.execute(
            "INSERT OR IGNORE INTO tombstone VALUES (?, 'pending', ?, ?)",
            (name_of(owner), reason, at.isoformat(timespec="seconds")),
        )


def destroy_key(store: Keystore, owner: Owner) -> bool:
    """Overwrite and delete the wrapped key of an owner that has a tombstone.

    Returns:
        False if the write-ahead log could not be emptied because something was reading; then
        this must be called again.
    """
    table, column = ("subject_key", "uid") if isinstance(owner, UUID) else ("class_key", "name")
    value = owner.bytes if isinstance(owner, UUID) else owner
    with store.write() as db:
        db.execute(
            f"UPDATE {table} SET wrapped = zeroblob(length(wrapped)) WHERE {column} = ?",  # noqa: S608
            (value,),
        )
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (value,))  # noqa: S608
    return store.truncate_log()


def finish(store: Keystore, owner: Owner) -> bool:
    """Mark that rows, files and copies are gone as well; false if there is no tombstone."""
    with store.write() as db:
        query = "UPDATE tombstone SET state = 'done' WHERE uid_or_class = ?"
        return db.execute(query, (name_of(owner),)).rowcount == 1


def pending(store: Keystore) -> list[Owner]:
    """Give the subjects and classes whose erasure is not finished."""
    query = "SELECT uid_or_class FROM tombstone WHERE state = 'pending' ORDER BY at"
    with store.read() as db:
        return [owner_named(name) for (name,) in db.execute(query)]


def resume(store: Keystore) -> list[Owner]:
    """Destroy what has a pending tombstone once more, after a crash; give those owners."""
    found = pending(store)
    for owner in found:
        destroy_key(store, owner)
    return found
