"""The mailbox where reports about our mails arrive, each look into it, and what was found there."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0007_the_letterhead_and_our_words_on_paper"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailBoxLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("uid_validity", models.PositiveBigIntegerField(default=0)),
                ("last_uid", models.PositiveBigIntegerField(default=0)),
                ("looked_at", models.PositiveIntegerField(default=0)),
                ("bounces", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="MailBox",
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
                ("host", models.CharField(max_length=253)),
                ("port", models.PositiveIntegerField()),
                ("user", models.CharField(max_length=254)),
                ("folder", models.CharField(max_length=100)),
                ("changed_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="mail_box_is_there_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("port__gte", 1), ("port__lte", 65535)),
                        name="mail_box_has_a_port",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailBounce",
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
                ("at", models.DateTimeField()),
                (
                    "action",
                    models.CharField(
                        choices=[("failed", "failed"), ("delayed", "delayed")], max_length=7
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=12)),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.mail",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mail", "action"), name="mail_bounce_is_kept_once"
                    )
                ],
            },
        ),
    ]
