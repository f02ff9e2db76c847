"""The database itself refuses any change to an invoice that has a number, and to what was paid."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only

SENT = "EXISTS (SELECT 1 FROM billing_invoice WHERE id = {row}.invoice_id AND number IS NOT NULL)"


def lines_are_final(event: str, row: str) -> Trigger:
    """Refuse a change to the lines of a sent invoice."""
    return Trigger(
        f"billing_lines_are_final_on_{event.lower()}",
        "billing_invoiceline",
        event,
        SENT.format(row=row),
        "the invoice was sent",
    )


def is_final(event: str) -> Trigger:
    """Refuse a change to a sent invoice."""
    return Trigger(
        f"billing_invoice_is_final_on_{event.lower()}",
        "billing_invoice",
        event,
        "OLD.number IS NOT NULL",
        "the invoice was sent",
    )


def never_changed(table: str) -> Trigger:
    """Refuse a change, but let the row go when its term has passed."""
    return Trigger(f"{table}_is_never_changed", table, "UPDATE", "TRUE", "issued documents stay")


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_each_supply_has_its_vat")]

    operations = [
        is_final("UPDATE"),
        is_final("DELETE"),
        lines_are_final("INSERT", "NEW"),
        lines_are_final("UPDATE", "OLD"),
        lines_are_final("DELETE", "OLD"),
        *append_only("billing_invoicevat"),
        *append_only("billing_payment"),
        *append_only("billing_allocation"),
        never_changed("billing_invoicesnapshot"),
        never_changed("billing_invoicepaper"),
        never_changed("billing_paymentnote"),
    ]
