"""The words of what was agreed, and of what came back, may be emptied when it is done.

Until now only those of who was erased could be. Nothing else of these rows can change, and while
an order is open or a return is on its way, nothing of it goes.
"""

from django.db import migrations

from klantkluis.foundation.triggers import Lifted, Trigger, append_only, only_emptied

ERASED = "EXISTS (SELECT 1 FROM customers_customer c {join} WHERE {where} AND c.state = 'erased')"
OF_QUOTE = ERASED.format(
    join="JOIN sales_quote q ON q.customer_id = c.id", where="q.id = OLD.quote_id"
)
OF_ORDER = ERASED.format(
    join="JOIN sales_order o ON o.customer_id = c.id", where="o.id = OLD.order_id"
)
ISSUED = "EXISTS (SELECT 1 FROM sales_quotesending WHERE version_id = OLD.id)"
ACCEPTED = "EXISTS (SELECT 1 FROM sales_quoteacceptance a WHERE a.quote_id = OLD.quote_id)"
QUOTE_IS_OPEN = (
    "EXISTS (SELECT 1 FROM sales_openorder p JOIN sales_quoteorder q ON q.order_id = p.order_id"
    " WHERE q.quote_id = OLD.quote_id)"
)
QUOTE_IS_DONE = f"({ACCEPTED} AND NOT {QUOTE_IS_OPEN})"
ORDER_IS_OPEN = "EXISTS (SELECT 1 FROM sales_openorder p WHERE p.order_id = OLD.order_id)"
RETURN_ENDED = (
    "(EXISTS (SELECT 1 FROM sales_returnreceipt r WHERE r.returned_id = OLD.id)"
    " OR EXISTS (SELECT 1 FROM sales_returncancellation x WHERE x.returned_id = OLD.id))"
)
RETURN_IS_DONE = f"({RETURN_ENDED} AND NOT {ORDER_IS_OPEN})"

VERSION = (
    "id", "uid", "rev", "schema", "quote_id", "version", "quoted_on", "valid_until", "follow_up_on",
    "basis", "discount_bp", "ship_country", "buyer_country", "to_business",
)  # fmt: skip
ACCEPTANCE = ("id", "uid", "rev", "schema", "quote_id", "version_id", "accepted_on", "how")
RETURN = ("id", "uid", "rev", "schema", "number", "order_id", "announced_on", "reason", "staff_id")


def changed(table):
    """Give the trigger that lets no row of a table change."""
    return next(each for each in append_only(table) if each.event == "UPDATE")


def also_when(before, was, columns, person, done):
    """Let a trigger allow the emptying of a seal in one more case.

    Args:
        was: the condition on which it refuses a change at all.
    """
    name, table, event, message = before.name, before.table, before.event, before.message
    emptied = only_emptied(*columns)
    old = Trigger(name, table, event, f"{was}NOT ({emptied} AND {person})", message)
    new = Trigger(name, table, event, f"{was}NOT ({emptied} AND ({person} OR {done}))", message)
    return [*Lifted.of([old]), new]


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0031_the_register_of_breaches_only_grows"),
        ("sales", "0008_no_more_comes_back_than_went_out"),
    ]

    operations = [
        *also_when(
            Trigger("sales_quoteversion_is_final_on_update", "sales_quoteversion", "UPDATE",
                    ISSUED, "the quote was issued"),
            f"{ISSUED} AND ", VERSION, OF_QUOTE, QUOTE_IS_DONE,
        ),
        *also_when(
            changed("sales_quoteacceptance"), "", ACCEPTANCE, OF_QUOTE, QUOTE_IS_DONE
        ),
        *also_when(changed("sales_return"), "", RETURN, OF_ORDER, RETURN_IS_DONE),
    ]  # fmt: skip
