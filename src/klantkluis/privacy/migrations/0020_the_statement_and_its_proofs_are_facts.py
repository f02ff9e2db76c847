"""The statement, what is added to the register, and the outcomes of checks are facts."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger, append_only

GROWING = (
    "privacy_statementversion",
    "privacy_sentenceconfirmation",
    "privacy_activitynote",
    "privacy_processornote",
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("privacy", "0017_what_each_sweep_found_is_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("activity", models.CharField(max_length=20)),
                ("no_dpia_nl", models.TextField()),
                ("no_dpia_en", models.TextField(blank=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["activity", "-id"], name="activity_note_by_activity")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activity", ""), _negated=True),
                            models.Q(("no_dpia_nl", ""), _negated=True),
                        ),
                        name="activity_note_gives_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcessorNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(blank=True, max_length=160)),
                ("country", models.CharField(default="NL", max_length=2)),
                ("agreed_on", models.DateField(null=True)),
                ("safeguard", models.CharField(blank=True, max_length=200)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "-id"], name="processor_note_by_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "host",
                                    "mail_service",
                                    "access_point",
                                    "payment_provider",
                                    "carrier",
                                    "vies",
                                    "accountant",
                                ),
                            )
                        ),
                        name="processor_note_is_of_a_known_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("release", models.CharField(max_length=20)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__gte", models.F("began_at"))),
                        name="a_proof_run_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SentenceConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sentence", models.CharField(max_length=40)),
                ("confirmed_on", models.DateField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sentence", "-id"], name="confirmation_by_sentence")
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("title_nl", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=120)),
                ("body_nl", models.TextField()),
                ("body_en", models.TextField()),
                ("sentences", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField(db_index=True)),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", 1),
                            models.Q(("body_nl", ""), _negated=True),
                            models.Q(("body_en", ""), _negated=True),
                            models.Q(("digest", ""), _negated=True),
                        ),
                        name="statement_version_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("green", "Green"),
                            ("red", "Red"),
                            ("locked", "Locked"),
                            ("elsewhere", "Elsewhere"),
                            ("failed", "Failed"),
                        ],
                        max_length=9,
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0)),
                ("found", models.JSONField(default=list)),
                ("milliseconds", models.PositiveIntegerField(default=0)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="privacy.proofrun",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["name", "-id"], name="proof_result_by_name")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "name"), name="a_check_has_one_result_a_run"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("count__gte", 1), ("outcome", "red")),
                            models.Q(
                                models.Q(("outcome", "red"), _negated=True),
                                ("count", 0),
                                ("found", []),
                            ),
                            _connector="OR",
                        ),
                        name="a_red_check_found_something_and_a_green_one_nothing",
                    ),
                ],
            },
        ),
        *(trigger for table in GROWING for trigger in append_only(table)),
        *(
            Trigger(f"{table}_is_never_changed", table, "UPDATE", "TRUE", f"{table} is a fact")
            for table in ("privacy_proofrun", "privacy_proofresult")
        ),
    ]
