"""Rows as they pass between the rooms and the vault: in clear, or sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

type Owner = UUID | str
"""A subject's uid (the row lies under that subject's key), or a class of documents like F7-2026."""
type RowSeen = tuple[str, UUID, int, bytes]
"""A stored row as the row check sees it: table, uid, revision, and hash of the sealed bytes."""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row in clear, on its way to be sealed as revision `rev`.

    `fields` holds text, numbers, booleans, and lists or mappings of those; an empty value is the
    same as an absent one. `schema` is the version of the shape of `fields`.
    """

    table: str
    uid: UUID
    owner: Owner
    rev: int
    schema: int
    fields: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A row as the database holds it; everything but `sealed` is bound to it and must match."""

    table: str
    uid: UUID
    owner: Owner
    rev: int
    schema: int
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealResult:
    """What sealing gave: the bytes to store, and uids of other subjects that look the same."""

    sealed: bytes = field(repr=False)
    duplicates: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a subject."""

    uid: UUID
    name: str = field(repr=False)
    town: str = field(repr=False)
    country: str = ""
    kind: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of found subjects.

    `next` is the `after` of the following page, or empty on the last. `total` counts all pages.
    While the index is being built `complete` is false and only what is already read is found.
    """

    hits: tuple[Card, ...]
    next: str
    total: int
    complete: bool = True


@dataclass(frozen=True, slots=True)
class IntakeKey:
    """A key that lives: its id, its public half, and the day on which another took its place."""

    id: int
    public: bytes
    retired: str


@dataclass(frozen=True, slots=True)
class SealedMessage:
    """A message from outside: its number, the key, what it is bound to, and the sealed bytes."""

    seq: int
    key_id: int
    info: bytes
    sealed: bytes = field(repr=False)


class Shredded(StrEnum):
    """What came of asking that the key of a subject be destroyed."""

    DONE = "done"
    ALREADY = "already"
    NOT_PLANNED = "not_planned"
    TOO_EARLY = "too_early"
    NEEDS_OWNER = "needs_owner"
    """More than an owner lets go without a plan in one day."""
