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

    On SQLite the marks are translated once per text, and two layers of cursors are left out: they
    cost more than most statements. Queries that are being counted or watched go Django's own way.

    Raises:
        DatabaseError: the database refuses, in Django's own kinds.
    """
    if connection.vendor != "sqlite" or connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return Answer(cursor.fetchall() if cursor.description else [], cursor.rowcount)
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        plain = connection.connection.execute(_with_question_marks(text), params)
        return Answer(plain.fetchall(), plain.rowcount)


@lru_cache(maxsize=_KEPT)
def _with_question_marks(text: str) -> str:
    """Write the marks of parameters as SQLite knows them; a doubled percent sign is a plain one."""
    return "%".join(part.replace("%s", "?") for part in text.split("%%"))
