"""The database itself refuses an attempt that nobody may make, and any change to what was."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only

ATTEMPTS = "(SELECT COUNT(*) FROM foundation_mailattempt a WHERE a.mail_id = NEW.mail_id)"
OUTCOME = (
    "EXISTS (SELECT 1 FROM foundation_mailattempt a"
    " JOIN foundation_mailoutcome o ON o.attempt_id = a.id"
    " WHERE a.mail_id = NEW.mail_id AND o.outcome = '{outcome}'{and_number})"
)
ACCEPTED = OUTCOME.format(outcome="accepted", and_number="")
POSTPONED = OUTCOME.format(outcome="postponed", and_number=" AND a.number = NEW.number - 1")
SETTLED = (
    "EXISTS (SELECT 1 FROM foundation_maildecision d"
    " WHERE d.mail_id = NEW.mail_id AND d.what = 'settled')"
)
AGAIN = (
    "EXISTS (SELECT 1 FROM foundation_maildecision d"
    " WHERE d.mail_id = NEW.mail_id AND d.what = 'again' AND d.attempts = NEW.number - 1)"
)


def on_attempt(name: str, when: str, message: str) -> Trigger:
    """Refuse an attempt."""
    return Trigger(name, "foundation_mailattempt", "INSERT", when, message)


def on_decision(name: str, when: str, message: str) -> Trigger:
    """Refuse a decision."""
    return Trigger(name, "foundation_maildecision", "INSERT", when, message)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_mail_is_kept_as_facts")]

    operations = [
        on_attempt(
            "foundation_mail_attempts_count_on",
            f"NEW.number <> 1 + {ATTEMPTS}",
            "attempts at a mail count on",
        ),
        on_attempt(
            "foundation_mail_is_over_for_attempts",
            f"{ACCEPTED} OR {SETTLED}",
            "the mail was accepted or settled",
        ),
        on_attempt(
            "foundation_mail_is_attempted_again_for_a_reason",
            f"NEW.number > 1 AND NOT {POSTPONED} AND NOT {AGAIN}",
            "a mail is attempted again after a temporary refusal or when somebody says so",
        ),
        on_decision(
            "foundation_mail_is_decided_as_it_stands",
            f"NEW.attempts <> {ATTEMPTS}",
            "a decision is about the last attempt",
        ),
        on_decision(
            "foundation_mail_is_over_for_decisions",
            f"{ACCEPTED} OR {SETTLED}",
            "the mail was accepted or settled",
        ),
        *append_only("foundation_mail"),
        *append_only("foundation_mailtemplate"),
        *append_only("foundation_mailattempt"),
        *append_only("foundation_mailoutcome"),
        *append_only("foundation_maildecision"),
    ]
