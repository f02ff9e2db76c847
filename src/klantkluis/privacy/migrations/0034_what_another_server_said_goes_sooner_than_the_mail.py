"""What another server said of a mail may be emptied before the facts of the mail go.

It repeats an address, and no law wants it kept as long as the books. That the mail bounced, and
when, stays with the mail for its term.
"""

from django.db import migrations

from klantkluis.foundation.triggers import Lifted, Trigger, only_emptied

CHANGED = Trigger(
    "foundation_mailbounce_is_never_changed",
    "foundation_mailbounce",
    "UPDATE",
    "TRUE",
    "foundation_mailbounce is append only",
)
COLUMNS = ("id", "uid", "rev", "schema", "mail_id", "at", "action", "status")


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0033_orders_and_deliveries_have_terms_of_their_own"),
        ("foundation", "0009_mail_is_tried_again_for_two_days_and_kept_for_seven_years"),
    ]

    operations = [
        *Lifted.of([CHANGED]),
        Trigger(
            CHANGED.name, CHANGED.table, CHANGED.event, f"NOT {only_emptied(*COLUMNS)}",
            CHANGED.message,
        ),
    ]  # fmt: skip
