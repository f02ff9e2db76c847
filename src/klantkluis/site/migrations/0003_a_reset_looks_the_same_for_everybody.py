"""An address without an account gets a row as well, so that a reset tells nothing."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("site", "0001_what_the_site_keeps")]

    operations = [
        migrations.AlterField(
            model_name="passwordreset",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="site.account",
            ),
        ),
    ]
