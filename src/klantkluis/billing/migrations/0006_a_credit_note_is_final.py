"""The database refuses any change to a credit note, and one of more than was billed."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only

# SQLite adds decimals up in binary; quantities have three decimals.
TOO_MUCH = (
    "NEW.quantity + COALESCE((SELECT SUM(quantity) FROM billing_creditnoteline"
    " WHERE invoice_line_id = NEW.invoice_line_id), 0)"
    " > (SELECT quantity FROM billing_invoiceline WHERE id = NEW.invoice_line_id) + 0.0005"
)


def never_changed(table: str) -> Trigger:
    """Refuse a change, but let the row go when its term has passed."""
    return Trigger(f"{table}_is_never_changed", table, "UPDATE", "TRUE", "issued documents stay")


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_credit_notes_correct_invoices")]

    operations = [
        *append_only("billing_creditnote"),
        *append_only("billing_creditnoteline"),
        *append_only("billing_creditnotevat"),
        *append_only("billing_credituse"),
        never_changed("billing_creditnotesnapshot"),
        never_changed("billing_creditnotepaper"),
        Trigger(
            "billing_no_more_is_credited_than_billed",
            "billing_creditnoteline",
            "INSERT",
            TOO_MUCH,
            "more would be credited than was billed",
        ),
    ]
