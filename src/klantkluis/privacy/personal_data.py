"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.core.declared import PersonalField, PlainColumns
from klantkluis.foundation.records import PersonalRecord
from klantkluis.privacy.breach_personal_data import BREACH_COLUMNS, BREACH_FIELDS, BREACH_RECORDS

PERSONAL_FIELDS: tuple[PersonalField, ...] = (*BREACH_FIELDS,)

PLAIN_COLUMNS: tuple[PlainColumns, ...] = (*BREACH_COLUMNS,)

RECORDS: tuple[PersonalRecord, ...] = (*BREACH_RECORDS,)
