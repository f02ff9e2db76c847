"""Requests of people about their data, what happened to them, and the letters."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PrivacyRequest",
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
                ("number", models.PositiveIntegerField(unique=True)),
                ("kind", models.CharField(max_length=15)),
                ("channel", models.CharField(max_length=10)),
                ("language", models.CharField(max_length=5)),
                ("received_on", models.DateField()),
                ("registered_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                ("customer_uid", models.UUIDField(null=True)),
                ("subscriber_uid", models.UUIDField(null=True)),
                ("post_uid", models.UUIDField(null=True, unique=True)),
                ("consent_uid", models.UUIDField(null=True, unique=True)),
                ("due_on", models.DateField()),
                ("paused_since", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_on", None)),
                        fields=["due_on", "id"],
                        name="privacy_request_by_clock",
                    ),
                    models.Index(fields=["received_on", "id"], name="privacy_request_by_day"),
                    models.Index(
                        fields=["customer_uid", "-id"], name="privacy_request_by_customer"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "access",
                                    "portability",
                                    "rectification",
                                    "erasure",
                                    "restriction",
                                    "objection",
                                    "withdrawal",
                                    "complaint",
                                ],
                            )
                        ),
                        name="privacy_request_is_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["site", "email", "phone", "counter", "letter"])
                        ),
                        name="privacy_request_came_some_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("received_on"))),
                        name="privacy_request_is_due_after_it_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None), ("ended_on__isnull", False), _connector="OR"
                        ),
                        name="privacy_request_closes_after_it_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("post_uid", None), ("consent_uid", None), _connector="OR"
                        ),
                        name="privacy_request_came_from_one_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestLetter",
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
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=5)),
                ("way", models.CharField(max_length=10)),
                ("written_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                ("contents", models.BinaryField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.privacyrequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["request", "id"], name="request_letter_by_request")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("way__in", ["email", "paper", "handed", "pick_up", "at_once"])
                        ),
                        name="request_letter_goes_some_way",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
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
                ("what", models.CharField(max_length=15)),
                ("happened_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                ("customer_uid", models.UUIDField(null=True)),
                ("method", models.CharField(blank=True, max_length=15)),
                ("months", models.PositiveSmallIntegerField(default=0)),
                ("decision", models.CharField(blank=True, max_length=15)),
                ("ground", models.CharField(blank=True, max_length=15)),
                ("way", models.CharField(blank=True, max_length=10)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.privacyrequest",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["request", "id"], name="request_step_by_request")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                [
                                    "matched",
                                    "identity_asked",
                                    "identity_failed",
                                    "identified",
                                    "extended",
                                    "decided",
                                    "answered",
                                    "dropped",
                                    "closed",
                                    "note",
                                ],
                            )
                        ),
                        name="request_step_is_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("what__in", ["identity_asked", "identity_failed", "identified"]),
                                (
                                    "method__in",
                                    [
                                        "logged_in",
                                        "email_code",
                                        "letter_code",
                                        "knows_document",
                                        "recognised",
                                        "in_person",
                                        "not_needed",
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "what__in",
                                        ["identity_asked", "identity_failed", "identified"],
                                    ),
                                    _negated=True,
                                ),
                                ("method", ""),
                            ),
                            _connector="OR",
                        ),
                        name="request_step_about_identity_has_a_method",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("months__gte", 1), ("months__lte", 2), ("what", "extended")),
                            models.Q(models.Q(("what", "extended"), _negated=True), ("months", 0)),
                            _connector="OR",
                        ),
                        name="request_step_extends_by_two_months_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decision__in", ["granted", "nothing_held", "settled"]),
                                ("ground", ""),
                                ("what", "decided"),
                            ),
                            models.Q(
                                ("decision__in", ["partly", "refused"]),
                                ("what", "decided"),
                                (
                                    "ground__in",
                                    [
                                        "unfounded",
                                        "excessive",
                                        "not_identified",
                                        "law_keeps",
                                        "claims",
                                        "compelling",
                                        "accurate",
                                        "others",
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(("what", "decided"), _negated=True),
                                ("decision", ""),
                                ("ground", ""),
                            ),
                            _connector="OR",
                        ),
                        name="request_step_refuses_on_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("what", "answered"),
                                ("way__in", ["email", "paper", "handed", "pick_up", "at_once"]),
                            ),
                            models.Q(models.Q(("what", "answered"), _negated=True), ("way", "")),
                            _connector="OR",
                        ),
                        name="request_step_answers_some_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("what", "matched"), ("customer_uid", None), _connector="OR"
                        ),
                        name="request_step_names_whom_it_matches",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("what__in", ["extended", "decided", "answered", "dropped", "closed"])
                        ),
                        fields=("request", "what"),
                        name="request_step_that_happens_once",
                    ),
                ],
            },
        ),
    ]
