"""The keys of an open vault: the vault key of each live epoch, and what is wrapped under it."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from klantkluis.vault import opening, sealing
from klantkluis.vault.formats import FormatError
from klantkluis.vault.keystore import Keystore
from klantkluis.vault.refusals import SubjectErased, UnknownField
from klantkluis.vault.rows import Owner

SUBJECT, CLASS, INTAKE, MISC = "subject", "class", "intake", "misc"
_PORTION = 500


class KeyMissingError(Exception):
    """A key is gone, and no tombstone says that it should be: an alarm."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One vault key and the two keys derived from it."""

    number: int
    vmk: bytes = field(repr=False)
    kek: bytes = field(repr=False)
    auth: bytes = field(repr=False)
    cipher: AESGCM = field(repr=False)

    @classmethod
    def of(cls, number: int, vmk: bytes) -> "Epoch":
        """Derive the keys of an epoch from its vault key."""
        kek, auth = sealing.derive(vmk, b"v1/kek"), sealing.derive(vmk, b"v1/auth")
        return cls(number, vmk, kek, auth, AESGCM(kek))


class KeyRing:
    """The live epochs, newest first. An epoch leaves memory only with the process."""

    def __init__(self, epochs: Iterable[Epoch]) -> None:
        self._epochs = {epoch.number: epoch for epoch in epochs}
        self.current = self._epochs[max(self._epochs)]

    def add(self, epoch: Epoch) -> None:
        """Take a newer epoch as the current one."""
        self._epochs = {**self._epochs, epoch.number: epoch}
        self.current = epoch

    def withdraw(self, epoch: Epoch) -> None:
        """Take back an epoch that could not be stored."""
        self._epochs = {n: one for n, one in self._epochs.items() if n != epoch.number}
        self.current = self._epochs[max(self._epochs)]

    def live(self, db: sqlite3.Connection) -> list[Epoch]:
        """Give the epochs that the keystore still uses."""
        return [self._epochs[number] for (number,) in db.execute("SELECT epoch FROM vmk")]

    def auth_keys(self) -> list[bytes]:
        """Give the authentication keys, newest first."""
        return [self._epochs[number].auth for number in sorted(self._epochs, reverse=True)]

    def knows(self, other: Epoch) -> bool:
        """Say whether a vault key that a slot gave is one of these."""
        mine = self._epochs.get(other.number)
        return mine is not None and mine.vmk == other.vmk

    def wrap(self, key: bytes, kind: str, name: bytes, nonce: bytes) -> bytes:
        """Wrap a key under the current epoch."""
        epoch = self.current
        return sealing.wrap_key(
            epoch.kek, key, kind=kind, name=name, epoch=epoch.number, nonce=nonce
        )

    def unwrap(self, wrapped: bytes, kind: str, name: bytes) -> bytes:
        """Open a wrapped key of any live epoch.

        Raises:
            FormatError: damaged, swapped, or of an epoch that is not live.
        """
        epoch = self._epochs.get(int.from_bytes(wrapped[1:5]))
        if epoch is None:
            raise FormatError("wrapped key of an unknown epoch")
        return opening.unwrap_with(epoch.cipher, wrapped, kind=kind, name=name)

    def unwrap_all(self, wrapped: Iterable[tuple[bytes, bytes]], kind: str) -> dict[bytes, bytes]:
        """Open very many keys of one kind, each with its name of 16 bytes.

        Raises:
            FormatError: one is damaged, swapped, or of an epoch that is not live.
        """
        ciphers = {number: epoch.cipher for number, epoch in self._epochs.items()}
        return opening.unwrap_all(ciphers, wrapped, kind=kind)


class Keys:
    """Subject keys, class keys and the few others, read from and added to the keystore."""

    def __init__(
        self, store: Keystore, ring: KeyRing, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._store = store
        self.ring = ring
        self._random = random

    def of_owners(self, owners: Iterable[Owner]) -> dict[Owner, bytes]:
        """Give the keys of subjects and classes that have one.

        Raises:
            SubjectErased: a tombstone says that one was destroyed.
            KeyMissingError: one is gone without a tombstone.
            FormatError: one is damaged or swapped.
        """
        wanted = set(owners)
        keys = self._stored(wanted)
        for owner in wanted - keys.keys():
            if self.is_erased(owner):
                raise SubjectErased
            raise KeyMissingError
        return keys

    def for_sealing(self, owners: Iterable[Owner]) -> dict[Owner, bytes]:
        """Give the keys of subjects and classes, making those that are new.

        Raises:
            SubjectErased: a tombstone forbids a new key.
            UnknownField: the name of a class is none.
        """
        wanted = set(owners)
        keys = self._stored(wanted)
        missing = wanted - keys.keys()
        if missing:
            with self._store.write() as db:
                for owner in sorted(missing, key=str):
                    self._make(db, owner)
            keys |= self._stored(missing)
        return keys

    def present(self, owners: Collection[Owner]) -> dict[Owner, bytes]:
        """Give the keys of those owners that have one; a damaged key is as one that is gone."""
        try:
            return self._stored(owners)
        except FormatError:
            keys: dict[Owner, bytes] = {}
            for owner in owners:
                with contextlib.suppress(FormatError):
                    keys |= self._stored([owner])
            return keys

    def _stored(self, owners: Iterable[Owner]) -> dict[Owner, bytes]:
        subjects = [owner for owner in owners if isinstance(owner, UUID)]
        keys: dict[Owner, bytes] = {}
        keys.update(self.of_subjects(subjects).items())
        with self._store.read() as db:
            for name in (owner for owner in owners if isinstance(owner, str)):
                query = "SELECT wrapped FROM class_key WHERE name = ?"
                row = db.execute(query, (name,)).fetchone()
                if row:
                    keys[name] = self.ring.unwrap(row[0], CLASS, name.encode())
        return keys

    def of_subjects(self, uids: Sequence[UUID]) -> dict[UUID, bytes]:
        """Give the keys of those subjects that have one."""
        found = self.by_bytes([uid.bytes for uid in uids])
        return {uid: found[uid.bytes] for uid in uids if uid.bytes in found}

    def by_bytes(self, uids: Sequence[bytes]) -> dict[bytes, bytes]:
        """Give the same by the bytes of the uids, for who needs very many."""
        keys: dict[bytes, bytes] = {}
        with self._store.read() as db:
            for start in range(0, len(uids), _PORTION):
                portion = uids[start : start + _PORTION]
                marks = ",".join("?" * len(portion))
                query = f"SELECT uid, wrapped FROM subject_key WHERE uid IN ({marks})"  # noqa: S608
                keys |= self.ring.unwrap_all(db.execute(query, portion), SUBJECT)
        return keys

    def is_erased(self, owner: Owner) -> bool:
        """Say whether a tombstone stands for this subject or class."""
        query = "SELECT 1 FROM tombstone WHERE uid_or_class = ?"
        name = owner.hex if isinstance(owner, UUID) else owner
        with self._store.read() as db:
            return db.execute(query, (name,)).fetchone() is not None

    def _make(self, db: sqlite3.Connection, owner: Owner) -> None:
        # The tombstone is looked up inside the transaction that would make the key.
        name = owner.hex if isinstance(owner, UUID) else owner
        if db.execute("SELECT 1 FROM tombstone WHERE uid_or_class = ?", (name,)).fetchone():
            raise SubjectErased
        key, nonce, epoch = self._random(32), self._random(12), self.ring.current.number
        if isinstance(owner, UUID):
            wrapped = self.ring.wrap(key, SUBJECT, owner.bytes, nonce)
            row = (owner.bytes, epoch, wrapped)
            db.execute("INSERT OR IGNORE INTO subject_key VALUES (?, ?, ?)", row)
        else:
            ends = class_ends_on(owner)
            wrapped = self.ring.wrap(key, CLASS, owner.encode(), nonce)
            db.execute(
                "INSERT OR IGNORE INTO class_key VALUES (?, ?, ?, ?)",
                (owner, epoch, wrapped, ends.isoformat()),
            )

    def misc(self, name: str) -> bytes:
        """Give one of the other keys.

        Raises:
            KeyMissingError: there is none of this name.
            FormatError: it is damaged, or belongs to another vault key.
        """
        with self._store.read() as db:
            row = db.execute("SELECT wrapped FROM misc_key WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise KeyMissingError
        return self.ring.unwrap(row[0], MISC, name.encode())

    def save_misc(self, db: sqlite3.Connection, name: str, key: bytes) -> None:
        """Store one of the other keys."""
        wrapped = self.ring.wrap(key, MISC, name.encode(), self._random(12))
        db.execute("INSERT OR REPLACE INTO misc_key VALUES (?, ?)", (name, wrapped))


def class_ends_on(name: str) -> date:
    """Give the first day on which a class may be destroyed.

    F7 and F10 end 7 and 10 years after their fiscal year (AWR 52(4); Wet OB 34a), counted as
    calendar years: F7-2026 on 1 January 2034. T-<date> ends the day after its date.

    Raises:
        UnknownField: it is not the name of a class.
    """
    kind, _, rest = name.partition("-")
    try:
        if kind == "T":
            return date.fromisoformat(rest) + timedelta(days=1)
        if kind in {"F7", "F10"} and len(rest) == 4 and rest.isdecimal():
            return date(int(rest) + int(kind[1:]) + 1, 1, 1)
    except (ValueError, OverflowError) as error:
        raise UnknownField("The vault knows no such class of documents.") from error
    raise UnknownField("The vault knows no such class of documents.")
