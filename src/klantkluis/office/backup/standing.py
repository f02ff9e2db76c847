"""How backups and the copies of the keys stand, and what an owner has to do about it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils.translation import gettext as _

from klantkluis.office.backup.facts import Facts, read_facts
from klantkluis.office.place import PLAYING, Place
from klantkluis.vault.staff import Status


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """What the page of the vault says of backups.

    `sheets` counts the recovery sheets that can read a backup; None while that is unknown.
    `sentences` say what is overdue or wrong.
    """

    facts: Facts
    backup_is_late: bool
    rehearsal_is_late: bool
    copies: int
    places: tuple[str, ...]
    newest_copy: datetime | None
    oldest_copy: datetime | None
    problem: str
    sheets: int | None
    sentences: tuple[str, ...]


def backup_standing(status: Status, place: Place, now: datetime) -> BackupStanding:
    """Put together what the vault says, and what is known of backups and rehearsals.

    In a demo and while developing no backup is missed.
    """
    facts, copies = read_facts(place), status.copies
    counts = place.mode not in PLAYING and status.is_installed
    late = counts and facts.backup_is_late(now)
    unrehearsed = counts and facts.rehearsal_is_late(now)
    sheets = int(status.backup["sheets"]) if status.backup.get("ready") else None
    said = chain(
        _of_backups(facts, late=late, unrehearsed=unrehearsed),
        _of_copies(status, counts=counts),
        _of_sheets(sheets if counts else None),
    )
    return BackupStanding(
        facts=facts,
        backup_is_late=late,
        rehearsal_is_late=unrehearsed,
        copies=int(copies.get("number", 0)),
        places=tuple(copies.get("places", ())),
        newest_copy=_moment(copies.get("newest", "")),
        oldest_copy=_moment(copies.get("oldest", "")),
        problem=str(copies.get("problem", "")),
        sheets=sheets,
        sentences=tuple(said),
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _of_backups(facts: Facts, *, late: bool, unrehearsed: bool) -> list[str]:
    found = []
    if late and facts.last_backup is None:
        found.append(_("No backup was ever made."))
    elif late:
        found.append(_("There is no backup of the last two days."))
    if unrehearsed and facts.last_rehearsal is None:
        found.append(_("Nobody has tried yet whether a backup can be restored."))
    elif unrehearsed:
        found.append(_("For over three months nobody tried whether a backup can be restored."))
    return found


def _of_copies(status: Status, *, counts: bool) -> list[str]:
    problem = str(status.copies.get("problem", ""))
    if problem == "old":
        return [_("A copy of the keys is older than seven days. Remove it.")]
    if problem:
        return [_("The keys cannot be copied to where their copies lie.")]
    if counts and status.is_running and not status.copies.get("places"):
        return [_("The keys are not copied: whoever loses this disk loses all customers.")]
    return []


def _of_sheets(sheets: int | None) -> list[str]:
    if sheets == 0:
        return [_("No recovery sheet can read the backups yet. Make new sheets.")]
    return []
