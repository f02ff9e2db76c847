"""A term of its own can be decided for the words of orders, and for those of deliveries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0032_words_of_what_was_sold_go_when_their_term_is_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sweepfinding",
            name="term",
            field=models.CharField(
                choices=[
                    ("relation", "relation"),
                    ("quote", "quote"),
                    ("order", "order"),
                    ("delivery", "delivery"),
                    ("books", "books"),
                    ("books_ten", "books_ten"),
                    ("consent", "consent"),
                    ("request", "request"),
                    ("breach", "breach"),
                    ("disclosure", "disclosure"),
                    ("import", "import"),
                    ("staff", "staff"),
                    ("security", "security"),
                    ("account", "account"),
                    ("log_in", "log_in"),
                    ("reset", "reset"),
                    ("until_pulled", "until_pulled"),
                    ("pick_up", "pick_up"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="termdecision",
            name="term",
            field=models.CharField(
                choices=[
                    ("relation", "relation"),
                    ("quote", "quote"),
                    ("order", "order"),
                    ("delivery", "delivery"),
                    ("books", "books"),
                    ("books_ten", "books_ten"),
                    ("consent", "consent"),
                    ("request", "request"),
                    ("breach", "breach"),
                    ("disclosure", "disclosure"),
                    ("import", "import"),
                    ("staff", "staff"),
                    ("security", "security"),
                    ("account", "account"),
                    ("log_in", "log_in"),
                    ("reset", "reset"),
                    ("until_pulled", "until_pulled"),
                    ("pick_up", "pick_up"),
                ],
                max_length=20,
            ),
        ),
    ]
