"""Provenance cannot be rewritten, and a consent is a fact; the first words to agree to."""

from datetime import date

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only

WORDS = {
    "nl": "Ja, ik wil de nieuwsbrief per e-mail ontvangen. Afmelden kan altijd, in elke brief.",
    "en": "Yes, I want to receive the newsletter by e-mail. I can unsubscribe in each of them.",
}


def write_the_words(apps, schema_editor):
    """Enter the first wording in both languages."""
    model = apps.get_model("customers", "ConsentWording")
    model.objects.bulk_create(
        model(version=1, language=language, text=text, valid_from=date(2018, 5, 25))
        for language, text in WORDS.items()
    )


def remove_the_words(apps, schema_editor):
    """Take the wording out again."""
    apps.get_model("customers", "ConsentWording").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_the_first_tables")]

    operations = [
        migrations.RunPython(write_the_words, remove_the_words),
        *append_only("customers_consentwording"),
        Trigger(
            "customers_change_is_never_changed",
            "customers_customerchange",
            "UPDATE",
            "TRUE",
            "provenance only grows",
        ),
        Trigger(
            "customers_consent_stays_what_it_was",
            "customers_consent",
            "UPDATE",
            "OLD.given <> NEW.given OR OLD.at <> NEW.at OR OLD.channel <> NEW.channel",
            "a consent is a fact",
        ),
    ]
