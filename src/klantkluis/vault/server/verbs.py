"""The verbs of the protocol and what does them."""

from collections.abc import Mapping
from types import MappingProxyType

from klantkluis.vault.server import (
    access,
    housekeeping,
    intake,
    keeping,
    people,
    rows,
    scanning,
    status,
)
from klantkluis.vault.server.state import Handler

VERBS: Mapping[str, Handler] = MappingProxyType(
    {
        "STATUS": status.status,
        "SEEN_ALARMS": status.seen_alarms,
        "SETUP": access.setup,
        "OPEN_VAULT": access.open_vault,
        "PASSWORD_OPENS": access.password_opens,
        "JOIN": access.join,
        "RECOVER": access.recover,
        "CHECK": access.check,
        "CONFIRM": access.confirm,
        "GO_ON": access.go_on,
        "CLOSE": access.close,
        "LOCK": access.lock,
        "CONFIRM_SHEET": access.confirm_sheet,
        "NEW_SHEETS": access.new_sheets,
        "OPEN": rows.open_rows,
        "SEAL": rows.seal_rows,
        "SEARCH": rows.search,
        "DUPLICATES": rows.duplicates,
        "LOOKALIKES": rows.lookalikes,
        "INDEX": rows.index,
        "ENROL": keeping.enrol,
        "SET_ROLES": keeping.set_roles,
        "REMOVE_STAFF": keeping.remove_staff,
        "STAFF": keeping.staff,
        "CHANGE_PASSWORD": keeping.change_password,
        "ROTATE": keeping.rotate,
        "SHRED": keeping.shred,
        "FINISH_SHRED": keeping.finish_shred,
        "DESTROY_CLASS": keeping.destroy_class,
        "EXPORT": keeping.export,
        "LEASE": keeping.lease,
        "END_LEASE": keeping.end_lease,
        "CLAIM": keeping.claim,
        "HAS_LEASE": keeping.has_lease,
        "SETTINGS": keeping.settings,
        "CHANGE_SETTINGS": keeping.change_settings,
        "AUDIT": keeping.audit,
        "VERIFY_AUDIT": keeping.verify_audit,
        "CHECK_ROWS": keeping.check_rows,
        "ACCEPT_BOOKS": housekeeping.accept_books,
        "KEEP_LOG": housekeeping.keep_log,
        "END_CLASSES": housekeeping.end_classes,
        "CHECK_STORED": housekeeping.check_stored,
        "NEWEST_NOTE": housekeeping.newest_note,
        "SCAN_STORED": scanning.scan_stored,
        "FIND_PEOPLE": people.find_people,
        "INTAKE_KEYS": intake.intake_keys,
        "OPEN_INTAKE": intake.open_intake,
    }
)
