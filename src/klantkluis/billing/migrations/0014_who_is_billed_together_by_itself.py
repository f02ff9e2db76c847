"""Which customers are billed for their deliveries together each week or month."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0013_invoices_of_suppliers_are_kept_and_booked"),
        ("customers", "0004_vat_numbers_are_checked"),
    ]

    operations = [
        migrations.CreateModel(
            name="CollectiveBilling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "every",
                    models.CharField(choices=[("week", "week"), ("month", "month")], max_length=5),
                ),
                ("billed_until", models.DateField(null=True)),
                ("staff_id", models.UUIDField()),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
    ]
