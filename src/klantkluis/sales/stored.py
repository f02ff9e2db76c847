"""Where the sealed rows of this room live, and under whose key."""

from klantkluis.foundation.sealing import Stored

ORDER = Stored(table="order", owner_field="customer__uid")
DELIVERY = Stored(table="delivery_note", owner_field="order__customer__uid")
PAPER = Stored(table="document_file", owner_field="delivery__order__customer__uid")
