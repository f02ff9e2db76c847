"""Goods that arrive in Northern Ireland are taxed at the rate of the United Kingdom."""

from datetime import date

from django.db import migrations

SINCE = date(2021, 1, 1)


def enter_the_rate(apps, schema_editor):
    """Enter the standard rate under the prefix of Northern Ireland."""
    apps.get_model("catalogue", "VatRate").objects.create(
        country="XI", category="standard", rate_bp=2000, valid_from=SINCE
    )


def remove_the_rate(apps, schema_editor):
    """Take it out again."""
    apps.get_model("catalogue", "VatRate").objects.filter(country="XI", valid_from=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_stock_is_kept_as_facts")]

    operations = [migrations.RunPython(enter_the_rate, remove_the_rate)]
