"""What a sentence of the statement is, and what is known when it is put into words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from klantkluis.privacy.register.recipients import Named
from klantkluis.privacy.register.setting import Setting


class Grade(StrEnum):
    """What a sentence rests on."""

    MEASURED = "measured"
    """Checks look at this very system, each night and whenever somebody asks."""
    RELEASE = "release"
    """Tests of this release of the program prove it."""
    ORGANISATIONAL = "organisational"
    """It is about what people do: the owner says each year that it still holds."""


class Shape(StrEnum):
    """How a sentence stands on the page."""

    PARAGRAPH = "paragraph"
    FOLLOWS = "follows"
    """In the paragraph of the sentence before it."""
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence may speak of; texts are in the language that is active."""

    now: Setting
    recipients: tuple[Named, ...]
    values: Mapping[str, str]


type Fill = Callable[[Told], Iterable[Mapping[str, str]]]
type Holds = Callable[[Told], bool]


def proof(path: str, name: str) -> str:
    """Name a test of the release: a file below `tests`, and a truth in it."""
    return f"tests/{path}::{name}"


def as_it_is(told: Told) -> Iterable[Mapping[str, str]]:
    """Say a sentence once."""
    return [told.values]


def always(told: Told) -> bool:
    """Say a sentence whatever is switched on."""
    return bool(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with a name that never changes.

    Attributes:
        id: `P3.no-accounts`: the promise or the subject, and what it says of it.
        text: English, to be translated; `%(company)s` and so on are filled in.
        checks: names of the checks that are red when it is not true.
        tests: names of tests of the release, as `path::name`.
        role: who answers for a sentence about people.
        holds: whether it is said at all in this business.
        fill: gives what is filled in; once for each line of a list.
    """

    id: str
    text: Promise
    grade: Grade
    shape: Shape = Shape.PARAGRAPH
    checks: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    role: Promise | None = None
    holds: Holds = always
    fill: Fill = as_it_is


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under one heading."""

    heading: Promise
    sentences: tuple[Sentence, ...]
    holds: Holds = always


def in_shop(told: Told) -> bool:
    """Say it only where there is a web shop."""
    return told.now.is_in_shop
