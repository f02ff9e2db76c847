"""What each sweep found, whose relation is over, and which keys of book years were destroyed."""

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger, append_only


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0016_terms_are_decided_and_holds_placed"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClassEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True)),
                ("documents", models.PositiveIntegerField()),
                ("ended_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="RelationToEnd",
            fields=[
                ("customer", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("decided_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="RelationOver",
            fields=[
                ("customer", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("last_on", models.DateField()),
                ("found_on", models.DateField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["last_on", "customer"], name="relation_over_oldest_first")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sweep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("look_only", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__gte", models.F("at"))),
                        name="sweep_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SweepFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30)),
                (
                    "term",
                    models.CharField(
                        choices=[
                            ("relation", "relation"),
                            ("quote", "quote"),
                            ("books", "books"),
                            ("books_ten", "books_ten"),
                            ("consent", "consent"),
                            ("request", "request"),
                            ("breach", "breach"),
                            ("disclosure", "disclosure"),
                            ("import", "import"),
                            ("staff", "staff"),
                            ("security", "security"),
                            ("account", "account"),
                            ("log_in", "log_in"),
                            ("reset", "reset"),
                            ("until_pulled", "until_pulled"),
                            ("pick_up", "pick_up"),
                        ],
                        max_length=20,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField()),
                ("due", models.PositiveIntegerField(default=0)),
                ("overdue", models.PositiveIntegerField(default=0)),
                ("held", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("removed", models.PositiveIntegerField(default=0)),
                ("next_on", models.DateField(null=True)),
                ("ahead", models.JSONField(default=dict)),
                (
                    "sweep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="privacy.sweep",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sweep", "code"), name="sweep_finds_each_kind_once"
                    )
                ],
            },
        ),
        *append_only("privacy_classend"),
        Trigger(
            "privacy_sweep_is_never_changed",
            "privacy_sweep",
            "UPDATE",
            "TRUE",
            "what a sweep found is a fact",
        ),
        Trigger(
            "privacy_sweepfinding_is_never_changed",
            "privacy_sweepfinding",
            "UPDATE",
            "TRUE",
            "what a sweep found is a fact",
        ),
    ]
