"""The Dutch VAT rates since 2012 (Wet OB 1968, art. 9 and 11), and an append-only price history."""

from datetime import date

from django.db import migrations

from klantkluis.foundation.triggers import append_only

RATES = [
    ("standard", 1900, date(2001, 1, 1)),
    ("standard", 2100, date(2012, 10, 1)),
    ("reduced", 600, date(1992, 1, 1)),
    ("reduced", 900, date(2019, 1, 1)),
    ("zero", 0, date(1992, 1, 1)),
    ("exempt", 0, date(1992, 1, 1)),
]


def enter_the_rates(apps, schema_editor):
    """Enter the rates."""
    model = apps.get_model("catalogue", "VatRate")
    model.objects.bulk_create(
        model(country="NL", category=category, rate_bp=rate, valid_from=day)
        for category, rate, day in RATES
    )


def remove_the_rates(apps, schema_editor):
    """Take the rates out again."""
    apps.get_model("catalogue", "VatRate").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_the_first_tables")]

    operations = [
        migrations.RunPython(enter_the_rates, remove_the_rates),
        *append_only("catalogue_productprice"),
    ]
