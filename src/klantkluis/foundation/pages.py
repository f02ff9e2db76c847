"""Pages of a list by key: each begins after the last row of the one before, never at an offset."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Sort:
    """By what a list is sorted; rows that are equal in that stand by their ids, the same way."""

    by: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days, the first and the last included."""

    first: date
    last: date


def keyed[Row: Model](
    rows: QuerySet[Row], sort: Sort, after: tuple[Any, int] | None, *, pk: str = "pk"
) -> QuerySet[Row]:
    """Put rows in order, after a key: the value that is sorted by, and the id."""
    sign, way = ("-", "lt") if sort.descending else ("", "gt")
    if after is not None:
        value, last = after
        # Said this way round the database walks an index from there.
        rows = rows.filter(
            Q(**{f"{sort.by}__{way}": value}) | Q(**{f"{pk}__{way}": last}),
            **{f"{sort.by}__{way}e": value},
        )
    return rows.order_by(f"{sign}{sort.by}", f"{sign}{pk}")


class Page[Row](Protocol):
    """Gives up to `limit` rows after a key."""

    def __call__(self, *, after: Any, limit: int) -> Sequence[Row]:
        """Give them; the key None stands before the first."""


def every[Row](page: Page[Row], key: Callable[[Row], Any], limit: int = CHUNK) -> Iterator[Row]:
    """Give the rows of all pages; `key` gives the place of a row."""
    after = None
    while True:
        rows = page(after=after, limit=limit)
        yield from rows
        if len(rows) < limit:
            return
        after = key(rows[-1])
