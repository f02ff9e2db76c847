"""What we know of a VAT number, and since when a customer has it; a check never changes."""

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0003_imports_know_customers_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="VatNumberCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_rev", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "Valid"), ("invalid", "Invalid"), ("down", "Down")],
                        max_length=7,
                    ),
                ),
                ("consultation", models.CharField(blank=True, max_length=40)),
                ("problem", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.AddField(
            model_name="customer",
            name="vat_country",
            field=models.CharField(blank=True, default="", max_length=2),
        ),
        migrations.AddField(
            model_name="customer",
            name="vat_number_rev",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("vat_number_rev__gt", 0)),
                fields=["id"],
                name="customer_with_vat_number",
            ),
        ),
        migrations.AddField(
            model_name="vatnumbercheck",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddIndex(
            model_name="vatnumbercheck",
            index=models.Index(fields=["customer", "-id"], name="vat_check_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="vatnumbercheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("number_rev__gt", 0)), name="vat_number_check_is_about_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="vatnumbercheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "valid"), ("consultation", ""), _connector="OR"),
                name="vat_number_check_has_proof_only_when_valid",
            ),
        ),
        Trigger(
            "customers_vat_check_is_never_changed",
            "customers_vatnumbercheck",
            "UPDATE",
            "TRUE",
            "a check of a VAT number is a fact",
        ),
    ]
