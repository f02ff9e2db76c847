"""Products may keep stock: movements that only grow, and the level that follows from them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

from klantkluis.foundation.triggers import Trigger, append_only

KINDS = ("receipt", "delivery", "correction", "count", "return")
REASONS = ("damaged", "lost", "found", "own_use", "mistake")
BEFORE = (
    "COALESCE((SELECT after FROM catalogue_stockmovement WHERE product_id = NEW.product_id"
    " ORDER BY id DESC LIMIT 1), 0)"
)


def choices(*names):
    """Give choices with the labels that Django makes of names."""
    return [(name, name.replace("_", " ").title()) for name in names]


def part_of(model):
    """Link to one row of a model."""
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_rates_of_other_member_states_and_what_is_supplied")]

    operations = [
        migrations.AddField("product", "keeps_stock", models.BooleanField(default=False)),
        migrations.AddField("product", "place", models.CharField(blank=True, max_length=40)),
        migrations.AddField(
            "product",
            "reorder_point",
            models.DecimalField(decimal_places=3, max_digits=12, null=True),
        ),
        migrations.AddIndex(
            "product",
            models.Index(
                condition=Q(keeps_stock=True), fields=["id"], name="product_that_keeps_stock"
            ),
        ),
        migrations.AddConstraint(
            "product",
            models.CheckConstraint(
                condition=Q(reorder_point=None) | Q(reorder_point__gte=0),
                name="product_reorder_point_is_not_negative",
            ),
        ),
        migrations.CreateModel(
            name="StockMovement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, auto_created=True, serialize=False,
                                           verbose_name="ID")),
                ("product", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT,
                                              related_name="+", to="catalogue.product")),
                ("kind", models.CharField(choices=choices(*KINDS), max_length=10)),
                ("reason", models.CharField(blank=True, choices=choices(*REASONS), max_length=10)),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=12)),
                ("after", models.DecimalField(decimal_places=3, max_digits=14)),
                ("moved_on", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=Now())),
                ("staff_id", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["product", "-id"], name="stock_movement_by_product")
                ],
                "constraints": [
                    models.CheckConstraint(condition=~Q(quantity=0), name="stock_movement_moves"),
                    models.CheckConstraint(
                        condition=Q(kind__in=["receipt", "return"], quantity__gt=0)
                        | Q(kind="delivery", quantity__lt=0)
                        | Q(kind__in=["correction", "count"]),
                        name="stock_movement_goes_its_way",
                    ),
                    models.CheckConstraint(
                        condition=Q(kind="correction") & ~Q(reason="")
                        | ~Q(kind="correction") & Q(reason=""),
                        name="stock_movement_has_a_reason_when_corrected",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockNote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, auto_created=True, serialize=False,
                                           verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rev", models.PositiveIntegerField(default=1)),
                ("schema", models.PositiveSmallIntegerField(default=1)),
                ("sealed", models.BinaryField(max_length=66000)),
                ("movement", part_of("catalogue.stockmovement")),
                ("cls", models.CharField(max_length=20)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="StockLevel",
            fields=[
                ("product", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT,
                                                 primary_key=True, related_name="+",
                                                 serialize=False, to="catalogue.product")),
                ("on_hand", models.DecimalField(decimal_places=3, default=0, max_digits=14)),
                ("last_movement", models.OneToOneField(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="catalogue.stockmovement")),
            ],
        ),
        *append_only("catalogue_stockmovement"),
        *append_only("catalogue_stocknote"),
        Trigger(
            "catalogue_stockmovement_goes_on",
            "catalogue_stockmovement",
            "INSERT",
            f"ROUND({BEFORE} + NEW.quantity, 3) <> ROUND(NEW.after, 3)",
            "stock goes on from the movement before",
        ),
    ]  # fmt: skip
