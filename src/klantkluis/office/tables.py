"""Lists: search, filter, sort and page, with keys instead of offsets.

What a person types in a search may be a name, so a list that searches people is asked for by
POST and its cursors never stand in an address. Lists of things use GET and can be bookmarked.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict

from klantkluis.foundation.pages import Sort

MAX_TRAIL = 400
MAX_TERMS = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `sort` is the name to sort by, empty when the list cannot."""

    label: str
    sort: str = ""
    align: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above a list; the empty choice shows all."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ListState:
    """What a person asked of a list: terms, order, filters, and where they are in it.

    `after` is the cursor of this page and `trail` those of the pages before it, so that one can
    go back although a query only knows the way forward.
    """

    terms: str = field(default="", repr=False)
    sort: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    after: str = field(default="", repr=False)
    trail: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        *,
        columns: Sequence[Column],
        filters: Sequence[Filter] = (),
        sort: str = "",
    ) -> "ListState":
        """Read the state from what was sent; anything that the list does not know is ignored."""
        sent = request.POST if request.method == "POST" else request.GET
        known = {column.sort for column in columns if column.sort}
        wanted = sent.get("sort_by") or sent.get("sort") or sort
        state = cls(
            terms=sent.get("terms", "").strip()[:MAX_TERMS],
            sort=wanted if wanted.removeprefix("-") in known else sort,
            filters={
                each.name: sent[each.name]
                for each in filters
                if sent.get(each.name) in dict(each.choices) and sent[each.name]
            },
        )
        return state._moved(sent)

    def _moved(self, sent: QueryDict) -> "ListState":
        """Go a page on or back; any other change begins at the first page."""
        here, trail = sent.get("after", ""), _trail(sent.get("trail", ""))
        if "go" in sent:
            return replace(self, after=sent.get("go", ""), trail=(*trail, here)[-MAX_TRAIL:])
        if "back" in sent and trail:
            return replace(self, after=trail[-1], trail=trail[:-1])
        return self

    @property
    def descending(self) -> bool:
        """Whether the order is turned round."""
        return self.sort.startswith("-")

    @property
    def sort_name(self) -> str:
        """What is sorted by, whichever way round."""
        return self.sort.removeprefix("-")

    @property
    def order(self) -> Sort:
        """The order as the rooms know it."""
        return Sort(self.sort_name, self.descending)

    @property
    def key(self) -> tuple[date | int, int] | None:
        """The place after which this page begins."""
        return key_of(self.after)

    @property
    def trail_text(self) -> str:
        """The trail as it travels in the form."""
        return json.dumps(self.trail) if self.trail else ""

    @property
    def is_narrowed(self) -> bool:
        """Whether terms or filters leave things out."""
        return bool(self.terms or self.filters)


def _trail(text: str) -> tuple[str, ...]:
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return ()
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as its head is drawn."""

    column: Column
    state: ListState

    @property
    def is_sorted(self) -> bool:
        """Whether the list is sorted by this column."""
        return bool(self.column.sort) and self.state.sort_name == self.column.sort

    @property
    def aria_sort(self) -> str:
        """The order as a screen reader hears it."""
        if not self.is_sorted:
            return "none"
        return "descending" if self.state.descending else "ascending"

    @property
    def next_sort(self) -> str:
        """What a press on the head sorts by: the other way round if it is sorted already."""
        other_way = self.is_sorted and not self.state.descending
        return f"-{self.column.sort}" if other_way else self.column.sort


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as it is drawn, with what was chosen."""

    filter: Filter
    value: str

    @property
    def chosen_label(self) -> str:
        """The words of what was chosen."""
        return dict(self.filter.choices).get(self.value, "")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, ready to be drawn by `office/list_page.html`."""

    state: ListState
    columns: Sequence[Column]
    rows: Sequence[Any] = field(repr=False)
    filters: Sequence[Filter] = ()
    next: str = field(default="", repr=False)
    total: int | None = None
    method: str = "get"
    search: str = ""
    picks: bool = False
    export: str = ""

    @property
    def headings(self) -> list[Heading]:
        """The heads of the columns."""
        return [Heading(column, self.state) for column in self.columns]

    @property
    def choices(self) -> list[Choice]:
        """The filters with what was chosen."""
        return [Choice(each, self.state.filters.get(each.name, "")) for each in self.filters]

    @property
    def chosen(self) -> list[Choice]:
        """The filters that leave something out."""
        return [choice for choice in self.choices if choice.value]

    @property
    def width(self) -> int:
        """The number of columns, that of the picks included."""
        return len(self.columns) + (1 if self.picks else 0)


def number_cursor(after: str) -> int | None:
    """Read a cursor that is a number; anything else is the first page."""
    return int(after) if after.isdigit() and len(after) < 19 else None


def cursor(value: date | int, pk: int) -> str:
    """Write a place in a list: what it is sorted by there, and the id of the row."""
    return f"{value}.{pk}"


def key_of(after: str) -> tuple[date | int, int] | None:
    """Read a place in a list; one that is none leads to the first page."""
    text, _dot, number = after.rpartition(".")
    pk = number_cursor(number)
    if pk is None or len(text) > 19:
        return None
    try:
        return (int(text) if text.lstrip("-").isdigit() else date.fromisoformat(text)), pk
    except ValueError:
        return None
