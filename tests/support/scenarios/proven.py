"""An office with a vault of its own proves its statement: whole, breached, and mended."""

import contextlib
import gc
import json
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

import django

STRANGE = "NL20INGB0001234567"
"""An account number of somebody else, of which the check digits are right."""


def scenario(*, people: int) -> dict[str, Any]:
    """Run the proofs beside each other, one after another, and around a table made by hand."""
    from django.db import connection, transaction

    from klantkluis.customers.queries import recent_customers
    from klantkluis.office.bench.scratch import large_office
    from klantkluis.office.bench.searching import wait_for_index
    from klantkluis.office.statement.proving import prove

    parts: list[float] = []
    tellers: set[str] = set()

    def heard(_check: Any, _result: Any, part: float) -> None:
        parts.append(part)
        tellers.add(threading.current_thread().name)

    with large_office(customers=people, invoices=people) as office:
        wait_for_index(office)
        beside = _outcomes(prove(tell=heard))
        open_before = _to_the_database()
        again = _outcomes(prove())
        open_after = _to_the_database()
        with transaction.atomic():
            one_by_one = _outcomes(prove())
        (card,) = recent_customers(vault=office.session, below=None, limit=1)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE loose (id integer PRIMARY KEY, note text)")
            cursor.execute("INSERT INTO loose VALUES (1, %s)", [f"{card.name} heeft {STRANGE}"])
        breached = _outcomes(prove())
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE loose")
        mended = _outcomes(prove())
        _lock(office)
        locked = _outcomes(prove())
    return {
        "beside": beside, "again": again, "one_by_one": one_by_one, "breached": breached,
        "mended": mended, "locked": locked, "parts": parts, "tellers": sorted(tellers),
        "left_open": open_after - open_before,
    }  # fmt: skip


def _lock(office: Any) -> None:
    """Lock the vault, and wait until an empty one has taken its place."""
    starts = office.process.starts
    office.session.lock()
    while office.process.starts == starts:
        time.sleep(0.02)
    office.process.wait_until_ready()


def _to_the_database() -> int:
    """Count the connections to the database, as it sees them or as this process holds them."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_type = 'client backend'"
            )
            return int(cursor.fetchone()[0])
    # SQLite keeps the file of a closed connection for the next one, so files say nothing.
    kept = [each for each in gc.get_objects() if issubclass(type(each), sqlite3.Connection)]
    return sum(map(_is_open, kept))


def _is_open(database: sqlite3.Connection) -> bool:
    with contextlib.suppress(sqlite3.ProgrammingError):
        return database.total_changes >= 0
    return False


def _outcomes(results: Sequence[Any]) -> dict[str, str]:
    return {each.check: each.outcome.value for each in results}


if __name__ == "__main__":
    os.environ["KLANTKLUIS_MODE"] = "development"
    django.setup()
    sys.stdout.write(json.dumps(scenario(**json.loads(sys.argv[1]))) + "\n")
