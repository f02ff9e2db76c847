"""Every column of the main database that can hold a text, and the texts in it, as they lie there.

Read by SQL and not by models: a table or column that somebody added by hand is looked at as well.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connection, models

AT_ONCE: Final = 5000
LEAST: Final = 5
"""Nothing that names somebody is shorter."""
_NO_TEXT: Final = frozenset(
    {"BinaryField", "BooleanField", "DateField", "DateTimeField", "DecimalField", "FloatField"}
    | {"IntegerField", "BigIntegerField", "SmallIntegerField", "AutoField", "BigAutoField"}
    | {"UUIDField", "DurationField", "TimeField", "PositiveIntegerField"}
)
_CODES: Final = re.compile(
    r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b"
    r"|\b[0-9a-f]{40,128}\b"
)
"""Uids and digests: their letters and digits are random, and may look like anything."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, the key of its table, and the model that it belongs to, if any."""

    table: str
    name: str
    key: str
    model: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


def tables_by_model() -> Mapping[str, type[models.Model]]:
    """Give the model of each table."""
    every = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in every}


def stored_columns() -> Iterator[tuple[str, str, str]]:
    """Give table, column and kind of every column that the database has."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            for each in connection.introspection.get_table_description(cursor, table):
                yield table, each.name, _kind(each)


def _kind(description: Any) -> str:
    try:
        kind = connection.introspection.get_field_type(description.type_code, description)
    except KeyError:
        return "TextField"  # a kind that Django does not know may hold anything
    return str(kind[0] if isinstance(kind, tuple) else kind)


def text_columns() -> Iterator[Column]:
    """Give every column that can hold a text.

    SQLite lets a text into any column, so there every one is looked at but sealed bytes.
    """
    known = tables_by_model()
    anywhere = connection.vendor == "sqlite"
    keys = _keys()
    for table, name, kind in stored_columns():
        looks = kind != "BinaryField" if anywhere else kind not in _NO_TEXT
        if looks and table in keys:
            model = known.get(table)
            yield Column(table, name, keys[table], model._meta.label if model else "")


def _keys() -> dict[str, str]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            key = connection.introspection.get_primary_key_column(cursor, table)
            if key is None and connection.vendor == "sqlite":
                key = "rowid"
            if key is not None:
                found[table] = key
    return found


def texts_in(column: Column, *, least: int = LEAST) -> Iterator[tuple[Any, str]]:
    """Give key and text of each row whose column holds a text that is long enough.

    Uids and digests are left out of it; a column of JSON gives each of its texts.
    """
    for key, text in _raw(column, least):
        for part in _parts(text):
            cleaned = _CODES.sub(" ", part)
            if len(cleaned) >= least:
                yield key, cleaned


def _raw(column: Column, least: int) -> Iterator[tuple[Any, str]]:
    quote = connection.ops.quote_name
    key, name, table = quote(column.key), quote(column.name), quote(column.table)
    if column.key == "rowid":
        key = "rowid"
    text = f"CAST({name} AS TEXT)"
    if connection.vendor == "sqlite":
        holds = f"typeof({name}) = 'text' AND length({name}) >= {least}"
    else:
        holds = f"length({text}) >= {least}"
    start = f"SELECT {key}, {text} FROM {table} WHERE {holds}"  # noqa: S608 - names of tables
    with connection.cursor() as cursor:
        last: Any = None
        while True:
            more = "" if last is None else f" AND {key} > %s"
            values = [] if last is None else [last]
            cursor.execute(f"{start}{more} ORDER BY {key} LIMIT {AT_ONCE}", values)
            rows = cursor.fetchall()
            yield from rows
            if len(rows) < AT_ONCE:
                return
            last = rows[-1][0]


def _parts(text: str) -> Iterator[str]:
    if text[:1] not in "{[":
        yield text
        return
    try:
        value = json.loads(text)
    except ValueError:
        yield text
        return
    yield from _texts_of(value)


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts_of(part)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
