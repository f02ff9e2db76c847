"""What happened in the office cannot be rewritten; old events may go when their term has passed."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_the_first_tables")]

    operations = [
        Trigger(
            "foundation_event_is_never_changed",
            "foundation_event",
            "UPDATE",
            "TRUE",
            "audit events only grow",
        ),
        *append_only("foundation_company"),
    ]
