"""When the key of a book year is gone, so may be the words that came with movements of stock."""

from django.db import migrations

from klantkluis.foundation.triggers import (
    Lifted,
    Trigger,
    append_only,
    kept_for_its_class,
    only_emptied,
)

TABLE = "catalogue_stocknote"
BEFORE = next(each for each in append_only(TABLE) if each.event == "UPDATE")
WHEN = (
    f"({kept_for_its_class(TABLE).when})"
    f" OR NOT {only_emptied('id', 'uid', 'rev', 'schema', 'movement_id', 'cls')}"
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_products_stand_in_a_shop")]

    operations = [
        *Lifted.of([BEFORE]),
        Trigger(BEFORE.name, TABLE, "UPDATE", WHEN, BEFORE.message),
    ]
