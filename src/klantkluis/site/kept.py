"""What is kept in memory while an edition holds, within bounds: the least used make place."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

MOST_SIGNS: Final = 32_000_000
"""So many signs of made parts of pages are kept at most in one process."""


class Kept[T]:
    """Things by key, bounded by their size together: for texts their length."""

    def __init__(self, size: Callable[[T], int], most: int = MOST_SIGNS) -> None:
        self._size, self._most = size, most
        self._signs = 0
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    @property
    def signs(self) -> int:
        """How large everything is together."""
        return self._signs

    def peek(self, key: Hashable) -> T | None:
        """Give the thing of a key if it is there."""
        with self._lock:
            thing = self._things.get(key)
            if thing is not None:
                self._things.move_to_end(key)
            return thing

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give the thing of a key, made once.

        Two that ask at the same moment may both make it: nobody waits for another.
        """
        thing = self.peek(key)
        if thing is None:
            thing = make()
            self.keep(key, thing)
        return thing

    def keep(self, key: Hashable, thing: T) -> None:
        """Keep a thing, unless there is one under this key; the least used make place."""
        with self._lock:
            if key not in self._things:
                self._things[key] = thing
                self._signs += self._size(thing)
            while self._signs > self._most and self._things:
                _, oldest = self._things.popitem(last=False)
                self._signs -= self._size(oldest)
