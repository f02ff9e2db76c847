"""The database itself refuses an entry that does not balance, and any change to one."""

import csv
from pathlib import Path

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only

CHART = Path(__file__).parent.parent / "data" / "chart_nl.csv"


def open_the_accounts(apps, schema_editor):
    """Enter the small Dutch chart of accounts with its RGS codes."""
    with CHART.open(encoding="utf-8", newline="") as file:
        accounts = [apps.get_model("ledger", "Account")(**row) for row in csv.DictReader(file)]
    apps.get_model("ledger", "Account").objects.bulk_create(accounts)


def close_the_accounts(apps, schema_editor):
    """Take the chart out again."""
    apps.get_model("ledger", "Account").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_the_first_tables")]

    operations = [
        migrations.RunPython(open_the_accounts, close_the_accounts),
        Trigger(
            "ledger_entry_balances",
            "ledger_journalentry",
            "INSERT",
            "(SELECT COALESCE(SUM(amount_cents), 1) FROM ledger_journalline"
            " WHERE entry_id = NEW.n) <> 0",
            "this entry does not balance",
        ),
        Trigger(
            "ledger_line_comes_before_its_entry",
            "ledger_journalline",
            "INSERT",
            "EXISTS (SELECT 1 FROM ledger_journalentry WHERE n = NEW.entry_id)",
            "this entry is closed",
        ),
        *append_only("ledger_journalentry"),
        *append_only("ledger_journalline"),
    ]
