"""How often somebody may try a password: five times, then after 1, 2, 4 … 60 minutes.

Kept in the keystore, because a lock ends the process and would otherwise forgive everything.
"""

import sqlite3
from datetime import datetime

from klantkluis.vault.keystore import Keystore
from klantkluis.vault.refusals import PasswordRefused

FREE_TRIES = 5
LONGEST_MINUTES = 60
_MOST_NAMES = 1000


def check(store: Keystore, name: str, now: datetime) -> None:
    """Refuse a try that comes too early.

    Raises:
        PasswordRefused: with `retry_after` in seconds.
    """
    with store.read() as db:
        query = "SELECT failures, retry_at FROM attempt WHERE staff = ?"
        row = db.execute(query, (name,)).fetchone()
    if row and row[0] >= FREE_TRIES and now.timestamp() < row[1]:
        raise PasswordRefused(retry_after=int(row[1] - now.timestamp()) + 1)


def failed(store: Keystore, name: str, now: datetime) -> None:
    """Count a wrong try."""
    with store.write() as db:
        query = "SELECT failures FROM attempt WHERE staff = ?"
        row = db.execute(query, (name,)).fetchone()
        failures = (row[0] if row else 0) + 1
        db.execute(
            "INSERT OR REPLACE INTO attempt VALUES (?, ?, ?)",
            (name, failures, now.timestamp() + 60 * wait_minutes(failures)),
        )
        _forget_old(db)


def _forget_old(db: sqlite3.Connection) -> None:
    # Made-up names must not fill the disk; those whose wait ended longest ago go first.
    db.execute(
        "DELETE FROM attempt WHERE staff NOT IN"
        " (SELECT staff FROM attempt ORDER BY retry_at DESC LIMIT ?)",
        (_MOST_NAMES,),
    )


def wait_minutes(failures: int) -> int:
    """Give the wait after so many failures: none before the fifth, then 1, 2, 4 … 60."""
    if failures < FREE_TRIES:
        return 0
    return int(min(LONGEST_MINUTES, 2 ** min(failures - FREE_TRIES, 10)))


def succeeded(store: Keystore, *names: str) -> None:
    """Forget the failures of somebody who typed the right password."""
    with store.read() as db:
        marks = ",".join("?" * len(names))
        query = f"SELECT 1 FROM attempt WHERE staff IN ({marks})"  # noqa: S608
        if db.execute(query, names).fetchone() is None:
            return
    with store.write() as db:
        db.execute(f"DELETE FROM attempt WHERE staff IN ({marks})", names)  # noqa: S608
