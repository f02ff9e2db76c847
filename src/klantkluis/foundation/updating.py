"""Changing many rows of one kind in a few statements."""

from collections.abc import Sequence
from itertools import batched

from django.db import DEFAULT_DB_ALIAS, connections, models

_ROWS = 500


def update_many(rows: Sequence[models.Model], *names: str) -> None:
    """Write some fields of rows that are there, hundreds at a time; none of them may be null.

    It is for rows that the caller holds, inside the act that changes them: a row that is gone is
    our own mistake. SQL of one statement a row would keep a whole office waiting where thousands
    are changed in one act.
    """
    if not rows:
        return
    connection, meta = connections[DEFAULT_DB_ALIAS], type(rows[0])._meta
    assert connection.in_atomic_block, "rows are changed inside the act that holds them"
    assert meta.pk is not None
    every = {field.name: field for field in meta.concrete_fields}
    fields = [meta.pk, *(every[name] for name in names)]
    quote = connection.ops.quote_name
    # Both databases call the columns of VALUES so.
    changes = ", ".join(
        f"{quote(str(field.column))} = given.column{place}"
        for place, field in enumerate(fields[1:], start=2)
    )
    one = f"({', '.join(['%s'] * len(fields))})"
    for part in batched(rows, _ROWS, strict=False):
        params = [
            field.get_db_prep_save(getattr(row, str(field.attname)), connection)
            for row in part
            for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {quote(meta.db_table)} SET {changes}"  # noqa: S608 - our own names
                f" FROM (VALUES {', '.join([one] * len(part))}) AS given"
                f" WHERE {quote(str(meta.pk.column))} = given.column1",
                params,
            )
            assert cursor.rowcount == len(part), "rows that are changed are there"
