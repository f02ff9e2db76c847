"""Walking through many rows in bounded memory."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

CHUNK = 5000
_END = object()


class Groups:
    """Rows that belong to other rows, handed out to whoever walks those in the same order.

    `rows` are tuples sorted by their first value, the key that they belong to, such as
    `values_list(..).order_by(..).iterator(CHUNK)`. One group is in memory at a time.
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups: Iterator[tuple[Any, Iterator[tuple[Any, ...]]]]
        self._groups = groupby(rows, key=itemgetter(0))
        self._next: tuple[Any, Iterator[tuple[Any, ...]]] | Any = next(self._groups, _END)
        self.strays = 0
        """How many groups belonged to a key that nobody asked for."""

    def of(self, key: Any) -> list[tuple[Any, ...]]:
        """Give the rows of a key, without the key; keys are asked for in rising order."""
        while self._next is not _END and self._next[0] < key:
            self.strays += 1
            self._next = next(self._groups, _END)
        if self._next is _END or self._next[0] != key:
            return []
        found = [row[1:] for row in self._next[1]]
        self._next = next(self._groups, _END)
        return found

    def finish(self) -> int:
        """Walk to the end, and give how many groups belonged to nothing."""
        while self._next is not _END:
            self.strays += 1
            self._next = next(self._groups, _END)
        return self.strays
