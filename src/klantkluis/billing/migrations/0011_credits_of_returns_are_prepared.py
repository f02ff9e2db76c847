"""A return that came in prepares its credit, and the credit note names the return."""

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger, append_only

PROTECT = django.db.models.deletion.PROTECT
NOT_SENT = (
    "NOT EXISTS (SELECT 1 FROM billing_invoice WHERE id = NEW.invoice_id AND number IS NOT NULL)"
)
TOO_MUCH = (
    "ROUND(NEW.quantity, 3) > ROUND((SELECT quantity FROM billing_invoiceline"
    " WHERE id = NEW.invoice_line_id) - COALESCE((SELECT SUM(quantity) FROM"
    " billing_creditnoteline WHERE invoice_line_id = NEW.invoice_line_id), 0), 3)"
)


def key():
    """Give the id of a row."""
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def link(model, on_delete=PROTECT):
    """Link to a row of a model."""
    return models.ForeignKey(on_delete=on_delete, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0010_no_more_is_taken_off_than_was_prepaid"),
        ("sales", "0008_no_more_comes_back_than_went_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditDraft",
            fields=[
                key(),
                ("invoice", link("billing.invoice")),
                ("receipt", link("sales.returnreceipt")),
                ("drafted_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invoice", "receipt"), name="credit_draft_once_for_each_return"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditDraftLine",
            fields=[
                key(),
                ("draft", link("billing.creditdraft", django.db.models.deletion.CASCADE)),
                ("invoice_line", link("billing.invoiceline")),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "invoice_line"), name="credit_draft_names_each_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)),
                        name="credit_draft_line_quantity_is_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditedReturn",
            fields=[
                key(),
                (
                    "credit_note",
                    models.OneToOneField(
                        on_delete=PROTECT, related_name="+", to="billing.creditnote"
                    ),
                ),
                ("receipt", link("sales.returnreceipt")),
            ],
        ),
        Trigger(
            "billing_creditdraft_is_of_a_sent_invoice",
            "billing_creditdraft",
            "INSERT",
            NOT_SENT,
            "only an invoice that was sent is credited",
        ),
        Trigger(
            "billing_creditdraftline_is_no_more_than_is_left",
            "billing_creditdraftline",
            "INSERT",
            TOO_MUCH,
            "no more is credited than was billed",
        ),
        *append_only("billing_creditedreturn"),
    ]
