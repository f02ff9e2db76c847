"""What a backup says of itself: when it was made, by what, and what has to be in it."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

FORMAT = 1
NAME = "manifest.json"
_CHUNK = 1024 * 1024
_PART = re.compile(r"data|audit\.sqlite3|link/[a-z0-9_-]+(\.[a-z0-9]+)?")
"""The names of files in a backup: whoever makes one up must not reach a file elsewhere."""


class BackupUnreadable(Exception):  # noqa: N818 - a sentence for who restores
    """The file is no backup of ours, or not whole; the text says what was found."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file in a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link of a chain: its number and its hash; 0 without any."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first thing in a backup; nothing in it is about anybody.

    Attributes:
        database: `sqlite` or `postgresql`; a backup goes back to the same kind.
        migrations: the newest migration of each app.
        counts: the rows of each table.
        ledger: the newest entry of the books. audit: the newest event of the log.
    """

    made_at: datetime
    program: str
    database: str
    migrations: Mapping[str, str]
    counts: Mapping[str, int]
    ledger: Head
    audit: Head
    parts: Mapping[str, Part] = field(default_factory=dict)

    def text(self) -> str:
        """Write it as JSON."""
        plain = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(plain, indent=1, sort_keys=True)

    @classmethod
    def read(cls, text: str) -> "Manifest":
        """Read what `text` wrote.

        Raises:
            BackupUnreadable: it is something else, or of a newer version.
        """
        try:
            plain: dict[str, Any] = json.loads(text)
            if plain.pop("format") != FORMAT:
                raise BackupUnreadable("This backup was made by a newer version of Klantkluis.")
            parts = {name: Part(**part) for name, part in plain.pop("parts").items()}
            made_at = datetime.fromisoformat(plain.pop("made_at"))
            ledger, audit = (Head(**plain.pop(name)) for name in ("ledger", "audit"))
            if not all(_PART.fullmatch(name) for name in parts):
                raise BackupUnreadable("This is no backup of Klantkluis.")
            return cls(made_at=made_at, parts=parts, ledger=ledger, audit=audit, **plain)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupUnreadable("This is no backup of Klantkluis.") from error


def part_of(path: Path) -> Part:
    """Measure a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Part(size, digest.hexdigest())
