import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0003_what_comes_in_is_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="PickUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(unique=True)),
                ("for_key", models.BinaryField(max_length=32)),
                ("sealed_key", models.BinaryField(max_length=1300)),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("size", models.BigIntegerField(default=0)),
                ("parts", models.PositiveIntegerField(null=True)),
                ("sent", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("picked_up_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="shop.siteaccount",
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
                        to="shop.pickup",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="pickup",
            index=models.Index(fields=["account"], name="pick_up_by_account"),
        ),
        migrations.AddIndex(
            model_name="pickup",
            index=models.Index(
                condition=models.Q(
                    ("parts__isnull", False), ("refused_at", None), ("sent_at", None)
                ),
                fields=["id"],
                name="pick_up_to_send",
            ),
        ),
        migrations.AddConstraint(
            model_name="pickup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_at", None),
                    models.Q(("parts__isnull", False), ("sent", models.F("parts"))),
                    _connector="OR",
                ),
                name="pick_up_is_sent_when_every_part_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="pickup",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("made_at"))),
                name="pick_up_ends_after_it_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="pickuppart",
            constraint=models.UniqueConstraint(
                fields=("pick_up", "number"), name="part_of_a_pick_up_is_once"
            ),
        ),
    ]
