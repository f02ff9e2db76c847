"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.core.declared import PersonalField, PlainColumns
from klantkluis.foundation.records import PersonalRecord
from klantkluis.privacy.declared import hand_overs, requests, retention, statement
from klantkluis.privacy.declared.breaches import BREACH_COLUMNS, BREACH_FIELDS, BREACH_RECORDS
from klantkluis.privacy.erasing import declared as erasing
from klantkluis.privacy.expiring import EXPIRING, NEEDED
from klantkluis.privacy.records import RECORDS as HAND_OVERS
from klantkluis.privacy.retaining.holds import hold_claims as claims

__all__ = ["EXPIRING", "NEEDED", "PERSONAL_FIELDS", "PLAIN_COLUMNS", "RECORDS", "claims"]

PERSONAL_FIELDS: tuple[PersonalField, ...] = (
    *requests.PERSONAL_FIELDS,
    *erasing.STAFF,
    *retention.PERSONAL_FIELDS,
    *BREACH_FIELDS,
    *statement.PERSONAL_FIELDS,
    *hand_overs.PERSONAL_FIELDS,
)

PLAIN_COLUMNS: tuple[PlainColumns, ...] = (
    *requests.PLAIN_COLUMNS,
    *erasing.COLUMNS,
    *retention.PLAIN_COLUMNS,
    *BREACH_COLUMNS,
    *statement.PLAIN_COLUMNS,
    *hand_overs.PLAIN_COLUMNS,
)

RECORDS: tuple[PersonalRecord, ...] = (
    *HAND_OVERS,
    *requests.RECORDS,
    *retention.RECORDS,
    *BREACH_RECORDS,
)
