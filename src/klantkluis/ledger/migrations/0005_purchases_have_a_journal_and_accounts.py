"""Purchases have a journal of their own, and the accounts of what we owe and deduct have a use."""

from django.db import migrations, models

USES = {
    "1500": "creditors",
    "1690": "input_vat",
    "1640": "vat_reversed_home",
    "1650": "vat_reversed_outside",
    "1660": "vat_reversed_eu",
}


def name_the_uses(apps, schema_editor):
    """Say for what the office posts to these accounts by itself."""
    accounts = apps.get_model("ledger", "Account").objects
    for code, use in USES.items():
        accounts.filter(code=code).update(use=use)


def forget_the_uses(apps, schema_editor):
    """Take the uses away again."""
    apps.get_model("ledger", "Account").objects.filter(code__in=USES).update(use="")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_what_customers_paid_ahead_has_an_account")]

    operations = [
        migrations.AlterField(
            model_name="journalentry",
            name="journal",
            field=models.CharField(
                choices=[
                    ("sales", "Sales"),
                    ("bank", "Bank"),
                    ("cash", "Cash"),
                    ("purchase", "Purchase"),
                    ("general", "General"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(name_the_uses, forget_the_uses),
    ]
