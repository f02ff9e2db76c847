"""A restriction is a fact, and is lifted only after the person was told (GDPR art. 18(3))."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger


def stays(table, *columns):
    """Make the trigger that lets a row move to another customer, sealed anew, and nothing more."""
    changed = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    return Trigger(f"{table}_stays_what_it_was", table, "UPDATE", changed, f"{table} is a fact")


def never_changes(table):
    """Make the trigger that lets no row change."""
    return Trigger(f"{table}_is_never_changed", table, "UPDATE", "TRUE", f"{table} is append only")


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_the_use_of_data_can_be_restricted")]

    operations = [
        stays("customers_restriction", "kind", "against", "cause", "since", "channel", "staff_id"),
        stays("customers_permitteduse", "use", "permission", "at", "staff_id"),
        never_changes("customers_restrictionannouncement"),
        never_changes("customers_restrictionlift"),
        Trigger(
            "customers_restriction_is_lifted_after_telling",
            "customers_restrictionlift",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM customers_restrictionannouncement a"
            " WHERE a.restriction_id = NEW.restriction_id AND a.told_at <= NEW.lifted_at)",
            "the person is told before a restriction is lifted",
        ),
    ]
