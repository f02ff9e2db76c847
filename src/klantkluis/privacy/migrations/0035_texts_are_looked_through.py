import uuid

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger


def _never_changed(table: str) -> Trigger:
    message = f"{table} is never changed"
    return Trigger(f"{table}_is_never_changed", table, "UPDATE", "TRUE", message)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0034_what_another_server_said_goes_sooner_than_the_mail"),
    ]

    operations = [
        migrations.AlterField(
            model_name="handover",
            name="way",
            field=models.CharField(
                choices=[("paper", "Paper"), ("zip", "Zip"), ("age", "Age"), ("site", "Site")],
                max_length=5,
            ),
        ),
        migrations.CreateModel(
            name="Redaction",
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
                ("subject", models.UUIDField()),
                ("model", models.CharField(max_length=60)),
                ("row", models.BigIntegerField()),
                ("name", models.CharField(max_length=40)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("as_it_is", "As It Is"),
                            ("passages", "Passages"),
                            ("whole", "Whole"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("somebody_else", "Somebody Else"),
                            ("rights_of_others", "Rights Of Others"),
                        ],
                        max_length=16,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "-id"], name="redaction_by_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "as_it_is"), ("why", "")),
                            models.Q(
                                models.Q(("how", "as_it_is"), _negated=True),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="redaction_has_a_reason_when_it_hides",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverRedaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("somebody_else", "Somebody Else"),
                            ("rights_of_others", "Rights Of Others"),
                        ],
                        max_length=16,
                    ),
                ),
                ("passages", models.PositiveIntegerField()),
                ("texts", models.PositiveIntegerField()),
                (
                    "hand_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="privacy.handover",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hand_over", "why"), name="hand_over_hides_once_for_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("passages__gt", 0), ("texts__gt", 0), _connector="OR"),
                        name="hand_over_hid_something",
                    ),
                ],
            },
        ),
        _never_changed("privacy_redaction"),
        _never_changed("privacy_handoverredaction"),
    ]
