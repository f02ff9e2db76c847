"""Rotation: a new vault key, and every other key wrapped again under it, while people work.

Readers accept both epochs until no key of the old one is left. A rotation that was interrupted
goes on at the next unlock, for the old epoch's keys are still sealed to each slot.
"""

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from klantkluis.vault import keys, opening, slots
from klantkluis.vault.keys import Epoch, KeyRing
from klantkluis.vault.keystore import Keystore, Register, Registered

BATCH = 5000
_TABLES = (
    ("subject_key", "uid", keys.SUBJECT),
    ("class_key", "name", keys.CLASS),
    ("intake_key", "id", keys.INTAKE),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rotation is, in wrapped keys."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is left."""
        return self.done >= self.total


def begin(store: Keystore, register: Register, ring: KeyRing, rows: Registered,
          random: Callable[[int], bytes] = os.urandom) -> None:  # fmt: skip
    """Make the next vault key, seal it to all valid slots, and sign all rows under it.

    One transaction: afterwards either epoch e or both are there, for every slot alike.
    """
    old = ring.current
    new = Epoch.of(old.number + 1, random(32))
    with store.write() as db:
        ring.add(new)
        register.use_keys([new.auth, old.auth])
        try:
            _store_epoch(db, new, register, rows)
            _rewrap_misc(db, ring, random)
        except BaseException:
            ring.withdraw(new)
            register.use_keys([old.auth])
            raise


def _store_epoch(db: sqlite3.Connection, new: Epoch, register: Register, rows: Registered) -> None:
    for slot in rows.enabled_slots():
        sealed = slots.seal_vmk(slot, new.vmk, new.number)
        db.execute("INSERT INTO slot_vmk VALUES (?, ?, ?)", (slot.id, new.number, sealed))
    db.execute("UPDATE vmk SET state = 'retiring'")
    db.execute("INSERT INTO vmk VALUES (?, 'current')", (new.number,))
    register.save_again(db, rows)


def _rewrap_misc(db: sqlite3.Connection, ring: KeyRing, random: Callable[[int], bytes]) -> None:
    for name, wrapped in db.execute("SELECT name, wrapped FROM misc_key").fetchall():
        key = ring.unwrap(wrapped, keys.MISC, name.encode())
        again = ring.wrap(key, keys.MISC, name.encode(), random(12))
        db.execute("UPDATE misc_key SET wrapped = ? WHERE name = ?", (again, name))


def is_under_way(store: Keystore) -> bool:
    """Say whether an epoch is on its way out."""
    with store.read() as db:
        query = "SELECT 1 FROM vmk WHERE state = 'retiring'"
        return db.execute(query).fetchone() is not None


def progress(store: Keystore, ring: KeyRing) -> Progress:
    """Count the keys under the current epoch, and all."""
    done = total = 0
    with store.read() as db:
        for table in ("subject_key", "class_key"):
            query = f"SELECT count(*), coalesce(sum(epoch = ?), 0) FROM {table}"  # noqa: S608
            count, current = db.execute(query, (ring.current.number,)).fetchone()
            done, total = done + current, total + count
    return Progress(done, total)


def step(
    store: Keystore, ring: KeyRing, random: Callable[[int], bytes] = os.urandom, after: bytes = b""
) -> bytes | None:
    """Wrap up to 5,000 subject keys again; give where to go on, or None when all are done."""
    current = ring.current.number
    with store.write() as db:
        found = db.execute(
            "SELECT uid, epoch, wrapped FROM subject_key WHERE uid > ? ORDER BY uid LIMIT ?",
            (after, BATCH),
        ).fetchall()
        changes = [
            (current, _again(ring, keys.SUBJECT, uid, wrapped, random), uid, wrapped)
            for uid, epoch, wrapped in found
            if epoch != current
        ]
        query = "UPDATE subject_key SET epoch = ?, wrapped = ? WHERE uid = ? AND wrapped = ?"
        db.executemany(query, changes)
    return found[-1][0] if found else None


def _again(
    ring: KeyRing, kind: str, name: bytes, wrapped: bytes, random: Callable[[int], bytes]
) -> bytes:
    return ring.wrap(ring.unwrap(wrapped, kind, name), kind, name, random(12))


def finish(
    store: Keystore, register: Register, ring: KeyRing, random: Callable[[int], bytes] = os.urandom
) -> bool:
    """Wrap the few class and intake keys again, and forget the old epoch when nothing needs it.

    Returns:
        False if a subject key of an old epoch is left.
    """
    current = ring.current.number
    with store.write() as db:
        for table, column, kind in _TABLES[1:]:
            query = f"SELECT {column}, wrapped FROM {table}"  # noqa: S608
            for name, wrapped in db.execute(query).fetchall():
                if opening.wrapped_epoch(wrapped) != current:
                    again = _again(ring, kind, str(name).encode(), wrapped, random)
                    change = f"UPDATE {table} SET wrapped = ? WHERE {column} = ? AND wrapped = ?"  # noqa: S608
                    db.execute(change, (again, name, wrapped))
        db.execute("UPDATE class_key SET epoch = ?", (current,))
        left = "SELECT 1 FROM subject_key WHERE epoch <> ? LIMIT 1"
        if db.execute(left, (current,)).fetchone():
            return False
        db.execute("DELETE FROM slot_vmk WHERE epoch <> ?", (current,))
        db.execute("DELETE FROM vmk WHERE epoch <> ?", (current,))
    register.use_keys([ring.current.auth])
    store.truncate_log()
    return True
