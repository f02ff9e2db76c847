"""Inserting rows with SQL that is worked out once per kind of row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import DatabaseDefault

from klantkluis.foundation.executing import execute


@dataclass(frozen=True, slots=True)
class _Insert:
    """The parts of an INSERT for one kind of row on one connection."""

    head: str
    row: str
    tail: str
    columns: tuple["_Column", ...]
    left_out: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a value comes from, and how the database takes it."""

    name: str
    field: models.Field[Any, Any]
    as_they_are: frozenset[type]


def insert(row: models.Model) -> None:
    """Save a new row, and give it the id that the database made.

    Like `save(force_insert=True)`, but no signals are sent. Columns that the database fills by
    itself (`db_default`) are left to it; they are read when somebody asks for them.

    Raises:
        IntegrityError: the database refuses the row.
    """
    insert_many([row])


def insert_many(rows: Iterable[models.Model]) -> None:
    """Save new rows of one kind in one statement, or a few if they are very many; see `insert`."""
    listed = list(rows)
    if not listed:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    statement = _statement(connection, type(listed[0]), listed[0])
    for start in range(0, len(listed), statement.most):
        _write(connection, statement, listed[start : start + statement.most])


def _write(
    connection: BaseDatabaseWrapper, statement: _Insert, rows: Sequence[models.Model]
) -> None:
    params = [
        value
        if type(value := row.__dict__[column.name]) in column.as_they_are
        else column.field.get_db_prep_save(value, connection)
        for row in rows
        for column in statement.columns
    ]
    text = f"{statement.head}{', '.join([statement.row] * len(rows))}{statement.tail}"
    made = execute(connection, text, params).rows
    for row, (pk,) in zip(rows, made, strict=bool(statement.tail)):
        row.pk = pk
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        for name in statement.left_out:
            del row.__dict__[name]


def _statement(
    connection: BaseDatabaseWrapper, model: type[models.Model], row: models.Model
) -> _Insert:
    """Give the INSERT for rows like this one: with or without id, with or without defaults."""
    left_out = tuple(
        field.attname
        for field in _with_default(model)
        if isinstance(row.__dict__[field.attname], DatabaseDefault)
    )
    kept = vars(connection).setdefault("_prepared_inserts", {})
    key = (model, row.pk is None, left_out)
    found: _Insert | None = kept.get(key)
    if found is None:
        found = kept[key] = _compile(connection, model, left_out, makes_id=row.pk is None)
    return found


def _compile(
    connection: BaseDatabaseWrapper,
    model: type[models.Model],
    left_out: Sequence[str],
    *,
    makes_id: bool,
) -> _Insert:
    meta = model._meta
    assert meta.pk is not None
    fields = tuple(
        field
        for field in meta.concrete_fields
        if field.attname not in left_out and not (makes_id and field is meta.pk)
    )
    assert not any(field.generated for field in fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    at_most = connection.features.max_query_params or 60_000
    return _Insert(
        head=f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ",  # noqa: S608 - our own names
        row=f"({', '.join(['%s'] * len(fields))})",
        tail=f" RETURNING {quote(str(meta.pk.column))}" if makes_id else "",
        columns=tuple(
            _Column(field.attname, field, _as_they_are(field, connection)) for field in fields
        ),
        left_out=tuple(left_out),
        most=at_most // len(fields),
    )


def _as_they_are(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> frozenset[type]:
    """Give the kinds of value that this database takes of this field without any change."""
    return frozenset(
        type(sample)
        for sample in ("text", 29_501, True, None)
        if _is_kept(field, sample, connection)
    )


def _is_kept(
    field: models.Field[Any, Any], sample: object, connection: BaseDatabaseWrapper
) -> bool:
    try:
        return field.get_db_prep_save(sample, connection) is sample
    except (TypeError, ValueError, ValidationError):
        return False  # no value for this kind of field


@cache
def _with_default(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if field.has_db_default())
