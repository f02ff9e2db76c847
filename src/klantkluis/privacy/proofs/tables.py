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


_DAY: Final = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_OF_SQLITE: Final = (
    "SELECT made.name, part.name, part.type"
    " FROM sqlite_schema AS made JOIN pragma_table_xinfo(made.name) AS part"
    " WHERE made.type = 'table' AND made.name <> 'sqlite_sequence' ORDER BY made.name, part.cid"
)
_AS_IT_SHOULD: Final = {
    "UUIDField": "length({0}) = 32 AND {0} NOT GLOB '*[^0-9a-f]*'",
    "DateField": f"{{0}} GLOB '{_DAY}'",
    "DateTimeField": f"{{0}} GLOB '{_DAY} *' AND {{0}} NOT GLOB '*[^0-9 :.+-]*'",
}
"""SQLite keeps days and uids as text; those that look as they should need no second look."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, the key of its table, and the model that it belongs to, if any."""

    table: str
    name: str
    key: str
    model: str
    kind: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


def tables_by_model() -> Mapping[str, type[models.Model]]:
    """Give the model of each table."""
    every = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in every}


def stored_columns() -> Iterator[tuple[str, str, bool]]:
    """Give table and column of all that the database has, and whether a text can stand there.

    SQLite lets a text into any column, so there every one can but those for sealed bytes.
    """
    introspection = connection.introspection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Django would read the whole text with which each table was made.
            for table, name, kind in cursor.execute(_OF_SQLITE).fetchall():
                yield table, name, kind.lower() != "blob"
            return
        for table in sorted(introspection.table_names(cursor)):
            for each in introspection.get_table_description(cursor, table):
                yield table, each.name, _kind(each) not in _NO_TEXT


def _kind(description: Any) -> str:
    try:
        kind = connection.introspection.get_field_type(description.type_code, description)
    except KeyError:
        return "TextField"  # a kind that Django does not know may hold anything
    return str(kind[0] if isinstance(kind, tuple) else kind)


def text_columns() -> Iterator[Column]:
    """Give every column that can hold a text."""
    known = tables_by_model()
    keys = _keys()
    for table, name, holds_text in stored_columns():
        if holds_text and table in keys:
            model = known.get(table)
            label, field = (model._meta.label, _field_kind(model, name)) if model else ("", "")
            yield Column(table, name, keys[table], label, field)


def _field_kind(model: type[models.Model], column: str) -> str:
    fields = {field.column: field for field in model._meta.concrete_fields}
    return fields[column].get_internal_type() if column in fields else ""


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
        if column.kind in _AS_IT_SHOULD:
            holds += f" AND NOT ({_AS_IT_SHOULD[column.kind].format(name)})"
    else:
        holds = f"length({text}) >= {least}"
    start = f"SELECT {key}, {text} FROM {table} WHERE {holds}"  # noqa: S608 - names of tables
    with connection.cursor() as cursor:
        last: Any = None
        while True:
            more = "" if last is None else f" AND {key} > %s"
            values = [] if last is None else [last]
            cursor.execute(f"{start}{more} ORDER BY 1 LIMIT {AT_ONCE}", values)
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
