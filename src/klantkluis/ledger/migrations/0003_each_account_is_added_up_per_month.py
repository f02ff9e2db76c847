"""What was booked on each account in each month, beside the lines that it follows from."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce


def add_up(apps, schema_editor):
    """Add up the lines that are there."""
    lines = apps.get_model("ledger", "JournalLine").objects.values_list(
        "account", "entry__entry_date"
    )
    days = lines.annotate(
        debit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__gt=0)), 0),
        credit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__lt=0)), 0),
    ).order_by()
    sums = {}
    for account, day, debit, credit in days:
        before = sums.get((account, day.replace(day=1)), (0, 0))
        sums[account, day.replace(day=1)] = (before[0] + debit, before[1] - credit)
    kept = apps.get_model("ledger", "AccountMonth")
    kept.objects.bulk_create(
        kept(account_id=account, month=month, debit_cents=debit, credit_cents=credit)
        for (account, month), (debit, credit) in sums.items()
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_the_books_only_grow_and_always_balance")]

    operations = [
        migrations.CreateModel(
            name="AccountMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
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
                        fields=("account", "month"), name="account_month_is_added_up_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credit_cents__gte", 0), ("debit_cents__gte", 0)),
                        name="account_month_has_positive_sums",
                    ),
                ]
            },
        ),
        migrations.RunPython(add_up, migrations.RunPython.noop),
    ]
