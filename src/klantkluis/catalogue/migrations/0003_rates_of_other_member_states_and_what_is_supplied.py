"""The standard rates of the other member states by date, and whether a product is goods or a service."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations, models

RATES = Path(__file__).parent.parent / "data" / "eu_standard_rates.csv"


def enter_the_rates(apps, schema_editor):
    """Enter the rates."""
    model = apps.get_model("catalogue", "VatRate")
    with RATES.open(encoding="utf-8", newline="") as file:
        model.objects.bulk_create(
            model(
                country=row["country"],
                category="standard",
                rate_bp=int(row["rate_bp"]),
                valid_from=date.fromisoformat(row["valid_from"]),
            )
            for row in csv.DictReader(file)
        )


def remove_the_rates(apps, schema_editor):
    """Take the rates out again."""
    apps.get_model("catalogue", "VatRate").objects.exclude(country="NL").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_the_rates_of_vat_and_prices_that_never_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="supply",
            field=models.CharField(
                choices=[
                    ("goods", "goods"),
                    ("services", "services"),
                    ("electronic", "electronic"),
                ],
                default="goods",
                max_length=10,
            ),
        ),
        migrations.RunPython(enter_the_rates, remove_the_rates),
    ]
