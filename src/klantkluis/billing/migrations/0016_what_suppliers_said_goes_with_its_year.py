"""When the key of a book year is gone, so may be what suppliers said under it; amounts stay."""

from django.db import migrations

from klantkluis.foundation.triggers import (
    Lifted,
    Trigger,
    append_only,
    kept_for_its_class,
    only_emptied,
)

COLUMNS = {
    "billing_purchase": (
        "id", "uid", "rev", "schema", "supplier_tag", "document_tag", "is_credit", "issued_on",
        "due_on", "kept_on", "net_cents", "vat_cents", "gross_cents", "rounding_cents",
        "seller_country", "vat_country", "cls", "staff_id",
    ),
    "billing_purchasefile": ("id", "uid", "rev", "schema", "purchase_id", "cls"),
    "billing_purchaserejection": (
        "id", "uid", "rev", "schema", "purchase_id", "rejected_on", "cls", "staff_id",
    ),
}  # fmt: skip
"""What stays of each when its words are emptied."""


def unless_over(table, columns):
    """Let the words of a row be emptied when its term is over; nothing else of it changes."""
    before = next(each for each in append_only(table) if each.event == "UPDATE")
    early = kept_for_its_class(table).when
    when = f"({early}) OR NOT {only_emptied(*columns)}"
    return [*Lifted.of([before]), Trigger(before.name, table, "UPDATE", when, before.message)]


class Migration(migrations.Migration):
    dependencies = [("billing", "0015_orders_are_paid_ahead_through_a_provider")]

    operations = [
        operation for table, columns in COLUMNS.items() for operation in unless_over(table, columns)
    ]
