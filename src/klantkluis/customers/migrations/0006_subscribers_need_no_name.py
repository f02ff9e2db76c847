"""Who wants the newsletter and is no customer: an address, and facts of consent."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_letters_are_kept_as_they_went_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscriber",
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
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("language", models.CharField(default="nl", max_length=5)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubscriberConsent",
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
                ("given", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("office", "office"),
                            ("import", "import"),
                            ("command_line", "command_line"),
                            ("api", "api"),
                            ("job", "job"),
                            ("site", "site"),
                        ],
                        max_length=20,
                    ),
                ),
                ("staff_id", models.UUIDField()),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.subscriber",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.consentwording",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subscriber", "-at"], name="consent_by_subscriber")
                ],
            },
        ),
        Trigger(
            "customers_subscriber_consent_stays_what_it_was",
            "customers_subscriberconsent",
            "UPDATE",
            "OLD.given <> NEW.given OR OLD.at <> NEW.at OR OLD.channel <> NEW.channel",
            "a consent is a fact",
        ),
    ]
