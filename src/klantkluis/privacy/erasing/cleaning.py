"""Cleaning what deleted rows leave on a disk. It was sealed and its key is gone; this is more."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def deleting_for_good() -> Iterator[None]:
    """See that SQLite writes zeros over what is deleted within this block; begin it before an act.

    The office opens its connections so (`office.place`), and it stays so for what is deleted later.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        _say("PRAGMA secure_delete = ON")
    yield


def clean_disk(tables: Collection[str]) -> None:
    """Leave no old copy of rows behind: an empty write-ahead log, or tables without dead rows.

    Within an act, as in a test, there is nothing to clean yet.
    """
    if connection.in_atomic_block:
        return
    if connection.vendor == "sqlite":
        _say("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    for table in sorted(tables):
        _say(f"VACUUM {connection.ops.quote_name(table)}")


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
