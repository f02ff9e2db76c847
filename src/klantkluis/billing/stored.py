"""Where the sealed rows of this room live, and under whose key."""

from klantkluis.foundation.sealing import Stored

SNAPSHOT = Stored(table="invoice_snapshot", owner_field="cls")
PAPER = Stored(table="document_file", owner_field="cls")
PAYMENT_NOTE = Stored(table="payment", owner_field="cls")
ACCESS_POINT = Stored(table="access_point", owner_field="uid")
E_DELIVERY = Stored(table="e_delivery", owner_field="cls")
PURCHASE = Stored(table="purchase", owner_field="cls")
PURCHASE_KEY = Stored(table="purchase_key", owner_field="uid")
REJECTION = Stored(table="purchase_rejection", owner_field="cls")
CREDIT_SNAPSHOT = Stored(table="credit_snapshot", owner_field="cls")
SUBSCRIPTION = Stored(table="subscription", owner_field="subscription__customer__uid")
