"""What a check is, and what it may ask of the office around it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

from klantkluis.vault.rows import SealedRow
from klantkluis.vault.upkeep import Upkeep

type Sentences = Iterator[str]


def _says_nothing(_part: float) -> None:
    """Tell nobody how far a check is."""


class Elsewhere(Exception):  # noqa: N818 - named as the fact that it tells
    """What this check looks at is not on this machine."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A connection of one of our processes: its far end, or the port on which it listens."""

    process: int
    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Connections:
    """What our processes have open now: to elsewhere, and listening beyond this machine."""

    outgoing: tuple[Opening, ...]
    listening: tuple[Opening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the office gives to the checks. Each part is asked only by the check that needs it.

    Attributes:
        stopwatch: seconds that only go forward.
        upkeep: the housekeeping of the vault; its verbs raise `VaultLocked`.
        ask_vault: carries a raw request to the vault, and gives the raw reply.
        sealed: every kind of sealed row by its model, with its rows; all, in bounded memory.
        wrong_rows: sentences about rows that are not what the vault last sealed.
        rules: per room, what gives one sentence for each row that breaks a rule.
        files: every file of the office but its main database, and those in the vault's folders.
        shut_folders: folders that are to be looked at and cannot be read.
        key_copies: copies of the keystore among these files, with when they were made.
        connections: what our processes have open.
        hosts: the hosts to which connections were opened in the settings.
        unguarded: sentences about pages that do not say who may see them.
        site_database: the database of the site, when it is on this machine.
        progress: hears how far a check is, as a part of one.
    """

    now: datetime
    stopwatch: Callable[[], float]
    upkeep: Upkeep
    ask_vault: Callable[[dict[str, Any]], Mapping[str, Any]]
    sealed: Callable[[], Iterator[tuple[str, Iterator[SealedRow]]]]
    wrong_rows: Callable[[], Sentences]
    rules: Iterable[tuple[str, Callable[[], Sentences]]]
    files: Callable[[], Iterator[Path]]
    shut_folders: Callable[[], Iterable[Path]]
    key_copies: Callable[[], Iterable[tuple[str, datetime]]]
    connections: Callable[[], Connections]
    hosts: Callable[[], frozenset[str]]
    unguarded: Callable[[], Sentences]
    site_database: Path | None = None
    plays: bool = False
    secure_cookies: bool = True
    progress: Callable[[float], None] = field(default=_says_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Looks at one thing, and gives a sentence for each breach that it finds.

    `find` raises `VaultLocked` when it needs an open vault, and `Elsewhere` when what it looks at
    is not here. `weight` is about how much of the whole it takes, for the progress.
    """

    id: str
    title: Promise
    looks_at: Promise
    find: Callable[[Around], Sentences]
    needs_vault: bool = False
    weight: int = 1
