"""Invoices of suppliers: kept as they came, then booked or rejected, and never both."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from klantkluis.foundation.triggers import Trigger, append_only

TABLES = (
    "billing_purchase",
    "billing_purchasevat",
    "billing_purchasefile",
    "billing_purchasebooking",
    "billing_purchaserejection",
)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_purchases_have_a_journal_and_accounts"),
        ("billing", "0012_e_invoices_go_out_over_an_access_point"),
    ]

    operations = [
        migrations.CreateModel(
            name="Purchase",
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
                ("supplier_tag", models.CharField(max_length=32)),
                ("document_tag", models.CharField(max_length=32, unique=True)),
                ("is_credit", models.BooleanField()),
                ("issued_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("kept_on", models.DateField()),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
                ("gross_cents", models.BigIntegerField()),
                ("rounding_cents", models.BigIntegerField(default=0)),
                ("seller_country", models.CharField(max_length=2)),
                ("vat_country", models.CharField(blank=True, max_length=2)),
                ("cls", models.CharField(max_length=20)),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="PurchaseFile",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PurchaseKey",
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
            ],
        ),
        migrations.CreateModel(
            name="PurchaseRejection",
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
                ("rejected_on", models.DateField()),
                ("cls", models.CharField(max_length=20)),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PurchaseVat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(max_length=2)),
                ("rate_bp", models.PositiveIntegerField()),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PurchaseBooking",
            fields=[
                (
                    "purchase",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="billing.purchase",
                    ),
                ),
                ("booked_on", models.DateField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.AddIndex(
            model_name="purchase",
            index=models.Index(fields=["supplier_tag", "-id"], name="purchase_by_supplier"),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "gross_cents",
                        django.db.models.expressions.CombinedExpression(
                            models.F("net_cents"), "+", models.F("vat_cents")
                        ),
                    )
                ),
                name="purchase_adds_up",
            ),
        ),
        migrations.AddField(
            model_name="purchasefile",
            name="purchase",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.purchase"
            ),
        ),
        migrations.AddConstraint(
            model_name="purchasekey",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="purchase_key_is_there_once"
            ),
        ),
        migrations.AddField(
            model_name="purchaserejection",
            name="purchase",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.purchase"
            ),
        ),
        migrations.AddField(
            model_name="purchasevat",
            name="purchase",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.purchase"
            ),
        ),
        *(trigger for table in TABLES for trigger in append_only(table)),
        Trigger(
            "billing_rejected_purchase_is_not_booked",
            "billing_purchasebooking",
            "INSERT",
            "EXISTS (SELECT 1 FROM billing_purchaserejection r"
            " WHERE r.purchase_id = NEW.purchase_id)",
            "the purchase was rejected",
        ),
        Trigger(
            "billing_booked_purchase_is_not_rejected",
            "billing_purchaserejection",
            "INSERT",
            "EXISTS (SELECT 1 FROM billing_purchasebooking b"
            " WHERE b.purchase_id = NEW.purchase_id)",
            "the purchase was booked",
        ),
    ]
