"""A hand-over is never changed, and goes no sooner than five years after its year."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, is_younger_than

TERM = 5


def of(table: str, link: str, moment: str) -> str:
    """Give the condition that the row to which another belongs is younger than the term."""
    young = is_younger_than(TERM, f"x.{moment}")
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.id = OLD.{link} AND {young})"  # noqa: S608


KEPT = (
    ("disclosure", is_younger_than(TERM, "OLD.at")),
    ("disclosedsubject", of("disclosures_disclosure", "disclosure_id", "at")),
    ("disclosurefile", of("disclosures_disclosure", "disclosure_id", "at")),
    ("notice", is_younger_than(TERM, "OLD.prepared_at")),
    ("noticeending", of("disclosures_notice", "notice_id", "prepared_at")),
)


def triggers():
    """Give the triggers of every table of this room."""
    for name, young in KEPT:
        table = f"disclosures_{name}"
        yield Trigger(
            f"{table}_is_never_changed", table, "UPDATE", "TRUE", f"{table} is append only"
        )
        yield Trigger(f"{table}_is_kept_for_its_term", table, "DELETE", young, f"{table} is kept")


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_what_was_handed_over_is_a_fact")]

    operations = [*triggers()]
