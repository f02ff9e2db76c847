"""Inserting rows given as plain values: for very many, a model each costs more than its row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from klantkluis.foundation.executing import execute

type Row = tuple[Any, ...]

_FEW: Final = 50
"""Up to so many rows, starting a COPY costs more than it saves."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How rows of one kind go into one kind of database."""

    table: str
    columns: str
    marks: str
    turns: tuple[Callable[[Any], Any] | None, ...]
    constants: Row


def pour(model: type[models.Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Save new rows, each with the values of the columns `names` in that order.

    Values are as the fields hold them: UUID, date, Decimal, int, bytes, plain text. Columns that
    are left out get the default of the model, or what the database fills in by itself. Nothing
    is checked but by the database.

    Raises:
        IntegrityError: the database refuses a row.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    plan = _plan(connection.vendor, model, tuple(names))
    values = _turned(plan, rows)
    if connection.vendor == "sqlite":
        text = f"INSERT INTO {plan.table} ({plan.columns}) VALUES {plan.marks}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(text, values)
    elif len(values) <= _FEW:
        marks = ", ".join([plan.marks] * len(values))
        text = f"INSERT INTO {plan.table} ({plan.columns}) VALUES {marks}"  # noqa: S608
        execute(connection, text, [value for row in values for value in row])
    else:
        _copy(connection, plan, values)


def _copy(connection: BaseDatabaseWrapper, plan: _Plan, values: Sequence[Row]) -> None:
    text = f"COPY {plan.table} ({plan.columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(text) as copy:
        for row in values:
            copy.write_row(row)


def _turned(plan: _Plan, rows: Sequence[Row]) -> list[Row]:
    """Give the values as the database takes them, column by column: that is the cheapest way."""
    columns = [
        column if turn is None else [None if value is None else turn(value) for value in column]
        for column, turn in zip(zip(*rows, strict=True), plan.turns, strict=True)
    ]
    return list(zip(*columns, *(repeat(each, len(rows)) for each in plan.constants), strict=True))


@cache
def _plan(vendor: str, model: type[models.Model], names: tuple[str, ...]) -> _Plan:
    meta = model._meta
    of_name = {field.attname: field for field in meta.concrete_fields}
    fields = [of_name[name] for name in names]
    filled = [
        field
        for name, field in of_name.items()
        if name not in names and field.has_default() and not field.has_db_default()
    ]
    assert not any(callable(field.default) for field in filled), "each row needs a value of its own"
    columns = [str(field.column) for field in (*fields, *filled)]
    return _Plan(
        table=f'"{meta.db_table}"',
        columns=", ".join(f'"{column}"' for column in columns),
        marks=f"({', '.join(['%s'] * len(columns))})",
        turns=tuple(_TURNS.get(type(field)) if vendor == "sqlite" else None for field in fields),
        constants=tuple(field.get_default() for field in filled),
    )


_TURNS: Final[dict[type, Callable[[Any], Any]]] = {
    models.UUIDField: lambda value: value.hex,
    models.DateField: lambda value: value.isoformat(),
    models.DecimalField: str,
}
