"""Restrictions, objections, and what was used all the same (GDPR art. 18 and 21)."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0006_subscribers_need_no_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Restriction",
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
                        choices=[("restriction", "restriction"), ("objection", "objection")],
                        max_length=11,
                    ),
                ),
                (
                    "against",
                    models.CharField(
                        choices=[
                            ("all", "all"),
                            ("direct_marketing", "direct_marketing"),
                            ("legitimate_interest", "legitimate_interest"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("accuracy_contested", "accuracy_contested"),
                            ("unlawful", "unlawful"),
                            ("claims", "claims"),
                            ("objection_pending", "objection_pending"),
                            ("kept_by_law", "kept_by_law"),
                            ("marketing", "marketing"),
                            ("own_situation", "own_situation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
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
                ("request_uid", models.UUIDField(null=True)),
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
            name="RestrictionAnnouncement",
            fields=[
                (
                    "restriction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="customers.restriction",
                    ),
                ),
                ("told_at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("letter", "letter"),
                            ("mail", "mail"),
                            ("phone", "phone"),
                            ("in_person", "in_person"),
                            ("own_request", "own_request"),
                        ],
                        max_length=11,
                    ),
                ),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="RestrictionLift",
            fields=[
                (
                    "restriction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="customers.restriction",
                    ),
                ),
                ("lifted_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="PermittedUse",
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
                    "use",
                    models.CharField(
                        choices=[
                            ("look", "look"),
                            ("quote", "quote"),
                            ("order", "order"),
                            ("delivery", "delivery"),
                            ("billing", "billing"),
                            ("letter", "letter"),
                            ("mail", "mail"),
                            ("newsletter", "newsletter"),
                            ("export", "export"),
                            ("vat_check", "vat_check"),
                            ("reminder", "reminder"),
                            ("label", "label"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "permission",
                    models.CharField(
                        choices=[
                            ("consent", "consent"),
                            ("claims", "claims"),
                            ("rights_of_others", "rights_of_others"),
                            ("public_interest", "public_interest"),
                            ("law", "law"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
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
            options={
                "indexes": [
                    models.Index(fields=["customer", "-id"], name="permitted_use_by_customer")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "permission__in",
                                ["consent", "claims", "rights_of_others", "public_interest", "law"],
                            )
                        ),
                        name="permitted_use_has_a_ground",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="restriction",
            index=models.Index(fields=["customer", "-id"], name="restriction_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("against", "all"),
                        (
                            "cause__in",
                            [
                                "accuracy_contested",
                                "unlawful",
                                "claims",
                                "objection_pending",
                                "kept_by_law",
                            ],
                        ),
                        ("kind", "restriction"),
                    ),
                    models.Q(
                        ("against", "direct_marketing"),
                        ("cause__in", ["marketing"]),
                        ("kind", "objection"),
                    ),
                    models.Q(
                        ("against", "legitimate_interest"),
                        ("cause__in", ["own_situation"]),
                        ("kind", "objection"),
                    ),
                    _connector="OR",
                ),
                name="restriction_has_a_cause_of_its_kind",
            ),
        ),
    ]
