"""What comes in from the site: the link, sealed messages, and what became of them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0015_orders_are_paid_ahead_through_a_provider"),
        ("customers", "0006_subscribers_need_no_name"),
        ("sales", "0008_no_more_comes_back_than_went_out"),
        ("shop", "0002_how_the_shop_sells"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountToForget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="IntakeKey",
            fields=[
                ("key_id", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("public", models.BinaryField(max_length=1216)),
                ("not_after", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LinkResumption",
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
                ("code", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="sitelink",
            name="accepts_place",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="ahead",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="checkpoint",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="checkpoint_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="checkpoint_kept",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="heard_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="key_id",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="problem",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="seen_certificate",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="sitelink",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Decoy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(unique=True)),
                ("placed_at", models.DateTimeField()),
                ("returned_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("returned_at", None)),
                        fields=["placed_at"],
                        name="decoy_away",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("site_id", models.UUIDField()),
                ("kind", models.PositiveSmallIntegerField()),
                ("key_id", models.PositiveIntegerField()),
                ("uid", models.UUIDField(db_index=True)),
                ("hour", models.BigIntegerField()),
                ("sealed", models.BinaryField(max_length=70000)),
                ("pulled_at", models.DateTimeField()),
                ("problem", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("problem", "")),
                        fields=["id"],
                        name="message_that_waits",
                    ),
                    models.Index(
                        condition=models.Q(("problem", ""), _negated=True),
                        fields=["id"],
                        name="message_with_a_problem",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeTaken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(unique=True)),
                ("seq", models.BigIntegerField()),
                ("kind", models.PositiveSmallIntegerField()),
                ("outcome", models.CharField(max_length=12)),
                ("taken_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["taken_at"], name="taken_by_moment")],
            },
        ),
        migrations.CreateModel(
            name="LinkAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("seq", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["code"],
                        name="link_alarm_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(unique=True)),
                ("public", models.BinaryField(max_length=1216)),
                ("rev", models.PositiveIntegerField()),
                ("registered_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
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
            name="ProfileToSend",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rev", models.PositiveIntegerField()),
                ("for_key", models.BinaryField(max_length=32)),
                ("sealed", models.BinaryField(max_length=70000)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="shop.siteaccount",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnsubscribeToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.subscriber",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LookalikeFound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("same", "Same"), ("different", "Different")],
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("staff_id", models.UUIDField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["id"], name="lookalike_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "other"), name="lookalike_is_found_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("customer", models.F("other")), _negated=True),
                        name="lookalike_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", ""), ("staff_id", None)),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_at__isnull", False),
                                ("staff_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lookalike_ends_with_an_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnlinePaymentSeen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(unique=True)),
                ("order_uid", models.UUIDField(db_index=True)),
                ("provider", models.CharField(max_length=40)),
                ("payment_id", models.CharField(max_length=40)),
                ("status", models.CharField(max_length=10)),
                ("amount_cents", models.BigIntegerField()),
                ("seen_at", models.DateTimeField()),
                ("looked_at", models.DateTimeField(null=True)),
                ("staff_id", models.UUIDField(null=True)),
                (
                    "booked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.payment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("booked", None),
                            ("looked_at", None),
                            ("status__in", ["paid", "refunded"]),
                        ),
                        fields=["id"],
                        name="payment_to_look_at",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "payment_id", "status"),
                        name="payment_status_is_seen_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("booked", None), ("status", "paid"), _connector="OR"),
                        name="payment_that_is_booked_was_paid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedChange",
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
                ("account", models.UUIDField(null=True)),
                ("proposed_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("replaced", "Replaced"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("staff_id", models.UUIDField(null=True)),
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
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["customer", "-id"],
                        name="proposed_change_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposed_change_ends_with_an_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShopOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(db_index=True, max_length=40)),
                ("placed_at", models.DateTimeField()),
                ("payment", models.CharField(max_length=40)),
                ("mailed", models.BooleanField()),
                ("site_net_cents", models.BigIntegerField()),
                ("site_vat_cents", models.BigIntegerField()),
                ("site_gross_cents", models.BigIntegerField()),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
                ("gross_cents", models.BigIntegerField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("staff_id", models.UUIDField(null=True)),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.order",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("settled_at", None),
                            models.Q(
                                ("site_gross_cents", models.F("gross_cents")),
                                ("site_net_cents", models.F("net_cents")),
                                ("site_vat_cents", models.F("vat_cents")),
                                _negated=True,
                            ),
                        ),
                        fields=["id"],
                        name="shop_order_that_differs",
                    ),
                    models.Index(
                        condition=models.Q(("confirmed_at", None), ("mailed", False)),
                        fields=["id"],
                        name="shop_order_not_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShopPost",
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
                ("subject", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("question", "Question"),
                            ("complaint", "Complaint"),
                            ("quote", "Quote"),
                            ("access", "Access"),
                            ("correction", "Correction"),
                            ("deletion", "Deletion"),
                            ("withdrawal", "Withdrawal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                ("language", models.CharField(default="nl", max_length=5)),
                ("mailed", models.BooleanField(default=False)),
                ("handled_at", models.DateTimeField(null=True)),
                ("staff_id", models.UUIDField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.order",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("handled_at", None)),
                        fields=["id"],
                        name="shop_post_open",
                    ),
                    models.Index(fields=["customer", "-id"], name="shop_post_by_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handled_at", None), ("staff_id__isnull", False), _connector="OR"
                        ),
                        name="shop_post_is_handled_by_somebody",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="siteaccount",
            index=models.Index(fields=["customer"], name="account_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="unsubscribetoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("customer", None), ("subscriber__isnull", False)),
                    models.Q(("customer__isnull", False), ("subscriber", None)),
                    _connector="OR",
                ),
                name="unsubscribe_token_is_of_one",
            ),
        ),
    ]
