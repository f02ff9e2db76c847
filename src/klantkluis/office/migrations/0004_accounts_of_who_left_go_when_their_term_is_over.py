"""It is kept when an account was closed, so that it can go when its term is over.

Of an account that was closed before, nobody knows when: its term begins now.
"""

from django.db import migrations, models
from django.db.models.functions import Now


def begin_now(apps, _editor):
    """Let the term of accounts that were closed before begin."""
    staff = apps.get_model("office", "Staff")
    staff.objects.filter(is_active=False).update(closed_at=Now())


class Migration(migrations.Migration):
    dependencies = [("office", "0003_housekeeping_is_kept_as_facts")]

    operations = [
        migrations.AddField(
            model_name="staff", name="closed_at", field=models.DateTimeField(null=True)
        ),
        migrations.RunPython(begin_now, migrations.RunPython.noop),
    ]
