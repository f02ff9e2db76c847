"""Which connections to the outside are open, and to which address."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0003_jobs_that_can_be_left"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutgoingService",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=200)),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("staff_id", models.UUIDField()),
            ],
        ),
    ]
