"""How each line is taxed, where, and what counts for the limit of distance sales."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_what_customers_pay"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invoicevat",
            name="invoice_vat_once_per_rate",
        ),
        migrations.AddField(
            model_name="invoice",
            name="distance_cents",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="invoice",
            name="distance_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="rate_country",
            field=models.CharField(default="NL", max_length=2),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="treatment",
            field=models.CharField(
                choices=[
                    ("domestic", "domestic"),
                    ("destination", "destination"),
                    ("intra_eu", "intra_eu"),
                    ("reverse_charge", "reverse_charge"),
                    ("export", "export"),
                    ("outside", "outside"),
                    ("small_business", "small_business"),
                ],
                default="domestic",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="invoicevat",
            name="country",
            field=models.CharField(default="NL", max_length=2),
        ),
        migrations.AddField(
            model_name="invoicevat",
            name="treatment",
            field=models.CharField(
                choices=[
                    ("domestic", "domestic"),
                    ("destination", "destination"),
                    ("intra_eu", "intra_eu"),
                    ("reverse_charge", "reverse_charge"),
                    ("export", "export"),
                    ("outside", "outside"),
                    ("small_business", "small_business"),
                ],
                default="domestic",
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicevat",
            constraint=models.UniqueConstraint(
                fields=("invoice", "treatment", "country", "vat_category", "rate_bp"),
                name="invoice_vat_once_per_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicevat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("treatment__in", ["domestic", "destination"]),
                    models.Q(("rate_bp", 0), ("vat_cents", 0)),
                    _connector="OR",
                ),
                name="invoice_vat_is_charged_where_it_is_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicevat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("treatment", "destination"), models.Q(("country", "NL"), _negated=True)
                    ),
                    models.Q(
                        models.Q(("treatment", "destination"), _negated=True), ("country", "NL")
                    ),
                    _connector="OR",
                ),
                name="invoice_vat_of_another_country_only_at_its_destination",
            ),
        ),
    ]
