"""Products get a place in the shop, and a price may be told to the public as a reduction."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from klantkluis.foundation.triggers import Trigger, append_only, while_lifted


def number():
    """Make the id of a row."""
    return models.BigAutoField(
        primary_key=True, auto_created=True, serialize=False, verbose_name="ID"
    )


def text(length=None):
    """Make a column for a text that may be empty."""
    return (
        models.CharField(blank=True, max_length=length) if length else models.TextField(blank=True)
    )


def link(model, on_delete=django.db.models.deletion.PROTECT, **more):
    """Link to a row of a model."""
    return models.ForeignKey(on_delete=on_delete, related_name="+", to=model, **more)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_northern_ireland_has_its_rate")]

    operations = [
        *while_lifted(
            append_only("catalogue_productprice"),
            migrations.AddField("productprice", "is_reduction", models.BooleanField(default=False)),
        ),
        Trigger(
            "catalogue_reduction_has_a_price_before",
            "catalogue_productprice",
            "INSERT",
            "NEW.is_reduction AND NOT EXISTS (SELECT 1 FROM catalogue_productprice"
            " WHERE product_id = NEW.product_id AND valid_from < NEW.valid_from)",
            "a reduction has a price before it",
        ),
        migrations.CreateModel(
            name="ShopCategory",
            fields=[
                ("id", number()),
                ("slug", models.CharField(max_length=80, unique=True)),
                ("name_nl", models.CharField(max_length=80)),
                ("name_en", text(80)),
                ("description_nl", text()),
                ("description_en", text()),
                ("position", models.PositiveIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                ("parent", link("catalogue.shopcategory", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(parent=None) | ~Q(parent=F("id")),
                        name="shop_category_is_not_in_itself",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Maker",
            fields=[
                ("id", number()),
                ("name", models.CharField(max_length=120, unique=True)),
                ("address", models.CharField(max_length=250)),
                ("contact", models.CharField(max_length=200)),
                ("responsible_name", text(120)),
                ("responsible_address", text(250)),
                ("responsible_contact", text(200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(name="") & ~Q(address="") & ~Q(contact=""),
                        name="maker_can_be_reached",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            responsible_name="", responsible_address="", responsible_contact=""
                        )
                        | ~Q(responsible_name="") & ~Q(responsible_address="")
                        & ~Q(responsible_contact=""),
                        name="maker_responsible_is_whole_or_absent",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ShopProduct",
            fields=[
                ("product", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT,
                                                 primary_key=True, related_name="+",
                                                 serialize=False, to="catalogue.product")),
                ("shown", models.BooleanField(default=False)),
                ("slug", models.CharField(max_length=100, unique=True)),
                ("summary_nl", text(300)),
                ("summary_en", text(300)),
                ("description_nl", text()),
                ("description_en", text()),
                ("weight_grams", models.PositiveIntegerField(default=0)),
                ("warnings_nl", text()),
                ("warnings_en", text()),
                ("delivery_nl", text(120)),
                ("delivery_en", text(120)),
                ("returnable", models.BooleanField(default=True)),
                ("not_returnable_nl", text(300)),
                ("not_returnable_en", text(300)),
                ("durability_months", models.PositiveSmallIntegerField(default=0)),
                ("position", models.PositiveIntegerField(default=0)),
                ("sell_without_stock", models.BooleanField(default=True)),
                ("maker", link("catalogue.maker", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(shown=True), fields=["product"], name="product_in_the_shop"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=~Q(slug=""), name="shop_product_has_a_slug"),
                    models.CheckConstraint(
                        condition=Q(returnable=True) | ~Q(not_returnable_nl=""),
                        name="shop_product_says_why_it_cannot_come_back",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductCategory",
            fields=[
                ("id", number()),
                ("category", link("catalogue.shopcategory", django.db.models.deletion.CASCADE)),
                ("product", link("catalogue.product", django.db.models.deletion.CASCADE)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "category"), name="product_is_in_a_category_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", number()),
                ("digest", models.CharField(max_length=32)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("alt_nl", models.CharField(max_length=200)),
                ("alt_en", text(200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("product", link("catalogue.product", django.db.models.deletion.CASCADE)),
            ],
            options={
                "indexes": [models.Index(fields=["digest"], name="picture_by_digest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "digest"), name="picture_is_at_a_product_once"
                    ),
                    models.CheckConstraint(
                        condition=~Q(alt_nl=""), name="picture_is_told_in_words"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PictureSize",
            fields=[
                ("id", number()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("data", models.BinaryField(max_length=4000000)),
                ("thing_digest", models.CharField(max_length=32)),
                ("picture", link("catalogue.picture", django.db.models.deletion.CASCADE)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("picture", "width"), name="picture_has_a_width_once"
                    )
                ]
            },
        ),
    ]  # fmt: skip
