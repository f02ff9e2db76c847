"""What happened to a request is a fact; a letter stays as it went out."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger

_SAME = (
    "OLD.request_id = NEW.request_id AND OLD.what = NEW.what"
    " AND OLD.happened_on = NEW.happened_on AND OLD.at = NEW.at AND OLD.staff_id = NEW.staff_id"
    " AND COALESCE(CAST(OLD.customer_uid AS TEXT), '') = COALESCE(CAST(NEW.customer_uid AS TEXT), '')"
    " AND OLD.method = NEW.method AND OLD.months = NEW.months AND OLD.decision = NEW.decision"
    " AND OLD.ground = NEW.ground AND OLD.way = NEW.way"
)
_RUNS = "(SELECT ended_on FROM privacy_privacyrequest WHERE id = OLD.request_id) IS NULL"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_what_people_ask_is_kept_as_facts")]

    operations = [
        Trigger(
            "request_step_stays_what_it_was",
            "privacy_requeststep",
            "UPDATE",
            f"NOT ({_SAME})",
            "what happened to a request is a fact",
        ),
        Trigger(
            "request_step_is_kept_while_its_request_runs",
            "privacy_requeststep",
            "DELETE",
            _RUNS,
            "what happened to a request is kept while its clock runs",
        ),
        Trigger(
            "request_letter_stays_as_it_went_out",
            "privacy_requestletter",
            "UPDATE",
            "OLD.request_id <> NEW.request_id OR OLD.kind <> NEW.kind OR OLD.way <> NEW.way"
            " OR OLD.written_at <> NEW.written_at OR OLD.contents <> NEW.contents",
            "a letter never changes",
        ),
    ]
