"""How the vault and the machine under it stand, in the shape in which the page shows it."""

from dataclasses import dataclass
from datetime import datetime

from klantkluis.office.place import Mode, Place
from klantkluis.vault.machine import Disk, Swap, disk_under, worst_disk
from klantkluis.vault.staff import Status


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page says besides the status itself.

    `signed` is the number of the newest event that a signature vouches for, of all `events`.
    `database_elsewhere` says that the books lie with a database server, whose disk is its own.
    """

    opened_at: datetime | None
    signed_at: datetime | None
    signed: int
    unsigned: int
    events: int
    disk: Disk
    database_elsewhere: bool
    swap: Swap
    is_single: bool


def standing_of(status: Status, place: Place) -> Standing:
    """Put together what the vault says and what this process sees of the office's own files."""
    audit = status.audit
    events, signed = int(audit.get("number", 0)), int(audit.get("checkpoint", 0))
    return Standing(
        opened_at=_moment(status.opened_at),
        signed_at=_moment(str(audit.get("checkpoint_at", ""))),
        signed=signed,
        unsigned=events - signed,
        events=events,
        disk=worst_disk([status.disk, disk_under(place.root)]),
        database_elsewhere=not place.database_url.startswith("sqlite"),
        swap=status.swap,
        is_single=status.mode == Mode.SINGLE,
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
