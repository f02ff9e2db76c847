import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("site", "0003_a_reset_looks_the_same_for_everybody"),
    ]

    operations = [
        migrations.CreateModel(
            name="PickUp",
            fields=[
                ("uid", models.UUIDField(primary_key=True, serialize=False)),
                ("sealed_key", models.BinaryField(max_length=1300)),
                ("size", models.BigIntegerField()),
                ("parts", models.PositiveIntegerField()),
                ("taken", models.PositiveIntegerField(default=0)),
                ("picked_up", models.BooleanField(default=False)),
                ("until", models.BigIntegerField(db_index=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="site.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PickUpPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "pick_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="site.pickup",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="pickup",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken__lte", models.F("parts"))),
                name="pick_up_has_no_part_too_many",
            ),
        ),
        migrations.AddConstraint(
            model_name="pickuppart",
            constraint=models.UniqueConstraint(
                fields=("pick_up", "number"), name="part_of_a_package_is_once"
            ),
        ),
    ]
