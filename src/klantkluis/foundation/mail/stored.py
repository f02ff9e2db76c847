"""Where the sealed rows of mail live, and under whose key."""

from klantkluis.foundation.sealing import Stored

BOUNCE = Stored(table="mail_bounce", owner_field="mail__customer_uid")
BOX = Stored(table="mail_box", owner_field="uid")
