"""The accounts that are there count as used in the month of this migration."""

from datetime import UTC, datetime

from django.db import migrations, models


def this_month() -> int:
    """Give the number of this month."""
    today = datetime.now(UTC)
    return today.year * 12 + today.month - 1


class Migration(migrations.Migration):
    dependencies = [
        ("site", "0005_what_went_leaves_the_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="used_month",
            field=models.PositiveIntegerField(default=this_month),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="officelink",
            name="account_months",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
