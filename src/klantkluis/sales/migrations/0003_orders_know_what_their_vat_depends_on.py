"""Countries and kind of buyer of an order, goods or service of a line, and distance sales per year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0002_delivery_notes_have_a_paper"),
    ]

    operations = [
        migrations.CreateModel(
            name="DistanceSales",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("net_cents", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="buyer_country",
            field=models.CharField(default="NL", max_length=2),
        ),
        migrations.AddField(
            model_name="order",
            name="ship_country",
            field=models.CharField(default="NL", max_length=2),
        ),
        migrations.AddField(
            model_name="order",
            name="to_business",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="orderline",
            name="supply",
            field=models.CharField(
                choices=[
                    ("goods", "goods"),
                    ("services", "services"),
                    ("electronic", "electronic"),
                ],
                default="goods",
                max_length=10,
            ),
        ),
    ]
