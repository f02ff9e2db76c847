"""Quotes with their versions, lines and answers, and which order came from which."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_rates_of_other_member_states_and_what_is_supplied"),
        ("customers", "0004_vat_numbers_are_checked"),
        ("sales", "0003_orders_know_what_their_vat_depends_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(unique=True)),
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
            name="QuoteAcceptance",
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
                ("accepted_on", models.DateField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("signed", "Signed"),
                            ("email", "Email"),
                            ("phone", "Phone"),
                            ("in_person", "In Person"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("product", "Product"),
                            ("text", "Text"),
                            ("shipping", "Shipping"),
                            ("discount", "Discount"),
                        ],
                        max_length=10,
                    ),
                ),
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
                ("optional", models.BooleanField(default=False)),
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
        migrations.CreateModel(
            name="QuoteChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "acceptance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quoteacceptance",
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quoteline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteOrder",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sales.order",
                    ),
                ),
                (
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quote",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteVersion",
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
                ("quoted_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("follow_up_on", models.DateField(null=True)),
                (
                    "basis",
                    models.CharField(choices=[("net", "net"), ("gross", "gross")], max_length=5),
                ),
                ("discount_bp", models.PositiveIntegerField(default=0)),
                ("ship_country", models.CharField(default="NL", max_length=2)),
                ("buyer_country", models.CharField(default="NL", max_length=2)),
                ("to_business", models.BooleanField(default=False)),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quote",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteSending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issued_on", models.DateField()),
                ("staff_id", models.UUIDField()),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quoteversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteRefusal",
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
                ("refused_on", models.DateField()),
                (
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quote",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quoteversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuotePaper",
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
                ("contents", models.BinaryField()),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quoteversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="quoteline",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sales.quoteversion",
            ),
        ),
        migrations.CreateModel(
            name="QuoteFollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("followed_up_on", models.DateField()),
                ("next_on", models.DateField(null=True)),
                ("staff_id", models.UUIDField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.quoteversion",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="quoteacceptance",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sales.quoteversion",
            ),
        ),
        migrations.CreateModel(
            name="OpenQuote",
            fields=[
                (
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sales.quote",
                    ),
                ),
                ("valid_until", models.DateField()),
                ("follow_up_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["valid_until"], name="open_quote_by_validity"),
                    models.Index(fields=["follow_up_on"], name="open_quote_by_follow_up"),
                ],
            },
        ),
    ]
