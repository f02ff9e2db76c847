"""Hiding what is about somebody else in a text: passages of it, or the whole (GDPR art. 15(4)).

A copy may not harm the rights of others, and that is no reason to withhold the rest (recital 63;
EDPB guidelines 01/2022 on access, section 6.2). Pure.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final

OPENS: Final = "[["
CLOSES: Final = "]]"
_LETTERS: Final = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_SPAN: Final = re.compile(r"(\d+)-(\d+)")


class How(StrEnum):
    """What becomes of a text."""

    AS_IT_IS = "as_it_is"
    PASSAGES = "passages"
    WHOLE = "whole"


class Why(StrEnum):
    """Why something of a text is hidden."""

    SOMEBODY_ELSE = "somebody_else"
    RIGHTS_OF_OTHERS = "rights_of_others"


LAWS: Final = {
    Why.SOMEBODY_ELSE: "GDPR art. 15(4)",
    Why.RIGHTS_OF_OTHERS: "GDPR art. 15(4), recital 63",
}

type Span = tuple[int, int]
"""From the sign at which something begins up to, and without, the one behind it."""


class MarksError(ValueError):
    """Brackets do not close, or stand inside one another."""


class AnotherTextError(ValueError):
    """A marked text differs from the one that is kept in more than its marks."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a text stands: model, id of the row, and stable name of the field."""

    model: str
    row: int
    name: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of one text. It holds for these very words and no others.

    Attributes:
        digest: of the text, see `digest_of`.
        spans: of the passages to hide.
    """

    place: Place
    digest: str = field(repr=False)
    how: How = How.AS_IT_IS
    why: Why | None = None
    spans: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return self.how is not How.AS_IT_IS


def digest_of(text: str) -> str:
    """Give a digest of a text, in letters: none of it can be taken for a number of somebody."""
    return sha256(text.encode()).hexdigest().translate(_LETTERS)


def written(spans: Iterable[Span]) -> str:
    """Write spans as they are kept."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def read_spans(text: str) -> tuple[Span, ...]:
    """Read spans as they are kept."""
    return tuple((int(start), int(end)) for start, end in _SPAN.findall(text))


def marked(text: str, spans: Iterable[Span]) -> str:
    """Put double square brackets around the passages of a text."""
    done, at = [], 0
    for start, end in spans:
        done += [text[at:start], OPENS, text[start:end], CLOSES]
        at = end
    return "".join([*done, text[at:]])


def spans_in(typed: str, text: str) -> tuple[Span, ...]:
    """Find the passages that somebody marked with double square brackets in a text.

    Ends of lines may be written otherwise than in the text: browsers do that. Brackets that stand
    in the text itself are no marks; those that touch a mark are hidden with it. What is marked
    once is meant wherever it stands.

    Raises:
        MarksError, AnotherTextError: nothing is certain then.
    """
    found: list[Span] = []
    begin: int | None = None
    typed, place, at = _lines(typed), 0, 0
    while place < len(typed):
        sign = typed[place]
        length, same = _run(sign, typed, place), _run(sign, text, at)
        if sign not in {"[", "]"} or length == same:
            at, place = at + _same_sign(sign, text, at), place + 1
            continue
        if length < same:
            raise AnotherTextError
        if length - same != len(OPENS) or (sign == "[") != (begin is None):
            raise MarksError
        if begin is None:
            begin, at = at, at + same
        else:
            at += same
            found.append((begin, at))
            begin = None
        place += length
    if begin is not None:
        raise MarksError
    if at != len(text):
        raise AnotherTextError
    return everywhere(text, found)


def _run(sign: str, text: str, at: int) -> int:
    """Give how many times a sign stands in a text, one behind the other."""
    end = at
    while end < len(text) and text[end] == sign:
        end += 1
    return end - at


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _same_sign(sign: str, text: str, at: int) -> int:
    """Give how many signs of the text one sign stands for."""
    if sign == "\n" and text.startswith("\r\n", at):
        return 2
    if at < len(text) and (text[at] == sign or (sign == "\n" and text[at] == "\r")):
        return 1
    raise AnotherTextError


def everywhere(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Give the passages, and every other place where the same words stand as whole words."""
    all_spans = [(start, end) for start, end in spans if text[start:end].strip()]
    for passage in {text[start:end].strip() for start, end in all_spans}:
        head = r"(?<!\w)" if passage[0].isalnum() else ""
        tail = r"(?!\w)" if passage[-1].isalnum() else ""
        same = re.finditer(head + re.escape(passage) + tail, text)
        all_spans += [found.span() for found in same]
    return _joined(all_spans)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def shown(text: str, decision: Decision, *, mark: str, whole: str) -> str:
    """Give a text as its person gets to see it.

    Args:
        mark: stands where a passage was; it says nothing of how long that was.
        whole: stands where the text as a whole was left out.
    """
    match decision.how:
        case How.AS_IT_IS:
            return text
        case How.WHOLE:
            return whole
        case How.PASSAGES:
            done, at = [], 0
            for start, end in decision.spans:
                done += [text[at:start], mark]
                at = end
            return "".join([*done, text[at:]])
