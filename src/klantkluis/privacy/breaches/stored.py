"""Where the sealed rows of the register of breaches live: under the key of each breach."""

from klantkluis.foundation.sealing import Stored

BREACH = Stored(table="breach", owner_field="uid")
NOTE = Stored(table="breach_note", owner_field="breach__uid")
DECISION = Stored(table="breach_decision", owner_field="breach__uid")
REPORT = Stored(table="breach_report", owner_field="breach__uid")
LETTER = Stored(table="breach_letter", owner_field="breach__uid")
