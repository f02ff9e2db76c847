"""Credit notes, their lines and sums, and what they were used for."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0004_a_sent_invoice_is_final"),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(editable=False, unique=True)),
                ("series", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("issued_on", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("returned", "Returned"),
                            ("wrong", "Wrong"),
                            ("goodwill", "Goodwill"),
                        ],
                        max_length=8,
                    ),
                ),
                ("bills_again", models.BooleanField()),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
                ("gross_cents", models.BigIntegerField()),
                ("distance_cents", models.BigIntegerField(default=0)),
                ("commitment", models.BinaryField(max_length=32)),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CreditNoteLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=12)),
                ("amount_cents", models.BigIntegerField()),
                (
                    "credit_note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.creditnote",
                    ),
                ),
                (
                    "invoice_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoiceline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CreditNotePaper",
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
                ("cls", models.CharField(max_length=20)),
                ("contents", models.BinaryField()),
                (
                    "credit_note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.creditnote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CreditNoteSnapshot",
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
                ("cls", models.CharField(max_length=20)),
                (
                    "credit_note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.creditnote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CreditNoteVat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vat_category",
                    models.CharField(
                        choices=[
                            ("standard", "standard"),
                            ("reduced", "reduced"),
                            ("zero", "zero"),
                            ("exempt", "exempt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rate_bp", models.PositiveIntegerField()),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("destination", "destination"),
                            ("intra_eu", "intra_eu"),
                            ("reverse_charge", "reverse_charge"),
                            ("export", "export"),
                            ("outside", "outside"),
                            ("small_business", "small_business"),
                        ],
                        max_length=14,
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
                (
                    "credit_note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.creditnote",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CreditUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_cents", models.BigIntegerField()),
                ("used_on", models.DateField()),
                (
                    "credit_note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.creditnote",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoice",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="creditnote",
            index=models.Index(fields=["invoice"], name="credit_note_by_invoice"),
        ),
        migrations.AddIndex(
            model_name="creditnote",
            index=models.Index(fields=["-issued_on", "-id"], name="credit_note_by_day"),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.UniqueConstraint(
                fields=("series", "number"), name="credit_note_number_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "gross_cents",
                        django.db.models.expressions.CombinedExpression(
                            models.F("net_cents"), "+", models.F("vat_cents")
                        ),
                    ),
                    ("gross_cents__gt", 0),
                ),
                name="credit_note_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditnoteline",
            constraint=models.UniqueConstraint(
                fields=("credit_note", "invoice_line"), name="credit_note_names_each_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditnoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)),
                name="credit_note_line_quantity_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditnotevat",
            constraint=models.UniqueConstraint(
                fields=("credit_note", "treatment", "country", "vat_category", "rate_bp"),
                name="credit_note_vat_once_per_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="credituse",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_cents__gt", 0)), name="credit_use_is_positive"
            ),
        ),
    ]
