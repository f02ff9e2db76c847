"""Goods come back under a return, and what a delivery takes off the stock is named by its lines."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_stock_is_kept_as_facts"),
        ("sales", "0006_an_issued_quote_is_final"),
    ]

    operations = [
        migrations.AddField(
            model_name="deliveryline",
            name="movement",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.stockmovement",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("movement__isnull", False)),
                fields=("movement",),
                name="delivery_line_has_its_own_movement",
            ),
        ),
        migrations.CreateModel(
            name="Return",
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
                ("announced_on", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("changed_mind", "Changed Mind"),
                            ("damaged", "Damaged"),
                            ("faulty", "Faulty"),
                            ("wrong", "Wrong"),
                            ("too_many", "Too Many"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("staff_id", models.UUIDField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.order",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReturnCancellation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cancelled_on", models.DateField()),
                ("staff_id", models.UUIDField()),
                (
                    "returned",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.return",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=12)),
                (
                    "delivery_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.deliveryline",
                    ),
                ),
                (
                    "returned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.return",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReturnReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", models.DateField()),
                ("staff_id", models.UUIDField()),
                (
                    "returned",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.return",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReturnReceiptLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("restocked", models.DecimalField(decimal_places=3, max_digits=12)),
                ("written_off", models.DecimalField(decimal_places=3, max_digits=12)),
                ("replaced", models.DecimalField(decimal_places=3, max_digits=12)),
                ("unbilled", models.DecimalField(decimal_places=3, max_digits=12)),
                (
                    "movement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.stockmovement",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.returnreceipt",
                    ),
                ),
                (
                    "return_line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.returnline",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["order", "number"], name="return_by_order"),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["announced_on"], name="return_by_day"),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.UniqueConstraint(
                fields=("returned", "delivery_line"), name="return_names_each_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="return_line_quantity_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnreceiptline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("restocked__gte", 0),
                    ("written_off__gte", 0),
                    models.Q(("restocked__gt", 0), ("written_off__gt", 0), _connector="OR"),
                ),
                name="return_receipt_line_received_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnreceiptline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replaced", 0), ("unbilled__gte", 0)),
                    models.Q(("replaced__gte", 0), ("unbilled", 0)),
                    _connector="OR",
                ),
                name="return_receipt_line_is_replaced_or_unbilled",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnreceiptline",
            constraint=models.CheckConstraint(
                condition=models.Q(("movement", None), ("restocked__gt", 0), _connector="OR"),
                name="return_receipt_line_moves_what_is_restocked",
            ),
        ),
    ]
