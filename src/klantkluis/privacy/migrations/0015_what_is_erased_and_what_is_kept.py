"""What is planned, signed and done to forget a person: numbers of rows, and nobody's words."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("privacy", "0010_packages_that_were_handed_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="ErasureLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=60)),
                ("row", models.BigIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("erase", "erase"), ("keep", "keep"), ("detach", "detach")],
                        max_length=6,
                    ),
                ),
                ("until", models.DateField(null=True)),
                ("law", models.CharField(blank=True, max_length=60)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[("", ""), ("law", "law"), ("claim", "claim"), ("hold", "hold")],
                        max_length=5,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ErasurePerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ErasurePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("person", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("subscriber", "Subscriber"),
                            ("stranger", "Stranger"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("staff", "staff"),
                            ("term", "term"),
                            ("withdrawal", "withdrawal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("request", models.UUIDField(null=True)),
                ("planned_on", models.DateField()),
                ("planned_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="ErasureStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("intent", "Intent"),
                            ("part", "Part"),
                            ("key", "Key"),
                            ("rows", "Rows"),
                            ("disk", "Disk"),
                            ("proof", "Proof"),
                            ("done", "Done"),
                        ],
                        max_length=6,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ErasureSigning",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="privacy.erasureplan",
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.AddIndex(
            model_name="erasureplan",
            index=models.Index(fields=["person", "-id"], name="erasure_plan_by_person"),
        ),
        migrations.AddField(
            model_name="erasureperson",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="privacy.erasureplan",
            ),
        ),
        migrations.AddField(
            model_name="erasureline",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="privacy.erasureplan",
            ),
        ),
        migrations.CreateModel(
            name="ErasureReturn",
            fields=[
                (
                    "signing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="privacy.erasuresigning",
                    ),
                ),
                ("returned_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ErasureUndoing",
            fields=[
                (
                    "signing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="privacy.erasuresigning",
                    ),
                ),
                ("undone_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="OpenErasure",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="privacy.erasuresigning",
                    ),
                ),
                ("not_before", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="erasurestep",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="privacy.erasuresigning",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasuresigning",
            constraint=models.CheckConstraint(
                condition=models.Q(("not_before__gte", models.F("signed_at"))),
                name="erasure_is_not_before_it_was_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasureperson",
            constraint=models.UniqueConstraint(
                fields=("plan", "uid"), name="erasure_person_is_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasureline",
            constraint=models.UniqueConstraint(
                fields=("plan", "model", "row"), name="erasure_line_is_there_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasureline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("verdict", "keep"),
                        models.Q(("law", ""), _negated=True),
                        models.Q(("why", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("verdict", "keep"), _negated=True),
                        ("law", ""),
                        ("until", None),
                        ("why", ""),
                    ),
                    _connector="OR",
                ),
                name="what_is_kept_is_kept_under_a_law",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasurestep",
            constraint=models.UniqueConstraint(
                fields=("plan", "step"), name="erasure_step_is_done_once"
            ),
        ),
    ]
