import uuid

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger


def _never_changed(table: str) -> Trigger:
    message = f"{table} is never changed"
    return Trigger(f"{table}_is_never_changed", table, "UPDATE", "TRUE", message)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("privacy", "0002_what_happened_to_a_request_stays_what_it_was"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.UUIDField(db_index=True)),
                ("request", models.UUIDField(db_index=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("access", "Access"), ("portability", "Portability")],
                        max_length=12,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("paper", "Paper"), ("zip", "Zip"), ("site", "Site")], max_length=5
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("made_at", models.DateTimeField()),
                ("records", models.PositiveIntegerField()),
                ("documents", models.PositiveIntegerField()),
                ("disclosure_id", models.BigIntegerField(null=True)),
                ("pick_up", models.UUIDField(null=True, unique=True)),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "-id"], name="hand_over_by_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pick_up__isnull", False), ("way", "site")),
                            models.Q(models.Q(("way", "site"), _negated=True), ("pick_up", None)),
                            _connector="OR",
                        ),
                        name="hand_over_waits_in_the_shop_or_not",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("sha256", models.BinaryField(max_length=32)),
                (
                    "hand_over",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="privacy.handover",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="package_is_not_empty"
                    )
                ],
            },
        ),
        _never_changed("privacy_handover"),
        _never_changed("privacy_handoverend"),
    ]
