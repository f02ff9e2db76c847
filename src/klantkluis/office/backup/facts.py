"""When a backup and a rehearsal last went well: kept beside the office, and shown to the owner."""

import contextlib
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing

from klantkluis.office.ownership import give_to_folder
from klantkluis.office.place import Place

_SALT = "klantkluis.backup"
BACKUP_TOO_OLD = timedelta(days=2)
REHEARSAL_TOO_OLD = timedelta(days=100)
FIRST_REHEARSAL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known; times are None when it never happened."""

    first_backup: datetime | None = None
    last_backup: datetime | None = None
    size: int = 0
    last_rehearsal: datetime | None = None
    rows_opened: int = 0

    def backup_is_late(self, now: datetime) -> bool:
        """Whether there is no backup of the last two days."""
        return self.last_backup is None or now - self.last_backup > BACKUP_TOO_OLD

    def rehearsal_is_late(self, now: datetime) -> bool:
        """Whether backups are made, and for long nobody tried to read one."""
        if self.first_backup is None or now - self.first_backup < FIRST_REHEARSAL:
            return False
        return self.last_rehearsal is None or now - self.last_rehearsal > REHEARSAL_TOO_OLD


def read_facts(place: Place) -> Facts:
    """Read what is known; what carries no signature of this office counts as nothing."""
    try:
        plain = signing.loads(place.backup_facts.read_text(), salt=_SALT)
    except (OSError, signing.BadSignature):
        return Facts()
    return Facts(**{name: _back(value) for name, value in plain.items()})


def _back(value: Any) -> Any:
    return datetime.fromtimestamp(value["at"], UTC) if isinstance(value, dict) else value


def note_backup(place: Place, *, at: datetime, size: int) -> None:
    """Keep that a backup was made."""
    known = read_facts(place)
    _write(place, replace(known, first_backup=known.first_backup or at, last_backup=at, size=size))


def note_rehearsal(place: Place, *, at: datetime, rows_opened: int) -> None:
    """Keep that a backup was restored and read, to try it."""
    _write(place, replace(read_facts(place), last_rehearsal=at, rows_opened=rows_opened))


def _write(place: Place, facts: Facts) -> None:
    plain = {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
    signed = signing.dumps(
        {
            name: {"at": value.timestamp()} if isinstance(value, datetime) else value
            for name, value in plain.items()
        },
        salt=_SALT,
    )
    beside = place.backup_facts.with_name(f".{place.backup_facts.name}")
    with contextlib.suppress(FileNotFoundError):
        beside.unlink()
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(signed)
        file.flush()
        os.fsync(file.fileno())
    give_to_folder(beside)
    beside.replace(place.backup_facts)
