"""Leaving nothing of what was deleted: also not in the log that SQLite writes ahead."""

from django.db import connection


def empty_log() -> bool:
    """Empty the write-ahead log, which still holds pages of before; false if somebody reads.

    Then the next time does it: the office knocks each minute. On PostgreSQL what is sealed stays
    in its pages until they are used again; nobody can read it.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        busy, _log, _done = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
