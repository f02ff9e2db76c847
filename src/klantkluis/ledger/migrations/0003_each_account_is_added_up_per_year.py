"""What was booked on each account in each book year, beside the lines that it follows from."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce, ExtractYear


def add_up(apps, schema_editor):
    """Add up the lines that are there."""
    sums = (
        apps.get_model("ledger", "JournalLine")
        .objects.values("account", year=ExtractYear("entry__entry_date"))
        .annotate(
            debit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__gt=0)), 0),
            credit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__lt=0)), 0),
        )
        .order_by()
    )
    kept = apps.get_model("ledger", "AccountYear")
    kept.objects.bulk_create(
        kept(
            account_id=row["account"],
            year=row["year"],
            debit_cents=row["debit"],
            credit_cents=-row["credit"],
        )
        for row in sums
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_the_books_only_grow_and_always_balance")]

    operations = [
        migrations.CreateModel(
            name="AccountYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("debit_cents", models.BigIntegerField()),
                ("credit_cents", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "year"), name="account_year_is_added_up_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit_cents__gte", 0), ("credit_cents__gte", 0)),
                        name="account_year_has_positive_sums",
                    ),
                ]
            },
        ),
        migrations.RunPython(add_up, migrations.RunPython.noop),
    ]
