"""Where the sealed rows of this room live, and under whose key."""

from klantkluis.foundation.sealing import Stored

STOCK_NOTE = Stored(table="stock_note", owner_field="cls")
