"""Subscriptions with their versions, pauses and ends, and the invoice of each period."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0007_e_invoices_are_kept_as_issued"),
        ("catalogue", "0003_rates_of_other_member_states_and_what_is_supplied"),
        ("customers", "0004_vat_numbers_are_checked"),
    ]

    operations = [
        migrations.CreateModel(
            name="SubscriptionPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="SubscriptionPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("skipped_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SubscriptionVersion",
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
                ("version", models.PositiveSmallIntegerField()),
                ("from_period", models.PositiveIntegerField()),
                (
                    "basis",
                    models.CharField(choices=[("net", "net"), ("gross", "gross")], max_length=5),
                ),
                ("discount_bp", models.PositiveIntegerField(default=0)),
                ("ship_country", models.CharField(default="NL", max_length=2)),
                ("buyer_country", models.CharField(default="NL", max_length=2)),
                ("to_business", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_on", models.DateField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("week", "week"),
                            ("month", "month"),
                            ("quarter", "quarter"),
                            ("year", "year"),
                        ],
                        max_length=7,
                    ),
                ),
                ("every", models.PositiveSmallIntegerField(default=1)),
                ("in_advance", models.BooleanField(default=True)),
                ("sends", models.BooleanField(default=False)),
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
            name="SubscriptionEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ends_on", models.DateField()),
                ("staff_id", models.UUIDField()),
                (
                    "subscription",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.subscription",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SubscriptionLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("unit", models.CharField(default="C62", max_length=3)),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=12)),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=14)),
                ("discount_bp", models.PositiveIntegerField(default=0)),
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
                (
                    "supply",
                    models.CharField(
                        choices=[
                            ("goods", "goods"),
                            ("services", "services"),
                            ("electronic", "electronic"),
                        ],
                        default="goods",
                        max_length=10,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="subscriptionpause",
            name="subscription",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.subscription",
            ),
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="invoice",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.invoice",
            ),
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="subscription",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.subscription",
            ),
        ),
        migrations.AddField(
            model_name="subscriptionversion",
            name="subscription",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.subscription",
            ),
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.subscriptionversion",
            ),
        ),
        migrations.AddField(
            model_name="subscriptionline",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.subscriptionversion",
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["customer", "-id"], name="subscription_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("every__gte", 1), ("every__lte", 60)),
                name="subscription_comes_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionpause",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))),
                name="pause_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionversion",
            constraint=models.UniqueConstraint(
                fields=("subscription", "version"), name="subscription_version_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_period__gte", 1), ("version__gte", 1)),
                name="subscription_version_is_counted_from_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount_bp__lte", 10000)),
                name="subscription_discount_is_at_most_everything",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionperiod",
            constraint=models.UniqueConstraint(
                fields=("subscription", "number"), name="each_period_is_billed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("invoice__isnull", False), ("skipped_on", None)),
                    models.Q(("invoice", None), ("skipped_on__isnull", False)),
                    _connector="OR",
                ),
                name="period_has_an_invoice_or_was_skipped",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionline",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="subscription_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)),
                name="subscription_line_quantity_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptionline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "product"), ("product__isnull", False)),
                    models.Q(models.Q(("kind", "product"), _negated=True), ("product", None)),
                    _connector="OR",
                ),
                name="subscription_line_of_kind_product_names_one",
            ),
        ),
    ]
