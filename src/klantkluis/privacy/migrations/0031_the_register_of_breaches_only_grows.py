"""Nothing in the register of breaches is changed, and nothing goes before its term."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, is_younger_than

TERM = 5
PARTS = (
    "breachnote", "breachhit", "breachedsubject", "breachdecision", "breachreport",
    "breachletter", "breachtold", "breachclosure",
)  # fmt: skip


def triggers():
    """Give the triggers of every table of the register."""
    young = is_younger_than(TERM, "b.known_at")
    of_breach = (
        "EXISTS (SELECT 1 FROM privacy_breach b"  # noqa: S608 - our own names
        f" WHERE b.id = OLD.breach_id AND {young})"
    )
    kept = [("breach", is_younger_than(TERM, "OLD.known_at"))]
    for name, condition in [*kept, *((part, of_breach) for part in PARTS)]:
        table = f"privacy_{name}"
        yield Trigger(
            f"{table}_is_never_changed", table, "UPDATE", "TRUE", f"{table} is append only"
        )
        yield Trigger(
            f"{table}_is_kept_for_its_term", table, "DELETE", condition, f"{table} is kept"
        )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0030_breaches_are_registered")]

    operations = [*triggers()]
