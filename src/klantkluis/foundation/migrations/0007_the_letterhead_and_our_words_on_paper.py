"""How our paper looks: a letterhead below it, and our own words above and below the lines."""

import django.db.models.deletion
from django.db import migrations, models

from klantkluis.foundation.triggers import append_only, while_lifted


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0006_mail_is_never_sent_twice_in_silence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.TextField()),
                ("following", models.TextField(blank=True)),
            ],
        ),
        *while_lifted(
            append_only("foundation_company"),
            migrations.AlterField(
                model_name="company",
                name="colour",
                field=models.CharField(default="#0f5f5a", max_length=7),
            ),
            migrations.AddField(
                model_name="company",
                name="paper_words",
                field=models.JSONField(default=dict),
            ),
            migrations.AddField(
                model_name="company",
                name="shows_foot",
                field=models.BooleanField(default=True),
            ),
            migrations.AddField(
                model_name="company",
                name="shows_mark",
                field=models.BooleanField(default=True),
            ),
            migrations.AddField(
                model_name="company",
                name="letterhead",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="foundation.letterhead",
                ),
            ),
        ),
        *append_only("foundation_letterhead"),
    ]
