"""The lines of the vault's log in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label
from klantkluis.office.lock.alarms import WORDS
from klantkluis.vault.staff import StaffVault, stamp

ACTS: Mapping[str, Label] = MappingProxyType(
    {
        "open": _("Looked at records"),
        "search": _("Searched"),
        "seal": _("Sealed records"),
        "commit": _("Saved records"),
        "unlock": _("Unlocked"),
        "unlock_failed": _("Wrong vault password"),
        "lock": _("Locked for everybody"),
        "closed": _("Locked for one person"),
        "confirmed": _("Typed the vault password once more"),
        "password_changed": _("Changed a vault password"),
        "password_compared": _("Compared a new log-in password with the vault password"),
        "installed": _("Made the keys of this vault"),
        "enrol": _("Gave a one-time code"),
        "joined": _("Chose a vault password"),
        "join_failed": _("Wrong one-time code"),
        "roles": _("Gave other roles"),
        "staff_removed": _("Took away a part in the vault"),
        "rotate": _("Began to wrap all keys anew"),
        "rotated": _("Wrapped all keys anew"),
        "settings": _("Changed the settings of the vault"),
        "new_sheets": _("Made new recovery sheets"),
        "sheet_confirmed": _("Typed a recovery sheet back"),
        "recovered": _("Opened with a recovery sheet"),
        "recovery_failed": _("Wrong recovery sheet"),
        "lease": _("Lent a part in the vault to a job"),
        "lease_ended": _("Took a lent part back"),
        "claim": _("A job took up its part"),
        "shred": _("Destroyed the key of a person"),
        "shred_planned": _("Decided that people are to be erased"),
        "shred_undone": _("Took back the decision to erase people"),
        "shred_due": _("Destroyed the keys of people whose moment had come"),
        "shred_finished": _("Finished an erasure"),
        "rows_removed": _("Removed single records for good"),
        "scan": _("Looked for numbers that may not be kept"),
        "looks": _("Asked when somebody was looked at"),
        "seen_by": _("Asked who was looked at in a period"),
        "backup_identity": _("Took the key that reads the backups"),
        "destroy_class": _("Destroyed a class key"),
        "erasures_resumed": _("Went on with interrupted erasures"),
        "erasures_replayed": _("Did erasures again after an older keystore"),
        "books_accepted": _("Said that the books are right as they are"),
        "intake": _("Opened what came from the shop"),
        "intake_key": _("Made a key to which the shop seals"),
        "intake_keys_ended": _("Destroyed keys of the shop that were over"),
        "log_pruned": _("Let go of events of over 24 months ago"),
        "people_sought": _("Looked whether a customer is named in clear"),
        "alarms_seen": _("Looked at the alarms"),
    }
)
NEWEST = 200


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event of the log, as it is read."""

    moment: datetime
    act: Label
    staff: str
    purpose: str
    records: int
    is_alarm: bool

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "LogLine":
        """Put an event in words; what has none keeps its code."""
        what, is_alarm = str(event["what"]), bool(event.get("alarm"))
        act = WORDS[what].happened if is_alarm and what in WORDS else ACTS.get(what, what)
        records = len(event.get("uids") or event.get("rows") or ())
        staff, purpose = str(event.get("staff", "")), str(event.get("purpose", ""))
        return cls(stamp(event), act, staff, purpose, records, is_alarm)


def newest_lines(session: StaffVault, number: int) -> list[LogLine]:
    """Give the newest lines of a log of so many events, the newest first."""
    events = session.audit_events(after=max(0, number - NEWEST), limit=NEWEST)
    return [LogLine.of(event) for event in reversed(events)]
