"""Mail is tried again by itself a bounded number of times, a bounce is a fact about a mail that was
handed over, and facts about mail may go once the term of the books is over."""

from django.db import migrations

from klantkluis.foundation.triggers import Lifted, Trigger, append_only, kept_for_seven_years

MOST_TRIES = 8
ACCEPTED = (
    "EXISTS (SELECT 1 FROM foundation_mailattempt a"
    " JOIN foundation_mailoutcome o ON o.attempt_id = a.id"
    " WHERE a.mail_id = NEW.mail_id AND o.outcome = 'accepted')"
)
SETTLED = (
    "EXISTS (SELECT 1 FROM foundation_maildecision d"
    " WHERE d.mail_id = NEW.mail_id AND d.what = 'settled')"
)
BOUNCED = (
    "EXISTS (SELECT 1 FROM foundation_mailbounce b"
    " WHERE b.mail_id = NEW.mail_id AND b.action = 'failed')"
)
HANDED_OVER = (
    "EXISTS (SELECT 1 FROM foundation_mailattempt a"
    " LEFT JOIN foundation_mailoutcome o ON o.attempt_id = a.id"
    " WHERE a.mail_id = NEW.mail_id"
    " AND (o.outcome IS NULL OR o.outcome IN ('accepted', 'unknown')))"
)
SINCE_A_PERSON = (
    "NEW.number - COALESCE((SELECT MAX(d.attempts) FROM foundation_maildecision d"
    " WHERE d.mail_id = NEW.mail_id AND d.what = 'again'), 0)"
)
OVER = "the mail was accepted or settled"
TERMS = {
    "foundation_mail": "queued_at",
    "foundation_mailtemplate": "changed_at",
    "foundation_mailattempt": "began_at",
    "foundation_mailoutcome": "at",
    "foundation_maildecision": "at",
}


def never_removed(table):
    """Give the trigger that let no row go at all."""
    return next(each for each in append_only(table) if each.event == "DELETE")


def lifted(trigger):
    """Give the act that takes a trigger away."""
    return Lifted(trigger.name, trigger.table, trigger.event, trigger.when, trigger.message)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0008_bounces_are_read_from_a_mailbox")]

    operations = [
        *(lifted(never_removed(table)) for table in TERMS),
        *(kept_for_seven_years(table, moment) for table, moment in TERMS.items()),
        kept_for_seven_years("foundation_mailbounce", "at"),
        Trigger(
            "foundation_mailbounce_is_never_changed",
            "foundation_mailbounce",
            "UPDATE",
            "TRUE",
            "foundation_mailbounce is append only",
        ),
        Trigger(
            "foundation_bounce_is_of_a_mail_that_left",
            "foundation_mailbounce",
            "INSERT",
            f"NOT {HANDED_OVER}",
            "the mail was never handed over",
        ),
        Trigger(
            "foundation_mail_is_tried_so_often",
            "foundation_mailattempt",
            "INSERT",
            f"{SINCE_A_PERSON} > {MOST_TRIES}",
            "after so many tries a person has to say that it goes out",
        ),
        Trigger(
            "foundation_mail_that_bounced_is_over",
            "foundation_mailattempt",
            "INSERT",
            BOUNCED,
            "the mail bounced",
        ),
        Lifted(
            "foundation_mail_is_over_for_decisions",
            "foundation_maildecision",
            "INSERT",
            f"{ACCEPTED} OR {SETTLED}",
            OVER,
        ),
        Trigger(
            "foundation_mail_is_decided_while_open",
            "foundation_maildecision",
            "INSERT",
            f"{SETTLED} OR ({ACCEPTED} AND NOT {BOUNCED}) OR ({BOUNCED} AND NEW.what <> 'settled')",
            OVER,
        ),
    ]
