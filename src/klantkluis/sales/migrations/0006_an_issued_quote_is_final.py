"""A version of a quote is final once issued, and a quote has one answer that stays."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only

ISSUED = "EXISTS (SELECT 1 FROM sales_quotesending WHERE version_id = {row})"
ACCEPTED = "EXISTS (SELECT 1 FROM sales_quoteacceptance WHERE {column} = {row})"
REFUSED = "EXISTS (SELECT 1 FROM sales_quoterefusal WHERE quote_id = {row})"
QUOTE_OF = "(SELECT quote_id FROM sales_quoteversion WHERE id = NEW.version_id)"


def final(table: str, event: str, row: str) -> Trigger:
    """Refuse a change to a version that was issued, or to its lines."""
    name = f"{table}_is_final_on_{event.lower()}"
    return Trigger(name, table, event, ISSUED.format(row=row), "the quote was issued")


def never_changed(table: str) -> Trigger:
    """Refuse a change, but let the row go when its term has passed."""
    return Trigger(f"{table}_is_never_changed", table, "UPDATE", "TRUE", "facts stay as they are")


def one_answer(table: str, condition: str) -> Trigger:
    """Refuse a second answer, and an answer to what was never issued."""
    unheard = f"NOT {ISSUED.format(row='NEW.version_id')}"
    when = f"({condition} OR {unheard})"
    return Trigger(f"{table}_answers_once", table, "INSERT", when, "no answer to this quote")


class Migration(migrations.Migration):
    dependencies = [("sales", "0005_quotes_are_found_and_bounded")]

    operations = [
        final("sales_quoteversion", "UPDATE", "OLD.id"),
        final("sales_quoteversion", "DELETE", "OLD.id"),
        final("sales_quoteline", "INSERT", "NEW.version_id"),
        final("sales_quoteline", "UPDATE", "OLD.version_id"),
        final("sales_quoteline", "DELETE", "OLD.version_id"),
        never_changed("sales_quote"),
        never_changed("sales_quotesending"),
        never_changed("sales_quotefollowup"),
        never_changed("sales_quoterefusal"),
        never_changed("sales_quotepaper"),
        Trigger(
            "sales_quotesending_stays_once_accepted",
            "sales_quotesending",
            "DELETE",
            ACCEPTED.format(column="version_id", row="OLD.version_id"),
            "the quote was accepted",
        ),
        Trigger(
            "sales_quotesending_comes_before_an_answer",
            "sales_quotesending",
            "INSERT",
            f"({ACCEPTED.format(column='quote_id', row=QUOTE_OF)}"
            f" OR {REFUSED.format(row=QUOTE_OF)})",
            "the quote was answered",
        ),
        one_answer("sales_quoteacceptance", REFUSED.format(row="NEW.quote_id")),
        one_answer("sales_quoterefusal", ACCEPTED.format(column="quote_id", row="NEW.quote_id")),
        Trigger(
            "sales_quoteorder_comes_from_a_yes",
            "sales_quoteorder",
            "INSERT",
            f"NOT {ACCEPTED.format(column='quote_id', row='NEW.quote_id')}",
            "the quote was not accepted",
        ),
        *append_only("sales_quoteacceptance"),
        *append_only("sales_quotechoice"),
        *append_only("sales_quoteorder"),
    ]
