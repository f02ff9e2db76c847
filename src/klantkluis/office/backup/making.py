"""Making a backup: data first, then the log, encrypted to who may read it; the vault stays shut."""

import contextlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from klantkluis import __version__
from klantkluis.office.backup.dumping import copy_of, dump, kind_of
from klantkluis.office.backup.facts import note_backup
from klantkluis.office.backup.manifest import Head, Manifest, part_of
from klantkluis.office.backup.packing import pack
from klantkluis.office.backup.workroom import workroom
from klantkluis.office.ownership import let_group_look
from klantkluis.office.place import Mode, Place
from klantkluis.vault.connection import SocketConnection
from klantkluis.vault.offline import newest_event
from klantkluis.vault.refusals import VaultUnavailable
from klantkluis.vault.staff import Vault

DATA, AUDIT, LINK = "data", "audit.sqlite3", "link"
RECIPIENTS = "backup-recipients.json"
_BEGIN, _END, _STAMP = "klantkluis-", ".age", "%Y%m%dT%H%M%SZ"


class BackupImpossible(Exception):  # noqa: N818 - a sentence for who makes a backup
    """There is nobody to encrypt to, or nowhere to write; the text says which."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made, and how many older ones it let go."""

    path: Path
    size: int
    manifest: Manifest
    readers: int
    removed: int


def make_backup(place: Place, *, to: Path, keep_days: int, now: datetime) -> Made:
    """Make a backup of this office in a folder, and let go of those that are too old.

    Raises:
        BackupImpossible: the vault has no keys for backups yet, or the folder is no folder.
        DumpFailed, WorkroomTaken, OSError.
    """
    readers = recipients_of(place)
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = now.astimezone(UTC)
    target = to / f"{_BEGIN}{moment.strftime(_STAMP)}{_END}"
    with workroom(place) as room:
        parts = {DATA: room / "data"}
        found = dump(place.database_url, parts[DATA])
        parts[AUDIT] = room / "audit"
        copy_of(place.audit, parts[AUDIT])
        number, hash_ = newest_event(parts[AUDIT])
        if place.link.is_dir():
            secrets = sorted(path for path in place.link.iterdir() if path.is_file())
            parts |= {f"{LINK}/{path.name}": path for path in secrets}
        manifest = Manifest(
            made_at=moment,
            program=__version__,
            database=kind_of(place.database_url),
            migrations=found.migrations,
            counts=found.counts,
            ledger=found.ledger,
            audit=Head(number, hash_.hex()),
            parts={name: part_of(path) for name, path in parts.items()},
        )
        pack(manifest, parts, readers, target)
    let_group_look(target)
    size = target.stat().st_size
    note_backup(place, at=moment, size=size)
    return Made(target, size, manifest, len(readers), _let_go(to, keep_days, moment))


def recipients_of(place: Place) -> tuple[str, ...]:
    """Give to whom a backup is encrypted: asked of the vault, or read beside its keystore.

    On a server only the user of the pages may speak with the vault, and root makes the backup.

    Raises:
        BackupImpossible: nobody could read it.
    """
    found: tuple[str, ...] = ()
    if place.mode is not Mode.PRODUCTION:
        vault = Vault(SocketConnection(place.vault_socket, timeout_seconds=10))
        with contextlib.suppress(VaultUnavailable):
            found = vault.upkeep().backup_recipients()
    found = found or _in_file(place.keystore.with_name(RECIPIENTS))
    if not found:
        raise BackupImpossible(
            "The vault has no keys for backups yet. Unlock it once; the keys are made then."
        )
    return found


def _in_file(path: Path) -> tuple[str, ...]:
    try:
        return tuple(map(str, json.loads(path.read_text())["recipients"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def backups_in(folder: Path) -> list[Path]:
    """Give the backups in a folder, the oldest first."""
    return sorted(path for path in folder.glob(f"{_BEGIN}*{_END}") if _moment_of(path) is not None)


def _moment_of(path: Path) -> datetime | None:
    stamp = path.name.removeprefix(_BEGIN).removesuffix(_END)
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _let_go(folder: Path, keep_days: int, now: datetime) -> int:
    """Remove backups that are too old; the newest always stays."""
    count = 0
    for path in backups_in(folder)[:-1]:
        moment = _moment_of(path)
        if moment is not None and now - moment > timedelta(days=keep_days):
            path.unlink()
            count += 1
    return count
