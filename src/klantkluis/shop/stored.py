"""Where the sealed rows of this room live, and under whose key."""

from klantkluis.foundation.sealing import Stored

SHOP_POST = Stored(table="shop_post", owner_field="subject")
PROPOSED_CHANGE = Stored(table="proposed_change", owner_field="customer__uid")
LINK_NOTE = Stored(table="link_note", owner_field="uid")
