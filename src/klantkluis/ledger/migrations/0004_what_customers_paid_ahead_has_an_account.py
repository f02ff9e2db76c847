"""The account of what customers paid ahead is one that the office posts to by itself."""

from django.db import migrations


def name_its_use(apps, schema_editor):
    """Say what the account is for, in books that were opened before it had a use."""
    apps.get_model("ledger", "Account").objects.filter(code="1520", use="").update(use="prepaid")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_each_account_is_added_up_per_month")]

    operations = [migrations.RunPython(name_its_use, migrations.RunPython.noop)]
