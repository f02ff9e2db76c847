"""Whether a text speaks of somebody in the index: by name, e-mail address, phone or address.

Made for the proof that nothing personal lies in clear: it must not miss who is named, and must
not stop a product that is called as somebody.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from klantkluis.core.names import fold
from klantkluis.vault.index.terms import phone_token, tokens

LONGEST_NAME: Final = 7
_EMAIL: Final = re.compile(r"[^\s<>\"',;:()\[\]{}\\]+@[^\s<>\"',;:()\[\]{}\\]+\.[A-Za-z]{2,}")
_PHONE: Final = re.compile(r"(?<![\w.])(?:\+|00|0|\()[\d\s().\-/]{7,18}\d(?![\w.])")
_POSTCODE: Final = re.compile(r"(?<!\w)(\d{4})\s?([a-z]{2})(?!\w)")
_PHONE_DIGITS: Final = 9
_BESIDE: Final = 2
"""So many other words of an address have to stand beside its postcode."""


class KnownPeople:
    """Who is known, by what they are recognised with. A name of one word is a word as any."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._names: set[str] = set()
        self._phones: set[str] = set()
        self._places: dict[str, list[str]] = {}
        every = []
        for name, words in rows:
            self._take(name, words)
            every.append(words)
        # The index keeps an e-mail address as its words, which follow each other.
        self._words = "\n".join(every)

    def _take(self, name: str, words: str) -> None:
        parts = tokens(name)
        if len(parts) > 1:
            self._names.add(" ".join(parts[:LONGEST_NAME]))
        for word in words.split():
            if len(word) == _PHONE_DIGITS and word.isdigit():
                self._phones.add(word)
            elif _POSTCODE.fullmatch(word):
                self._places.setdefault(word, []).append(words)

    def kind_in(self, text: str) -> str:
        """Say what of somebody a text holds: email, phone, name or address; empty if nothing."""
        if any(f" {fold(found)} " in self._words for found in _EMAIL.findall(text)):
            return "email"
        if any(phone_token(found) in self._phones for found in _PHONE.findall(text)):
            return "phone"
        if any(window in self._names for window in _windows(tokens(text))):
            return "name"
        return "address" if self._has_place(fold(text)) else ""

    def _has_place(self, folded: str) -> bool:
        found = _POSTCODE.findall(folded)
        if not found:
            return False
        words = set(tokens(folded))
        return any(
            len((set(known.split()) - {code}) & words) >= _BESIDE
            for code in map("".join, found)
            for known in self._places.get(code, ())
        )


def _windows(words: list[str]) -> Iterator[str]:
    for first in range(len(words) - 1):
        for length in range(2, min(LONGEST_NAME, len(words) - first) + 1):
            yield " ".join(words[first : first + length])
