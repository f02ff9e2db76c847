"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.core.declared import PersonalField, PlainColumns
from klantkluis.foundation.records import PersonalRecord
from klantkluis.privacy.erasing import declared as erasing

PERSONAL_FIELDS: tuple[PersonalField, ...] = (*erasing.STAFF,)

PLAIN_COLUMNS: tuple[PlainColumns, ...] = (*erasing.COLUMNS,)

RECORDS: tuple[PersonalRecord, ...] = ()
