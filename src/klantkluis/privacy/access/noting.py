"""What is noted elsewhere of a package that is handed over: one place that names each log.

The log of hand-overs gets a line before anything leaves, and the digest when all of it left. The
request that is answered learns of it as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from klantkluis.foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class Leaving:
    """A package that is about to be handed to its own person.

    Attributes:
        uids: of the person, after merges.
        article: of the GDPR on which it rests: 15 or 20.
        categories: of what is in it, as terms of the Data Privacy Vocabulary.
    """

    uids: tuple[UUID, ...]
    article: int
    categories: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """A package that left in whole."""

    disclosure_id: int | None
    request: UUID | None
    way: str
    size: int
    sha256: bytes
    at: datetime


def not_disclosed(_leaving: Leaving, _actor: Actor) -> int | None:
    """Keep no other log."""
    return None


def nothing_more(_left: Left, _actor: Actor) -> None:
    """Note nothing more."""


@dataclass(frozen=True, slots=True)
class Noting:
    """The logs that learn of a package.

    Attributes:
        leaving: called inside the act, before anything leaves; gives the id of the line.
        left: called inside the act, when all of it left.
    """

    leaving: Callable[[Leaving, Actor], int | None] = not_disclosed
    left: Callable[[Left, Actor], None] = nothing_more
