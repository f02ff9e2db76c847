"""Copies of the keystore: hourly when it changed, and none older than a week.

An old copy would bring back who was erased. So an erasure reaches every copy that can be
reached at once, what cannot be reached is replayed from the log when it is put back, and nothing
older than seven days is kept. A copy needs no key: what lies in it is wrapped.
"""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from klantkluis.vault import shredding
from klantkluis.vault.erased import owner_named
from klantkluis.vault.keystore import Keystore
from klantkluis.vault.rows import Owner

NEWEST = 3
LONGEST = timedelta(days=7)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_BEGIN, _END = "keystore-", ".sqlite3"
_STAMP = "%Y%m%dT%H%M%S%fZ"
_COUNTED = ("slot", "slot_vmk", "vmk", "subject_key", "class_key", "misc_key", "tombstone")
_DAMAGED = "a copy of the keystore is not what was copied"


class KeystoreCopies:
    """The copies of one keystore, in one place or several. Thread-safe."""

    def __init__(
        self, store: Keystore, places: Sequence[Path], now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._places = tuple(places)
        self._now = now
        self._lock = threading.Lock()
        self.wanted = threading.Event()
        """Set when a copy is to be made without waiting for its hour."""
        self.problem = ""
        """What went wrong last: `failed` or `old`; empty when all is well."""

    def keep(self) -> None:
        """Copy what changed, carry erasures over, and let go of old copies."""
        asked = self.wanted.is_set()
        self.wanted.clear()
        if self._store.path is None or not self._store.is_installed():
            return
        with self._lock:
            well = [self._keep_one(place, asked=asked) for place in self._places]
            self.problem = "" if all(well) else "failed"
            if any(self._now() - moment_of(path) > LONGEST for path in self._all()):
                self.problem = "old"

    def _keep_one(self, place: Path, *, asked: bool) -> bool:
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            _drop_unfinished(place)
            if asked or self._is_due(place):
                self._copy(place)
            for path in copies_in(place):
                self._carry_over(path)
            self._let_go(place)
        except (OSError, sqlite3.Error, ValueError):
            return False
        return True

    def _is_due(self, place: Path) -> bool:
        found = copies_in(place)
        if not found:
            return True
        age = self._now() - moment_of(found[-1])
        return age >= _DAY or (age >= _HOUR and self._changed_at() > moment_of(found[-1]))

    def _changed_at(self) -> datetime:
        path = self._store.path
        assert path is not None, "a keystore in memory has no copies"
        files = [path, path.with_name(f"{path.name}-wal")]
        times = [file.stat().st_mtime for file in files if file.exists() and file.stat().st_size]
        return datetime.fromtimestamp(max(times, default=0), UTC)

    def _copy(self, place: Path) -> None:
        """Copy the keystore as it is at one moment, and look at the copy before it counts.

        Raises:
            ValueError: the copy is not what was copied.
        """
        name = f"{_BEGIN}{self._now().astimezone(UTC).strftime(_STAMP)}{_END}"
        part = place / f".{name}"
        part.touch(mode=0o600)
        with contextlib.closing(_connect(self._store.path)) as source:
            source.execute("BEGIN")
            expected = _counts(source)
            with contextlib.closing(_connect(part)) as copy:
                source.backup(copy)
                found = _counts(copy)
                whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            source.execute("ROLLBACK")
        if not whole or found != expected:
            part.unlink()
            raise ValueError(_DAMAGED)
        _to_disk(part)
        part.rename(place / name)
        _to_disk(place)

    def erase(self, owners: Collection[Owner]) -> None:
        """Destroy keys in every copy, after they were destroyed in the keystore itself.

        A copy that cannot be reached now is met again by the next round.
        """
        with self._lock:
            for path in self._all():
                try:
                    with contextlib.closing(_connect(path)) as copy:
                        self._destroy(copy, owners)
                except sqlite3.Error:
                    self.problem = "failed"
        self.wanted.set()

    def drop_unfinished(self) -> None:
        """Remove what was being copied: the process ends now, and a later erasure would not
        reach it."""
        with contextlib.suppress(OSError):
            for place in self._places:
                _drop_unfinished(place)

    def _carry_over(self, path: Path) -> None:
        """Do in a copy what was erased since, should it have been out of reach."""
        with self._store.read() as db:
            named = {name for (name,) in db.execute("SELECT uid_or_class FROM tombstone")}
        with contextlib.closing(_connect(path)) as copy:
            known = {name for (name,) in copy.execute("SELECT uid_or_class FROM tombstone")}
            if named - known:
                self._destroy(copy, [owner_named(name) for name in named - known])

    def _destroy(self, copy: sqlite3.Connection, owners: Collection[Owner]) -> None:
        query = "SELECT * FROM tombstone WHERE uid_or_class = ?"
        with self._store.read() as db:
            rows = [db.execute(query, (shredding.name_of(each),)).fetchone() for each in owners]
        copy.execute("BEGIN IMMEDIATE")
        copy.executemany(
            "INSERT OR IGNORE INTO tombstone VALUES (?, ?, ?, ?)", [row for row in rows if row]
        )
        shredding.overwrite(copy, owners)
        copy.execute("COMMIT")
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _let_go(self, place: Path) -> None:
        """Keep the newest three and one of each day of the week; nothing is older than that."""
        found = copies_in(place)
        keep, days = set(found[-NEWEST:]), set[str]()
        for path in reversed(found):
            day = moment_of(path).date().isoformat()
            if day not in days:
                keep.add(path)
            days.add(day)
        for path in found[:-1]:
            if path not in keep or self._now() - moment_of(path) > LONGEST:
                for end in ("", "-wal", "-shm"):
                    path.with_name(path.name + end).unlink(missing_ok=True)

    def _all(self) -> list[Path]:
        return sorted(path for place in self._places for path in copies_in(place))

    def standing(self) -> dict[str, Any]:
        """Say where copies are, how many, how old, and what is wrong; nothing personal."""
        moments = sorted(moment_of(path) for path in self._all())
        return {
            "places": [str(place) for place in self._places],
            "number": len(moments),
            "oldest": moments[0].isoformat(timespec="seconds") if moments else "",
            "newest": moments[-1].isoformat(timespec="seconds") if moments else "",
            "problem": self.problem,
        }


def _drop_unfinished(place: Path) -> None:
    for part in place.glob(f".{_BEGIN}*"):
        part.unlink(missing_ok=True)


def copies_in(place: Path) -> list[Path]:
    """Give the copies in a folder, the oldest first."""
    return sorted(path for path in place.glob(f"{_BEGIN}*{_END}") if _is_stamped(path))


def moment_of(path: Path) -> datetime:
    """Give the moment at which a copy was made; its name says it."""
    stamp = path.name.removeprefix(_BEGIN).removesuffix(_END)
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def made_at(path: Path) -> datetime:
    """Give the moment of a copy; of a file of another name, when it was last changed."""
    if _is_stamped(path):
        return moment_of(path)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _is_stamped(path: Path) -> bool:
    try:
        moment_of(path)
    except ValueError:
        return False
    return True


def _connect(path: Path | None) -> sqlite3.Connection:
    """Open a keystore file; what is overwritten in it leaves no trace in it."""
    assert path is not None, "a keystore in memory has no copies"
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    # A write-ahead log holds new pages only; a rollback journal would keep the old ones.
    db.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        "PRAGMA temp_store=MEMORY;"
    )
    return db


def _counts(db: sqlite3.Connection) -> list[int]:
    return [_count(db, table) for table in _COUNTED]


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
