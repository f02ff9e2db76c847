"""Make any text fit for paper: what a PDF/A may not hold goes out, what people typed stays."""

import re
import unicodedata
from typing import Final

_LINE_BREAKS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_BREAK_HERE: Final = "\N{ZERO WIDTH SPACE}"
_DROPPED: Final = frozenset(
    # Marks that turn the reading order around could make an invoice say something else than
    # its data; the order of Arabic and Hebrew follows from their letters.
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}"
    "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}"
    "\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
    "\N{ZERO WIDTH NO-BREAK SPACE}"
)


def clean(text: str) -> str:
    r"""Normalise to NFC, keep line breaks as `\n`, and take out what cannot be printed.

    Control characters and reading-order marks are dropped; lone surrogates, private and
    forbidden code points become U+FFFD, because PDF/A-3a wants a meaning for each character.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = _LINE_BREAKS.split(unicodedata.normalize("NFC", text))
    return "\n".join("".join(map(_printable, line)) for line in lines)


def one_line(text: str) -> str:
    """Clean a text that has its place on one line."""
    return " ".join(clean(text).split())


def breakable(text: str, longest: int = 30) -> str:
    """Clean a text, and let words longer than `longest` characters break over lines."""
    cleaned = clean(text)
    if len(cleaned) <= longest:
        return cleaned
    return re.sub(
        rf"[^\s\u200b]{{{longest + 1},}}",
        lambda word: _BREAK_HERE.join(_pieces(word[0], longest)),
        cleaned,
    )


def _pieces(word: str, longest: int) -> list[str]:
    """Cut a long word, never between a letter and the marks that belong to it."""
    pieces, start = [], 0
    for at in range(1, len(word)):
        if at - start >= longest and not _joins(word[at - 1], word[at]):
            pieces.append(word[start:at])
            start = at
    return [*pieces, word[start:]]


def _joins(before: str, after: str) -> bool:
    """Say whether two characters are drawn as one: a letter and its marks, parts of an emoji."""
    return (
        "\N{ZERO WIDTH JOINER}" in (before, after)
        or unicodedata.category(after).startswith("M")
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )


def _printable(character: str) -> str:
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category == "Cc" or character in _DROPPED:
        return ""
    if category in {"Cs", "Co"} or (ord(character) & 0xFFFE) == 0xFFFE:
        return _REPLACEMENT
    if 0xFDD0 <= ord(character) <= 0xFDEF:
        return _REPLACEMENT
    return character
