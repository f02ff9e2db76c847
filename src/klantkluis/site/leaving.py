"""Leaving nothing of what was deleted: not in the files of the tables, nor in those beside them.

`secure_delete` of SQLite writes zeros over what is deleted. What it leaves is an older copy of a
row in a page that was divided or joined before, so tables that hold something of people are
written anew: at once when an account went, and every night.
"""

import re
from typing import Any, Final

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from klantkluis.site.models import OfficeLink
from klantkluis.site.personal_data import PERSONAL_FIELDS

DAY: Final = 24 * 3600
NIGHT: Final = 3 * 3600
"""When tables are written anew, in seconds after midnight (UTC): nobody orders much then."""
PATIENCE: Final = 500
"""So many milliseconds the log waits for who reads, before it is left for the next time."""
_ANEW: Final = "{}_anew"
_NUMBER: Final = re.compile(r"\d+")


def leave_nothing(now: int) -> bool:
    """Write the tables of people anew when that is due, and empty the log that is written ahead.

    The office knocks each minute, so what could not be done now is done then: false says so.

    Args:
        now: seconds since 1970.
    """
    if connection.in_atomic_block:
        return False
    if OfficeLink.objects.filter(pk=1, anew_from__lte=now).exists():
        try:
            is_done = write_anew()
        except OperationalError:  # others kept it busy
            is_done = False
        if not is_done:
            return False
        OfficeLink.objects.filter(pk=1, anew_from__lte=now).update(anew_from=next_night(now))
    return empty_log()


def want_anew() -> None:
    """Note that an account went, so that nothing of it stays in a file; inside its transaction."""
    OfficeLink.objects.filter(pk=1).update(anew_from=0)


def next_night(now: int) -> int:
    """Give the next moment of the night at which tables are written anew."""
    return (now - NIGHT) // DAY * DAY + DAY + NIGHT


def write_anew() -> bool:
    """Write every table that holds something of people anew: only the rows that are there.

    False when PostgreSQL copied deleted rows as well, because somebody began to look before they
    were deleted (a copy of the database, its own gathering of numbers): then it is to be repeated.

    SQLite: into a new table, all in one transaction, and the pages of the old one become zeros.
    PostgreSQL: `VACUUM FULL` makes a new file; its write-ahead log is not ours to empty. It keeps
    values of columns in its statistics, so none are kept of these: they are found by key alone.

    Raises:
        OperationalError: somebody else kept a table for too long; nothing was done to it.
    """
    if connection.vendor == "sqlite":
        with (
            connection.constraint_checks_disabled(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            for table in tables_of_people():
                _copy(cursor, table)
        return True
    with connection.cursor() as cursor:
        for table in tables_of_people():
            _keep_no_statistics(cursor, table)
        kept = [_vacuum(cursor, table) for table in tables_of_people()]
    return not any(kept)


def tables_of_people() -> list[str]:
    """Give the tables with a column that is declared as personal, and the link.

    The chain of what people sent goes over the row of the link.
    """
    models = {each.field.partition(".")[0] for each in PERSONAL_FIELDS} | {"OfficeLink"}
    return sorted(apps.get_model("site", name)._meta.db_table for name in models)


def _keep_no_statistics(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attstattarget IS DISTINCT FROM 0",
        [table],
    )
    quote = connection.ops.quote_name
    for (column,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {quote(table)} ALTER {quote(column)} SET STATISTICS 0")


def _vacuum(cursor: CursorWrapper, table: str) -> int:
    """Let PostgreSQL write a table anew; give how many deleted rows it had to keep.

    It says so only in the report that comes with it: first of all in the detail, in any language.
    """
    details: list[str] = []

    def hear(said: Any) -> None:
        details.append(said.message_detail or "")

    connection.ensure_connection()
    line: Any = connection.connection
    line.add_notice_handler(hear)
    try:
        cursor.execute(f"VACUUM (FULL, VERBOSE) {connection.ops.quote_name(table)}")
    finally:
        line.remove_notice_handler(hear)
    return sum(int(found.group()) for each in details if (found := _NUMBER.match(each)))


def _copy(cursor: CursorWrapper, table: str) -> None:
    """Put the rows of a table in a new one that takes its place (sqlite.org/lang_altertable)."""
    query = "SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL"
    made = cursor.execute(query, [table]).fetchall()
    quote = connection.ops.quote_name
    old, new = quote(table), quote(_ANEW.format(table))
    (statement,) = (sql for kind, sql in made if kind == "table")
    cursor.execute(statement.replace(old, new, 1))
    cursor.execute(f"INSERT INTO {new} SELECT * FROM {old}")  # noqa: S608 - names of our tables
    cursor.execute(f"DROP TABLE {old}")
    cursor.execute(f"ALTER TABLE {new} RENAME TO {old}")
    for kind, sql in made:
        if kind == "index":
            cursor.execute(sql)


def empty_log() -> bool:
    """Empty the write-ahead log, which still holds pages of before; false if somebody reads.

    Then the next time does it: the office that knocks is not kept waiting for who reads. That of
    PostgreSQL is its own: it goes on over it by itself.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            busy, _log, _done = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    return not busy
