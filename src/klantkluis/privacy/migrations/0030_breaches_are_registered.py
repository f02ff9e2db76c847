"""Every breach is registered: what happened, whom it hits, what was decided and done."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("privacy", "0020_the_statement_and_its_proofs_are_facts"),
        ("disclosures", "0002_hand_overs_only_grow"),
    ]

    operations = [
        migrations.CreateModel(
            name="Breach",
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
                ("began_at", models.DateTimeField(null=True)),
                ("known_at", models.DateTimeField()),
                ("confidentiality", models.BooleanField()),
                ("integrity", models.BooleanField()),
                ("availability", models.BooleanField()),
                ("categories", models.JSONField()),
                ("registered_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="BreachDecision",
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
                    "risk",
                    models.CharField(
                        choices=[("none", "none"), ("risk", "risk"), ("high", "high")], max_length=4
                    ),
                ),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BreachedSubject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="BreachHit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("staff", "staff"),
                            ("disclosure", "disclosure"),
                            ("everyone", "everyone"),
                            ("chosen", "chosen"),
                        ],
                        max_length=10,
                    ),
                ),
                ("whose", models.UUIDField(null=True)),
                ("first_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
                ("people", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="BreachLetter",
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
                ("language", models.CharField(max_length=5)),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BreachNote",
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
                    "about",
                    models.CharField(
                        choices=[
                            ("course", "course"),
                            ("cause", "cause"),
                            ("consequences", "consequences"),
                            ("measures", "measures"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BreachReport",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "first"),
                            ("addition", "addition"),
                            ("withdrawal", "withdrawal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reported_at", models.DateTimeField()),
                ("number", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="BreachTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.UUIDField(null=True)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("letter", "letter"),
                            ("mail", "mail"),
                            ("phone", "phone"),
                            ("public", "public"),
                        ],
                        max_length=6,
                    ),
                ),
                ("told_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="BreachClosure",
            fields=[
                (
                    "breach",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="privacy.breach",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidentiality", True),
                    ("integrity", True),
                    ("availability", True),
                    _connector="OR",
                ),
                name="breach_is_of_some_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("began_at", None), ("began_at__lte", models.F("known_at")), _connector="OR"
                ),
                name="breach_is_known_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(("registered_at__gte", models.F("known_at"))),
                name="breach_is_registered_after_it_was_known",
            ),
        ),
        migrations.AddField(
            model_name="breachdecision",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="privacy.breach"
            ),
        ),
        migrations.AddField(
            model_name="breachedsubject",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="privacy.breach"
            ),
        ),
        migrations.AddField(
            model_name="breachhit",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="privacy.breach"
            ),
        ),
        migrations.AddField(
            model_name="breachhit",
            name="disclosure",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosures.disclosure",
            ),
        ),
        migrations.AddField(
            model_name="breachedsubject",
            name="hit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="privacy.breachhit",
            ),
        ),
        migrations.AddField(
            model_name="breachletter",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="privacy.breach"
            ),
        ),
        migrations.AddField(
            model_name="breachnote",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="privacy.breach"
            ),
        ),
        migrations.AddField(
            model_name="breachreport",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="privacy.breach"
            ),
        ),
        migrations.AddField(
            model_name="breachtold",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="privacy.breach"
            ),
        ),
        migrations.AddConstraint(
            model_name="breachhit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("disclosure", None),
                        ("first_at__isnull", False),
                        ("how", "staff"),
                        ("last_at__isnull", False),
                        ("whose__isnull", False),
                    ),
                    models.Q(("disclosure__isnull", False), ("how", "disclosure"), ("whose", None)),
                    models.Q(
                        ("disclosure", None), ("how__in", ["everyone", "chosen"]), ("whose", None)
                    ),
                    _connector="OR",
                ),
                name="breach_hit_says_by_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="breachedsubject",
            constraint=models.UniqueConstraint(
                fields=("breach", "subject"), name="breach_hits_somebody_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="breachreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True),
                name="breach_report_has_the_number_of_the_authority",
            ),
        ),
        migrations.AddConstraint(
            model_name="breachtold",
            constraint=models.UniqueConstraint(
                fields=("breach", "subject"), name="breach_is_told_to_somebody_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="breachtold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "public"), ("subject", None)),
                    models.Q(
                        models.Q(("how", "public"), _negated=True), ("subject__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="breach_is_told_to_each_or_in_public",
            ),
        ),
    ]
