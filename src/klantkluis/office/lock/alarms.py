"""The alarms of the vault in words: what happened, and what an owner does about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label
from klantkluis.vault.staff import Status

_ASK = _("Ask in the log who it was and whether it belonged to the work.")
_RESTORE = _("Do not type over the record. Put it back from a backup, or ask for help.")
_SERIOUS = _(
    "Lock the vault, keep a copy of all files of the office as they are, and find out who could"
    " reach them."
)


@dataclass(frozen=True, slots=True)
class Words:
    """What an alarm says."""

    happened: Label
    to_do: Label


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "decoy": Words(
            _("Somebody opened a decoy customer."),
            _(
                "Nobody has a reason to. See in the log who it was and ask them; if they know of"
                " nothing, change their passwords."
            ),
        ),
        "limit": Words(_("Somebody reached the limit of customers that one may open."), _ASK),
        "go_on": Words(
            _("Somebody went on past the limit with their vault password."),
            _("If that was for work, raise the limit. If not, talk with them."),
        ),
        "export": Words(_("Somebody made an export of customers."), _ASK),
        "lease_limit": Words(
            _("A job wanted to open more customers than it was given."),
            _("It was stopped. Start it again; if it happens again, ask for help."),
        ),
        "key_missing": Words(_("The key of a record is gone, and nobody erased it."), _RESTORE),
        "key_damaged": Words(_("The key of a record is damaged."), _RESTORE),
        "broken_row": Words(_("A sealed record does not open: it is damaged."), _RESTORE),
        "people_in_clear": Words(
            _("A text that is not sealed names a customer."),
            _(
                "The checks of the privacy statement say where. Take it out there; if nobody ran"
                " those checks, somebody may be guessing at who your customers are."
            ),
        ),
        "rows_rolled_back": Words(
            _("Sealed records are not the ones that the vault last sealed."),
            _(
                "Somebody put older or other records back, past this program. Was a backup put"
                " back? If not, keep a copy of all files and find out who could reach them."
            ),
        ),
        "log_broken": Words(_("The log of the vault, or the books, were changed."), _SERIOUS),
        "log_of_another_vault": Words(_("The log belongs to another vault."), _SERIOUS),
        "log_not_emptied": Words(
            _("A key was destroyed, and a trace of it may still be on the disk."),
            _("Lock the vault and unlock it again: it then finishes the work."),
        ),
        "audit_unwritable": Words(
            _("The log could not be written."), _("Make room on the disk; nothing opens without.")
        ),
        "older_keystore": Words(
            _("An older copy of the keys was put back."),
            _(
                "Erasures were done again by themselves. Whoever got a vault password since that"
                " copy needs a new code."
            ),
        ),
        "copies_failed": Words(
            _("The keys could not be copied to where their copies lie."),
            _("Is the disk full, or is the second disk not connected? Mend it: copies go on then."),
        ),
        "copies_old": Words(
            _("A copy of the keys is older than seven days and cannot be removed."),
            _("Remove it by hand: an old copy of the keys would bring erased people back."),
        ),
        "recipients_changed": Words(
            _("Somebody changed to whom the backups are encrypted."),
            _(
                "It was set right by itself. Backups since the last good one may be readable by a"
                " stranger: make a new one, and find out who could reach the files of the vault."
            ),
        ),
        "another_vault": Words(_("A password opened keys that are not of this vault."), _SERIOUS),
        "slot_tampered": Words(_("Somebody changed the place where a password opens."), _SERIOUS),
        "slot_not_authentic": Words(
            _("Somebody tried to get in with a password that nobody gave out."), _SERIOUS
        ),
        "ignored": Words(
            _("Rows of the keystore do not carry our seal and are ignored."), _SERIOUS
        ),
        "intake_unreadable": Words(
            _("A message from the shop does not open."),
            _("See on the page of the shop's link which ones, and what can be done."),
        ),
        "intake_key_swapped": Words(_("Somebody changed a key to which the shop seals."), _SERIOUS),
        "strange_peer": Words(
            _("Another program of this machine tried to speak with the vault."), _SERIOUS
        ),
    }
)
_UNKNOWN = Words(_("The vault raised an alarm."), _ASK)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One kind of alarm that nobody has looked at yet."""

    words: Words
    count: int
    last: datetime


def alarms_of(status: Status) -> list[Alarm]:
    """Give the alarms that no owner has looked at, the newest first."""
    return [
        Alarm(
            WORDS.get(kind["what"], _UNKNOWN),
            kind["count"],
            datetime.fromisoformat(kind["last"]),
        )
        for kind in status.alarm_kinds
    ]
