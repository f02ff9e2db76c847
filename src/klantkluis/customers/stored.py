"""Where the sealed rows of this room live, and under whose key."""

from klantkluis.foundation.sealing import Stored

CUSTOMER = Stored(table="customer", owner_field="uid")
ADDRESS = Stored(table="address", owner_field="customer__uid")
CONTACT_NOTE = Stored(table="contact_note", owner_field="customer__uid")
LETTER = Stored(table="letter", owner_field="customer__uid")
CONSENT = Stored(table="consent", owner_field="customer__uid")
IMPORT_KEY = Stored(table="import_key", owner_field="uid")
SUBSCRIBER = Stored(table="subscriber", owner_field="uid")
SUBSCRIBER_CONSENT = Stored(table="subscriber_consent", owner_field="subscriber__uid")
RESTRICTION = Stored(table="restriction", owner_field="customer__uid")
PERMITTED_USE = Stored(table="permitted_use", owner_field="customer__uid")
