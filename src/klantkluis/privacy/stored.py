"""Where the sealed rows of this room live, and under whose key."""

from klantkluis.foundation.sealing import Stored

PRIVACY_REQUEST = Stored(table="privacy_request", owner_field="uid")
REQUEST_STEP = Stored(table="request_step", owner_field="request__uid")
REQUEST_LETTER = Stored(table="request_letter", owner_field="request__uid")
REDACTION = Stored(table="redaction", owner_field="subject")
