"""The keys to which the site seals: a new one each week, and an end for each old one.

Only the public halves leave the vault. The private half of a key dies fourteen days after another
took its place: from then on no copy of the site's disk can be read any more, with whatever key.
"""

import sqlite3
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from klantkluis.vault import opening
from klantkluis.vault.keys import INTAKE, KeyRing
from klantkluis.vault.keystore import Keystore
from klantkluis.vault.rows import IntakeKey

RENEWED_AFTER: Final = timedelta(days=7)
"""A key that is so old gets a successor."""
KEPT_AFTER: Final = timedelta(days=14)
"""So long after it was retired a private half is kept for what is still on its way."""
KEPT_IN_USE: Final = timedelta(days=91)
"""And so long when something is known to be on its way, such as a site that cannot be reached."""
BEGINS: Final = b"IN1"
"""How the binding of every message begins; nothing else is opened with these keys."""


def living(db: sqlite3.Connection) -> list[IntakeKey]:
    """Give the keys that live, the oldest first."""
    query = "SELECT id, pub, coalesce(retired, '') FROM intake_key ORDER BY id"
    return [IntakeKey(*row) for row in db.execute(query)]


def add(
    db: sqlite3.Connection, ring: KeyRing, random: Callable[[int], bytes], now: datetime
) -> int:
    """Make the next key and retire the one before it; give its id.

    An id is never used again, for the newest key is never destroyed.
    """
    (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM intake_key").fetchone()
    number, seed = newest + 1, random(32)
    wrapped = ring.wrap(seed, INTAKE, _name(number), random(12))
    moment = now.isoformat(timespec="seconds")
    db.execute("UPDATE intake_key SET retired = ? WHERE retired IS NULL", (moment,))
    db.execute(
        "INSERT INTO intake_key (id, pub, wrapped, retired) VALUES (?, ?, ?, NULL)",
        (number, opening.public_bytes(seed), wrapped),
    )
    return int(number)


def overdue(keys: Collection[IntakeKey], now: datetime, *, but: Collection[int]) -> list[int]:
    """Give the ids of retired keys whose time has passed.

    Args:
        but: keys of which messages are known to be on their way; they get thirteen weeks.
    """
    found = []
    for key in keys:
        kept = KEPT_IN_USE if key.id in but else KEPT_AFTER
        if key.retired and now - datetime.fromisoformat(key.retired) >= kept:
            found.append(key.id)
    return found


def destroy(store: Keystore, ids: Collection[int]) -> bool:
    """Overwrite and delete private halves; false if a trace may be left in the log of the file."""
    with store.write() as db:
        for number in ids:
            db.execute(
                "UPDATE intake_key SET wrapped = zeroblob(length(wrapped)) WHERE id = ?", (number,)
            )
            db.execute("DELETE FROM intake_key WHERE id = ?", (number,))
    return store.truncate_log()


def seeds(store: Keystore, ring: KeyRing, ids: Collection[int]) -> dict[int, bytes]:
    """Give the private halves of those keys that live.

    Raises:
        FormatError: one is damaged or swapped.
    """
    marks = ",".join("?" * len(ids))
    query = f"SELECT id, wrapped FROM intake_key WHERE id IN ({marks})"  # noqa: S608
    with store.read() as db:
        rows = db.execute(query, sorted(ids)).fetchall()
    return {number: ring.unwrap(wrapped, INTAKE, _name(number)) for number, wrapped in rows}


def _name(number: int) -> bytes:
    return str(number).encode()
