"""A line of an invoice may be of a subscription, ask an order ahead, or take that off."""

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Lifted, Trigger

SENT = "EXISTS (SELECT 1 FROM billing_invoice WHERE id = {row}.invoice_id AND number IS NOT NULL)"
# SQLite adds decimals up in binary; quantities have three decimals.
TOO_MUCH = (
    "NEW.quantity + COALESCE((SELECT SUM(quantity) FROM billing_creditnoteline"
    " WHERE invoice_line_id = NEW.invoice_line_id), 0)"
    " > (SELECT quantity FROM billing_invoiceline WHERE id = NEW.invoice_line_id) + 0.0005"
)


def lines_are_final(event: str, row: str) -> Trigger:
    """Refuse a change to the lines of a sent invoice."""
    return Trigger(
        f"billing_lines_are_final_on_{event.lower()}",
        "billing_invoiceline",
        event,
        SENT.format(row=row),
        "the invoice was sent",
    )


GUARDS = [
    lines_are_final("INSERT", "NEW"),
    lines_are_final("UPDATE", "OLD"),
    lines_are_final("DELETE", "OLD"),
    Trigger(
        "billing_no_more_is_credited_than_billed",
        "billing_creditnoteline",
        "INSERT",
        TOO_MUCH,
        "more would be credited than was billed",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0008_what_is_billed_each_period"),
        ("sales", "0006_an_issued_quote_is_final"),
    ]

    operations = [
        *Lifted.of(GUARDS),
        migrations.AddField(
            model_name="invoiceline",
            name="prepays",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sales.order",
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="settles",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.invoicevat",
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="vat_cents",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="invoiceline",
            name="order_line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sales.orderline",
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="subscription_line",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.subscriptionline",
            ),
        ),
        migrations.AddIndex(
            model_name="invoiceline",
            index=models.Index(
                condition=models.Q(("subscription_line__isnull", False)),
                fields=["subscription_line"],
                name="invoice_line_subscription",
            ),
        ),
        migrations.AddIndex(
            model_name="invoiceline",
            index=models.Index(
                condition=models.Q(("prepays__isnull", False)),
                fields=["prepays"],
                name="invoice_line_prepays",
            ),
        ),
        migrations.AddIndex(
            model_name="invoiceline",
            index=models.Index(
                condition=models.Q(("settles__isnull", False)),
                fields=["settles"],
                name="invoice_line_settles",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("prepays", None),
                        ("settles", None),
                        ("vat_cents", None),
                        ("order_line__isnull", False),
                        ("subscription_line", None),
                    ),
                    models.Q(
                        ("prepays", None),
                        ("settles", None),
                        ("vat_cents", None),
                        ("order_line", None),
                        ("subscription_line__isnull", False),
                    ),
                    models.Q(
                        ("order_line", None),
                        ("subscription_line", None),
                        models.Q(
                            models.Q(
                                ("amount_cents__gt", 0),
                                ("prepays__isnull", False),
                                ("settles", None),
                                ("vat_cents__gte", 0),
                            ),
                            models.Q(
                                ("amount_cents__lte", 0),
                                ("prepays", None),
                                ("settles__isnull", False),
                                ("vat_cents__lte", 0),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="invoice_line_comes_from_one_place",
            ),
        ),
        *GUARDS,
    ]
