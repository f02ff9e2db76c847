"""Who was erased keeps a number and a uid, and no word (GDPR art. 17)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0008_restrictions_only_grow"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="customer",
            name="customer_is_merged_into_another_or_not_at_all",
        ),
        migrations.AlterField(
            model_name="customer",
            name="state",
            field=models.CharField(
                choices=[("active", "Active"), ("merged", "Merged"), ("erased", "Erased")],
                default="active",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into", None), ("state", "active")),
                    models.Q(
                        ("merged_into__isnull", False),
                        ("state__in", ["merged", "erased"]),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                    ),
                    models.Q(("merged_into", None), ("state", "erased")),
                    _connector="OR",
                ),
                name="customer_is_merged_into_another_or_not_at_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "erased"), _negated=True),
                    models.Q(("sealed", b""), ("vat_country", ""), ("vat_number_rev", 0)),
                    _connector="OR",
                ),
                name="customer_who_was_erased_says_nothing",
            ),
        ),
    ]
