"""Running SQL that was worked out before, without what Django does for SQL that it never saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

_KEPT: Final = 2048


@dataclass(frozen=True, slots=True)
class Answer:
    """What the database said: rows as it gave them, and how many rows were touched."""

    rows: list[Any]
    touched: int


def execute(connection: BaseDatabaseWrapper, text: str, params: Sequence[Any]) -> Answer:
    """Run SQL with `%s` marks, as `connection.cursor()` would.

    The layers of cursors are left out, and on SQLite the marks are translated once per text: these
    cost more than most statements. Queries that are being counted or watched go Django's own way.

    Raises:
        DatabaseError: the database refuses, in Django's own kinds.
    """
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return _answer(cursor)
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return _answer(connection.connection.execute(_with_question_marks(text), params))
        return _answer(_plain_cursor(connection).execute(text, params))


def _plain_cursor(connection: BaseDatabaseWrapper) -> Any:
    """Give one cursor for all statements of a connection, for each answer is read out at once."""
    kept = vars(connection).get("_plain_cursor")
    if kept is None or kept.connection is not connection.connection:
        kept = vars(connection)["_plain_cursor"] = connection.create_cursor()
    return kept


def _answer(cursor: Any) -> Answer:
    # psycopg's `description` tells of every column what nobody asks here; whether there are any
    # is known for nothing.
    result = getattr(cursor, "pgresult", None)
    has_rows = cursor.description if result is None else result.nfields
    return Answer(cursor.fetchall() if has_rows else [], cursor.rowcount)


@lru_cache(maxsize=_KEPT)
def _with_question_marks(text: str) -> str:
    """Write the marks of parameters as SQLite knows them; a doubled percent sign is a plain one."""
    return "%".join(part.replace("%s", "?") for part in text.split("%%"))
