"""Made parts of pages, kept in memory while an edition holds: the least used make place."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

MOST_SIGNS: Final = 32_000_000
"""So many signs of text are kept at most in one process."""


class Kept:
    """Texts by key, bounded by their whole length."""

    def __init__(self, most: int = MOST_SIGNS) -> None:
        self._most = most
        self._signs = 0
        self._texts: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def signs(self) -> int:
        """How long everything is together."""
        return self._signs

    def peek(self, key: Hashable) -> str | None:
        """Give the text of a key if it is there."""
        with self._lock:
            text = self._texts.get(key)
            if text is not None:
                self._texts.move_to_end(key)
            return text

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """Give the text of a key, made once.

        Two that ask at the same moment may both make it: nobody waits for another.
        """
        text = self.peek(key)
        if text is not None:
            return text
        made = make()
        with self._lock:
            if key not in self._texts:
                self._texts[key] = made
                self._signs += len(made)
            while self._signs > self._most and self._texts:
                _, oldest = self._texts.popitem(last=False)
                self._signs -= len(oldest)
        return made
