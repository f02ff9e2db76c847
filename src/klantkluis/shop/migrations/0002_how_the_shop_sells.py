"""How the shop sells, how goods are sent, and pages of which every version stays."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from klantkluis.foundation.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0001_one_site_is_paired"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("title_nl", models.CharField(max_length=120)),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("body_nl", models.TextField()),
                ("body_en", models.TextField(blank=True)),
                ("position", models.PositiveIntegerField(default=0)),
                ("in_footer", models.BooleanField(default=True)),
                ("gone", models.BooleanField(default=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["name", "-id"], name="page_version_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("title_nl", ""), _negated=True),
                        ),
                        name="page_version_has_name_and_title",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShippingMethod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name_nl", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("days_nl", models.CharField(blank=True, max_length=80)),
                ("days_en", models.CharField(blank=True, max_length=80)),
                ("countries", models.CharField(max_length=400)),
                ("free_from_cents", models.PositiveIntegerField(default=0)),
                ("pick_up", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("countries", ""), _negated=True),
                            models.Q(("code", ""), _negated=True),
                        ),
                        name="shipping_method_goes_somewhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Shop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("tagline_nl", models.CharField(blank=True, max_length=160)),
                ("tagline_en", models.CharField(blank=True, max_length=160)),
                ("welcome_nl", models.TextField(blank=True)),
                ("welcome_en", models.TextField(blank=True)),
                ("in_english", models.BooleanField(default=True)),
                ("accent", models.CharField(default="#1f5f8b", max_length=7)),
                ("show_prices", models.CharField(default="gross", max_length=5)),
                ("stock", models.CharField(default="availability", max_length=12)),
                ("payments", models.CharField(default="transfer,invoice", max_length=60)),
                ("newsletter", models.BooleanField(default=True)),
                ("closed", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="shop_is_there_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("show_prices__in", ["gross", "net"])),
                        name="shop_shows_prices_in_one_of_two_ways",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stock__in", ["none", "availability", "number"])),
                        name="shop_shows_stock_in_one_of_three_ways",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payments__contains", "invoice")),
                        name="shop_lets_pay_after_delivery",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShippingStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("up_to_grams", models.PositiveIntegerField()),
                ("cents", models.PositiveIntegerField()),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="shop.shippingmethod",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("method", "up_to_grams"), name="shipping_step_is_there_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShopName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        *append_only("shop_pageversion"),
        *append_only("shop_shopname"),
    ]
