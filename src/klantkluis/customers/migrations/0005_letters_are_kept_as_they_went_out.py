"""Letters to customers: sealed, with their paper as it went out, which never changes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0004_vat_numbers_are_checked"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rev", models.PositiveIntegerField(default=1)),
                ("schema", models.PositiveSmallIntegerField(default=1)),
                ("sealed", models.BinaryField(max_length=66000)),
                ("written_on", models.DateField()),
                ("staff_id", models.UUIDField()),
                ("contents", models.BinaryField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "-id"], name="letter_by_customer")],
            },
        ),
        # A merge puts a letter under the key of the customer that is kept; nothing else may change.
        Trigger(
            "customers_letter_says_what_it_said",
            "customers_letter",
            "UPDATE",
            "NEW.contents <> OLD.contents OR NEW.written_on <> OLD.written_on"
            " OR NEW.uid <> OLD.uid OR NEW.staff_id <> OLD.staff_id",
            "a letter that was written never changes",
        ),
    ]
