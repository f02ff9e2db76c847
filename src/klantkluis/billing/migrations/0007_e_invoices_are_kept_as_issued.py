"""E-invoices beside their paper, never changed, and the rules that others did not meet."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0006_a_credit_note_is_final"),
    ]

    operations = [
        migrations.CreateModel(
            name="EInvoice",
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
                ("form", models.CharField(max_length=8)),
                ("cls", models.CharField(max_length=20)),
                ("contents", models.BinaryField()),
                (
                    "credit_note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.creditnote",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credit_note", None), ("invoice__isnull", False)),
                            models.Q(("credit_note__isnull", False), ("invoice", None)),
                            _connector="OR",
                        ),
                        name="e_invoice_is_of_one_document",
                    ),
                    models.UniqueConstraint(
                        fields=("invoice", "form"), name="e_invoice_once_per_form"
                    ),
                    models.UniqueConstraint(
                        fields=("credit_note", "form"), name="credit_e_invoice_once_per_form"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EInvoiceFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=8)),
                ("layer", models.CharField(max_length=8)),
                ("rule", models.CharField(max_length=60)),
                ("field", models.CharField(blank=True, max_length=80)),
                ("fatal", models.BooleanField()),
                (
                    "credit_note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.creditnote",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credit_note", None), ("invoice__isnull", False)),
                            models.Q(("credit_note__isnull", False), ("invoice", None)),
                            _connector="OR",
                        ),
                        name="e_invoice_finding_is_of_one_document",
                    )
                ],
            },
        ),
        Trigger(
            "billing_einvoice_is_never_changed",
            "billing_einvoice",
            "UPDATE",
            "TRUE",
            "issued documents stay",
        ),
    ]
