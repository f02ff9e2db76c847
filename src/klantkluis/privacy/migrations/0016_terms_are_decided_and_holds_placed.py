"""The owner decides on terms, and places holds on customers of whom nothing may go."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger, append_only


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0015_rows_of_who_was_erased_may_go"),
        ("customers", "0006_subscribers_need_no_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalHold",
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
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("claim", "Claim"),
                            ("court", "Court"),
                            ("authority", "Authority"),
                            ("insurer", "Insurer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateField()),
                ("placed_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LegalHoldEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("ended_on", models.DateField()),
                ("staff_id", models.UUIDField()),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="privacy.legalhold",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TermDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("reason", models.CharField(max_length=500)),
                ("decided_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["term", "-id"], name="term_decision_newest_first")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months__gt", 0), models.Q(("reason", ""), _negated=True)
                        ),
                        name="term_decision_has_a_length_and_a_reason",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["customer"], name="legal_hold_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="legalholdend",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__gte", models.F("since"))),
                name="legal_hold_ends_after_it_began",
            ),
        ),
        *append_only("privacy_termdecision"),
        Trigger(
            "privacy_legalhold_stays_what_it_was",
            "privacy_legalhold",
            "UPDATE",
            "OLD.customer_id <> NEW.customer_id OR OLD.ground <> NEW.ground"
            " OR OLD.since <> NEW.since OR OLD.placed_at <> NEW.placed_at"
            " OR OLD.uid <> NEW.uid OR OLD.staff_id <> NEW.staff_id",
            "a legal hold is a fact",
        ),
        Trigger(
            "privacy_legalholdend_is_never_changed",
            "privacy_legalholdend",
            "UPDATE",
            "TRUE",
            "the end of a legal hold is a fact",
        ),
    ]
