"""Where the sealed rows of this room live, and under whose key."""

from klantkluis.foundation.sealing import Stored

ORDER = Stored(table="order", owner_field="customer__uid")
DELIVERY = Stored(table="delivery_note", owner_field="order__customer__uid")
PAPER = Stored(table="document_file", owner_field="delivery__order__customer__uid")

QUOTE = Stored(table="quote", owner_field="quote__customer__uid")
QUOTE_ACCEPTANCE = Stored(table="quote_acceptance", owner_field="quote__customer__uid")
QUOTE_REFUSAL = Stored(table="quote_refusal", owner_field="quote__customer__uid")
QUOTE_PAPER = Stored(table="quote_file", owner_field="version__quote__customer__uid")

RETURN = Stored(table="return", owner_field="order__customer__uid")
