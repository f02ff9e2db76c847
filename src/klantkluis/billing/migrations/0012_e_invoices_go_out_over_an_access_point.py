"""E-invoices on their way over an access point: facts that only come in, and never go twice in
silence."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger, append_only

ATTEMPTS = "(SELECT COUNT(*) FROM billing_edeliveryattempt a WHERE a.delivery_id = NEW.delivery_id)"
ANSWERED = (
    "EXISTS (SELECT 1 FROM billing_edeliveryattempt a"
    " JOIN billing_edeliveryanswer r ON r.attempt_id = a.id"
    " WHERE a.delivery_id = NEW.delivery_id AND {when})"
)
ACCEPTED = ANSWERED.format(when="r.outcome = 'accepted'")
POSTPONED = ANSWERED.format(
    when="r.outcome = 'postponed' AND r.later = FALSE AND a.number = NEW.number - 1"
)
SAID = (
    "EXISTS (SELECT 1 FROM billing_edeliverydecision d"
    " WHERE d.delivery_id = NEW.delivery_id AND d.what = '{what}'{and_number})"
)
SETTLED = SAID.format(what="settled", and_number="")
AGAIN = SAID.format(what="again", and_number=" AND d.attempts = NEW.number - 1")
OVER = "the delivery was accepted or settled"


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0011_credits_of_returns_are_prepared"),
    ]

    operations = [
        migrations.CreateModel(
            name="EDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(editable=False, unique=True)),
                ("queued_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                (
                    "e_invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.einvoice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccessPointKey",
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
                ("changed_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="access_point_key_is_there_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EDeliveryAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("began_at", models.DateTimeField()),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.edelivery",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EDeliveryAnswer",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("postponed", "postponed"),
                            ("handed_over", "handed_over"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("unknown", "unknown"),
                        ],
                        max_length=11,
                    ),
                ),
                ("later", models.BooleanField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("problem", models.CharField(blank=True, max_length=20)),
                ("cls", models.CharField(max_length=20)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.edeliveryattempt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EDeliveryDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempts", models.PositiveIntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[("again", "Again"), ("settled", "Settled")], max_length=7
                    ),
                ),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.edelivery",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpenEDelivery",
            fields=[
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="billing.edelivery",
                    ),
                ),
                (
                    "e_invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.einvoice",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="edeliveryattempt",
            constraint=models.UniqueConstraint(
                fields=("delivery", "number"), name="e_delivery_attempt_is_there_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="edeliveryanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("later", False)),
                fields=("attempt",),
                name="e_delivery_is_answered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="edeliverydecision",
            constraint=models.UniqueConstraint(
                fields=("delivery", "attempts", "what"), name="e_delivery_decision_is_there_once"
            ),
        ),
        Trigger(
            "billing_delivery_attempts_count_on",
            "billing_edeliveryattempt",
            "INSERT",
            f"NEW.number <> 1 + {ATTEMPTS}",
            "attempts at a delivery count on",
        ),
        Trigger(
            "billing_delivery_is_over_for_attempts",
            "billing_edeliveryattempt",
            "INSERT",
            f"{ACCEPTED} OR {SETTLED}",
            OVER,
        ),
        Trigger(
            "billing_delivery_goes_again_for_a_reason",
            "billing_edeliveryattempt",
            "INSERT",
            f"NEW.number > 1 AND NOT {POSTPONED} AND NOT {AGAIN}",
            "a delivery goes again when they have nothing or when somebody says so",
        ),
        Trigger(
            "billing_delivery_is_over_for_decisions",
            "billing_edeliverydecision",
            "INSERT",
            f"{ACCEPTED} OR {SETTLED} OR NEW.attempts <> {ATTEMPTS}",
            OVER,
        ),
        *append_only("billing_edelivery"),
        *append_only("billing_edeliveryattempt"),
        *append_only("billing_edeliveryanswer"),
        *append_only("billing_edeliverydecision"),
    ]
