"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.core.declared import PersonalField, PlainColumns
from klantkluis.foundation.records import PersonalRecord

PERSONAL_FIELDS: tuple[PersonalField, ...] = ()

PLAIN_COLUMNS: tuple[PlainColumns, ...] = ()

RECORDS: tuple[PersonalRecord, ...] = ()
