"""Numbers without gaps."""

from collections.abc import Sequence
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connection, connections

from klantkluis.foundation.executing import execute
from klantkluis.foundation.models import NumberSeries


def next_number(series: str) -> int:
    """Give the next number of a series, starting at 1.

    The number is taken inside the transaction of the act that uses it, and the row stays locked
    until that transaction ends: if it fails the number is given back, and two acts at the same
    moment follow each other. So a series has no gap and no double (Wet OB 1968, art. 35a(1)(b)).
    """
    return next_numbers(series, 1).start


def next_numbers(series: str, count: int) -> range:
    """Give the next `count` numbers of a series at once, for acts that make many rows."""
    return next_numbers_of([series], count)[0]


def next_numbers_of(several: Sequence[str], count: int) -> list[range]:
    """Give the next `count` numbers of each of several series, in one statement.

    The series are locked in the order in which they are named: name them so everywhere.
    """
    assert connection.in_atomic_block, "numbers are given inside the act that uses them"
    text = _TAKE % ", ".join(["(%s, %s)"] * len(several))
    values = [value for series in several for value in (series, count)]
    last = dict(execute(connections[DEFAULT_DB_ALIAS], text, values).rows)
    return [range(last[series] - count + 1, last[series] + 1) for series in several]


_TABLE: Final = NumberSeries._meta.db_table
_TAKE: Final = (
    f"INSERT INTO {_TABLE} (name, last) VALUES %s"  # noqa: S608 - our own table name
    f" ON CONFLICT (name) DO UPDATE SET last = {_TABLE}.last + excluded.last"
    " RETURNING name, last"
)
