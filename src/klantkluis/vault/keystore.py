"""The file with all keys: wrapped under the vault key, never in clear, and never in a data backup.

A row that decides who may do what carries an authentication code under the vault key. A row whose
code is wrong is ignored and reported: nobody becomes an owner, or adds a slot, by SQL.
"""

import contextlib
import hmac
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from klantkluis.core.roles import Role
from klantkluis.vault import sealing
from klantkluis.vault.slots import Slot, SlotKind

_SCHEMA = """
CREATE TABLE IF NOT EXISTS slot (
    id BLOB PRIMARY KEY, kind TEXT NOT NULL, staff TEXT NOT NULL, pub BLOB NOT NULL,
    kdf TEXT NOT NULL, salt BLOB NOT NULL, kc BLOB NOT NULL, wrapped_seed BLOB NOT NULL,
    enabled INTEGER NOT NULL, mac BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slot_vmk (
    slot BLOB NOT NULL, epoch INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (slot, epoch)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vmk (
    epoch INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('current', 'retiring')));
CREATE TABLE IF NOT EXISTS subject_key (
    uid BLOB PRIMARY KEY, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS class_key (
    name TEXT PRIMARY KEY, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL,
    destroy_after TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS intake_key (
    id INTEGER PRIMARY KEY, pub BLOB NOT NULL, wrapped BLOB NOT NULL, retired TEXT);
CREATE TABLE IF NOT EXISTS misc_key (
    name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS role (
    staff TEXT NOT NULL, role TEXT NOT NULL, mac BLOB NOT NULL,
    PRIMARY KEY (staff, role)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting (
    k TEXT PRIMARY KEY, v TEXT NOT NULL, mac BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tombstone (
    uid_or_class TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('pending', 'done')),
    reason TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS planned (
    uid BLOB PRIMARY KEY, not_before TEXT NOT NULL, reason TEXT NOT NULL,
    mac BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempt (
    staff TEXT PRIMARY KEY, failures INTEGER NOT NULL, retry_at REAL NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """An owner's word that a subject is to be erased, from a moment on (ISO 8601, UTC)."""

    uid: UUID
    not_before: str
    reason: str

    def parts(self) -> tuple[bytes, ...]:
        """Give all columns, for the authentication code."""
        return (self.uid.bytes, *_texts(self.not_before, self.reason))


class Keystore:
    """The keystore file. One writer at a time; each thread reads on a connection of its own."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._all_lock = threading.Lock()
        self._write_lock = threading.RLock()
        if path:
            path.touch(mode=0o600)  # the files beside it get the same mode
        self._writer = self._connect()
        self._writer.executescript(_SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self._path or ":memory:", isolation_level=None, check_same_thread=False, timeout=30
        )
        db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
        )
        with self._all_lock:
            self._all.append(db)
        return db

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for reading; other threads do not wait for it."""
        if self._path is None:
            with self._write_lock:
                yield self._writer
            return
        db = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = self._connect()
        yield db

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give the writer inside a transaction that is on the disk when the block ends."""
        with self._write_lock:
            if self._writer.in_transaction:  # a block within a block is part of the outer one
                yield self._writer
                return
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")

    def truncate_log(self) -> bool:
        """Empty the write-ahead log, which still holds older pages; false if a reader is busy."""
        if self._path is None:
            return True
        with self._write_lock:
            busy, _, _ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    @property
    def path(self) -> Path | None:
        """Give where the file is; None when it is in memory."""
        return self._path

    def copy(self) -> bytes:
        """Give the whole file, for the ready-made vaults of unit tests."""
        return self._writer.serialize()

    def become(self, copy: bytes) -> None:
        """Become a copy, in memory."""
        assert self._path is None, "only a keystore in memory becomes a copy"
        self._writer.deserialize(copy)

    def close_thread(self) -> None:
        """Close the reading connection of a thread that ends."""
        db = getattr(self._local, "db", None)
        if db is not None:
            self._local.db = None
            with self._all_lock:
                self._all.remove(db)
            db.close()

    def close(self) -> None:
        """Close all connections."""
        with self._all_lock:
            for db in self._all:
                db.close()
            self._all.clear()

    def slots(self, db: sqlite3.Connection) -> list[tuple[Slot, bytes]]:
        """Give all slots with their authentication codes, as they stand in the file."""
        rows = db.execute(
            "SELECT id, kind, staff, pub, kdf, salt, kc, wrapped_seed, enabled, mac FROM slot"
        )
        return [(_slot(row[:9]), row[9]) for row in rows if row[1] in set(SlotKind)]

    def staff_slot(self, staff: str) -> Slot | None:
        """Give the enabled slot of a member; its code cannot be checked while locked."""
        with self.read() as db:
            found = [slot for slot, _ in self.slots(db) if slot.staff == staff]
        usable = (slot for slot in found if slot.enabled and slot.kind is SlotKind.STAFF)
        return next(usable, None)

    def sealed_vmks(self, slot: Slot) -> list[tuple[int, bytes]]:
        """Give epoch and sealed vault key of a slot, newest first."""
        query = "SELECT epoch, sealed FROM slot_vmk WHERE slot = ? ORDER BY epoch DESC"
        with self.read() as db:
            return db.execute(query, (slot.id,)).fetchall()

    def has_setting(self, name: str) -> bool:
        """Say whether a setting is there, without its code: a locked vault cannot check it."""
        with self.read() as db:
            return db.execute("SELECT 1 FROM setting WHERE k = ?", (name,)).fetchone() is not None

    def is_installed(self) -> bool:
        """Say whether there is a vault key."""
        with self.read() as db:
            return db.execute("SELECT 1 FROM vmk LIMIT 1").fetchone() is not None


class Register:
    """The authenticated part of the keystore, read and written under the open vault key."""

    def __init__(self, store: Keystore, auth_keys: list[bytes]) -> None:
        """Take the store and the authentication keys, newest first; that one writes."""
        self._store = store
        self._keys = auth_keys

    def use_keys(self, auth_keys: list[bytes]) -> None:
        """Take other keys, after a rotation began or ended."""
        self._keys = auth_keys

    def _holds(self, table: str, parts: tuple[bytes, ...], code: bytes) -> bool:
        return any(
            hmac.compare_digest(sealing.authenticate(key, table, parts), code) for key in self._keys
        )

    def _code(self, table: str, parts: tuple[bytes, ...]) -> bytes:
        return sealing.authenticate(self._keys[0], table, parts)

    def read(self) -> "Registered":
        """Read all authenticated rows, leaving out and naming those with a wrong code."""
        found = Registered()
        with self._store.read() as db:
            for slot, code in self._store.slots(db):
                if self._holds("slot", slot.parts(), code):
                    found.slots[slot.id] = slot
                else:
                    found.ignored.append(f"slot {slot.id.hex()}")
            for staff, role, code in db.execute("SELECT staff, role, mac FROM role"):
                if role in set(Role) and self._holds("role", _texts(staff, role), code):
                    found.roles.setdefault(staff, set()).add(Role(role))
                else:
                    found.ignored.append(f"role {role} of {staff}")
            for name, value, code in db.execute("SELECT k, v, mac FROM setting"):
                if self._holds("setting", _texts(name, value), code):
                    found.settings[name] = value
                else:
                    found.ignored.append(f"setting {name}")
            self._read_plans(db, found)
        return found

    def _read_plans(self, db: sqlite3.Connection, found: "Registered") -> None:
        for uid, not_before, reason, code in db.execute("SELECT * FROM planned"):
            plan = Plan(UUID(bytes=uid), not_before, reason) if len(uid) == 16 else None
            if plan is not None and self._holds("planned", plan.parts(), code):
                found.planned[plan.uid] = plan
            else:
                found.ignored.append(f"planned {uid.hex()}")

    def save_slot(self, db: sqlite3.Connection, slot: Slot) -> None:
        """Write a slot."""
        db.execute(
            "INSERT OR REPLACE INTO slot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (slot.id, slot.kind, slot.staff, slot.pub, slot.kdf, slot.salt, slot.kc,
             slot.wrapped_seed, slot.enabled, self._code("slot", slot.parts())),
        )  # fmt: skip

    def drop_slot(self, db: sqlite3.Connection, slot: Slot) -> None:
        """Forget a slot and all that was sealed to it."""
        db.execute("DELETE FROM slot_vmk WHERE slot = ?", (slot.id,))
        db.execute("DELETE FROM slot WHERE id = ?", (slot.id,))

    def disable_slot(self, db: sqlite3.Connection, slot: Slot) -> None:
        """Close a slot: it stays listed, and nothing is sealed to it any more."""
        db.execute("DELETE FROM slot_vmk WHERE slot = ?", (slot.id,))
        self.save_slot(db, replace(slot, enabled=False))

    def save_roles(self, db: sqlite3.Connection, staff: str, roles: Collection[Role]) -> None:
        """Give a member these roles and no others."""
        db.execute("DELETE FROM role WHERE staff = ?", (staff,))
        for role in sorted(set(roles)):
            code = self._code("role", _texts(staff, role))
            db.execute("INSERT INTO role VALUES (?, ?, ?)", (staff, role, code))

    def save_setting(self, db: sqlite3.Connection, name: str, value: str) -> None:
        """Write a setting."""
        code = self._code("setting", _texts(name, value))
        db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", (name, value, code))

    def drop_setting(self, db: sqlite3.Connection, name: str) -> None:
        """Forget a setting."""
        db.execute("DELETE FROM setting WHERE k = ?", (name,))

    def save_plans(self, db: sqlite3.Connection, plans: Iterable[Plan]) -> None:
        """Write plans of erasures; a newer one takes the place of an older."""
        db.executemany(
            "INSERT OR REPLACE INTO planned VALUES (?, ?, ?, ?)",
            [
                (plan.uid.bytes, plan.not_before, plan.reason, self._code("planned", plan.parts()))
                for plan in plans
            ],
        )

    def drop_plans(self, db: sqlite3.Connection, uids: Iterable[UUID]) -> None:
        """Forget plans: they were carried out or taken back."""
        db.executemany("DELETE FROM planned WHERE uid = ?", [(uid.bytes,) for uid in uids])

    def save_again(self, db: sqlite3.Connection, rows: "Registered") -> None:
        """Write all rows under the newest key; those that were ignored do not come back."""
        for slot in rows.slots.values():
            self.save_slot(db, slot)
        for staff, roles in rows.roles.items():
            self.save_roles(db, staff, roles)
        for name, value in rows.settings.items():
            self.save_setting(db, name, value)
        self.save_plans(db, rows.planned.values())


class Registered:
    """What the authenticated rows say: slots by id, roles by staff, settings by name, plans."""

    def __init__(self) -> None:
        self.slots: dict[bytes, Slot] = {}
        self.roles: dict[str, set[Role]] = {}
        self.settings: dict[str, str] = {}
        self.planned: dict[UUID, Plan] = {}
        self.ignored: list[str] = []

    def owners(self) -> set[str]:
        """Give the owners who have a way in."""
        inside = {
            slot.staff
            for slot in self.slots.values()
            if slot.enabled and slot.kind is SlotKind.STAFF
        }
        return {staff for staff, roles in self.roles.items() if Role.OWNER in roles} & inside

    def enabled_slots(self) -> list[Slot]:
        """Give the slots that may hold a vault key."""
        return [slot for slot in self.slots.values() if slot.enabled]


def _slot(row: tuple[Any, ...]) -> Slot:
    number, kind, staff, pub, kdf, salt, check, wrapped, enabled = row
    return Slot(number, SlotKind(kind), staff, pub, kdf, salt, check, wrapped, bool(enabled))


def _texts(*parts: str) -> tuple[bytes, ...]:
    return tuple(part.encode() for part in parts)
