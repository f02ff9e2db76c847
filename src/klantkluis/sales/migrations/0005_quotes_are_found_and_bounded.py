"""Where quotes are looked for, and what no row of them may be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sales", "0004_quotes_have_versions_and_answers")]

    operations = [
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["customer", "-number"], name="quote_by_customer"),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(fields=["quoted_on"], name="quote_version_by_day"),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(fields=["valid_until"], name="quote_version_by_validity"),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.UniqueConstraint(
                fields=("quote", "version"), name="quote_version_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="quote_version_is_counted_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("quoted_on"))),
                name="quote_is_valid_for_a_day_at_least",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount_bp__lte", 10000)),
                name="quote_discount_is_at_most_everything",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="quote_line_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "product"), ("product__isnull", False)),
                    models.Q(models.Q(("kind", "product"), _negated=True), ("product", None)),
                    _connector="OR",
                ),
                name="quote_line_of_kind_product_names_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="quote_line_quantity_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount_bp__lte", 10000)),
                name="quote_line_discount_is_at_most_everything",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "discount"), ("unit_price__lte", 0)),
                    models.Q(models.Q(("kind", "discount"), _negated=True), ("unit_price__gte", 0)),
                    _connector="OR",
                ),
                name="quote_line_price_is_negative_for_a_discount_only",
            ),
        ),
    ]
