"""What names somebody may go when they are erased, or when the term of the law is over.

The rooms let no fact of theirs change or go. Here is the one way round it: the words of who was
erased are emptied, and documents of the books go in the year after their term. It stands in this
room because it asks several others; who makes one of these tables anew takes these away first.
"""

from django.db import migrations

from klantkluis.foundation.triggers import (
    Lifted,
    Trigger,
    append_only,
    kept_for_its_class,
    kept_for_seven_years,
    only_emptied,
)

ERASED = "EXISTS (SELECT 1 FROM customers_customer c {join} WHERE {where} AND c.state = 'erased')"
OF_QUOTE = ERASED.format(
    join="JOIN sales_quote q ON q.customer_id = c.id", where="q.id = OLD.quote_id"
)
OF_ORDER = ERASED.format(
    join="JOIN sales_order o ON o.customer_id = c.id", where="o.id = OLD.order_id"
)
OF_MAIL = ERASED.format(
    join="JOIN foundation_mail m ON m.customer_uid = c.uid", where="m.id = OLD.mail_id"
)
ISSUED = "EXISTS (SELECT 1 FROM sales_quotesending WHERE version_id = OLD.id)"

VERSION = (
    "id", "uid", "rev", "schema", "quote_id", "version", "quoted_on", "valid_until", "follow_up_on",
    "basis", "discount_bp", "ship_country", "buyer_country", "to_business",
)  # fmt: skip
ACCEPTANCE = ("id", "uid", "rev", "schema", "quote_id", "version_id", "accepted_on", "how")
RETURN = ("id", "uid", "rev", "schema", "number", "order_id", "announced_on", "reason", "staff_id")

DOCUMENTS = (
    "billing_invoicesnapshot",
    "billing_invoicepaper",
    "billing_creditnotesnapshot",
    "billing_creditnotepaper",
    "billing_paymentnote",
    "billing_einvoice",
)
"""Documents of the books, under the key of their year."""

CLASS_OF_ATTEMPT = (
    "(SELECT e.cls FROM billing_einvoice e JOIN billing_edelivery d ON d.e_invoice_id = e.id"
    " JOIN billing_edeliveryattempt a ON a.delivery_id = d.id WHERE a.id = {row})"
)
CLASS_OF_DELIVERY = (
    "(SELECT e.cls FROM billing_einvoice e JOIN billing_edelivery d ON d.e_invoice_id = e.id"
    " WHERE d.id = {row})"
)
CLASS_OF_E_INVOICE = "(SELECT e.cls FROM billing_einvoice e WHERE e.id = {row})"
WAYS = {
    "billing_edeliveryanswer": CLASS_OF_ATTEMPT.format(row="OLD.attempt_id"),
    "billing_edeliverydecision": CLASS_OF_DELIVERY.format(row="OLD.delivery_id"),
    "billing_edeliveryattempt": CLASS_OF_DELIVERY.format(row="OLD.delivery_id"),
    "billing_edelivery": CLASS_OF_E_INVOICE.format(row="OLD.e_invoice_id"),
}
"""How e-invoices went out: for as long as the e-invoice itself."""

NOTHING_NEW = {
    "sales_order": "customer_id",
    "sales_quote": "customer_id",
    "customers_deliveryaddress": "customer_id",
    "customers_contactnote": "customer_id",
    "customers_letter": "customer_id",
    "customers_consent": "customer_id",
    "shop_proposedchange": "customer_id",
    "shop_shoppost": "customer_id",
    "shop_siteaccount": "customer_id",
    "billing_subscription": "customer_id",
}
"""What would say something new of a customer, with the column that names them."""


def of(table, event):
    """Give the trigger of an append-only table for one event."""
    return next(each for each in append_only(table) if each.event == event)


def instead(before, when):
    """Let a trigger ask something else: the one that was there goes, one of its name comes."""
    return [*Lifted.of([before]), Trigger(before.name, before.table, before.event, when,
                                          before.message)]  # fmt: skip


def nothing_new(table, column):
    """Refuse a new row about a customer who was erased."""
    there = ERASED.format(join="", where=f"c.id = NEW.{column}")
    return Trigger(
        f"{table}_is_of_nobody_erased", table, "INSERT", there, "the customer was erased"
    )


def unsigned(table):
    """Let the rows of a plan go only while nobody signed it."""
    signed = "EXISTS (SELECT 1 FROM privacy_erasuresigning s WHERE s.plan_id = OLD.plan_id)"
    return Trigger(
        f"{table}_stays_once_signed", table, "DELETE", signed, "the erasure plan was signed"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0015_what_is_erased_and_what_is_kept"),
        ("customers", "0010_who_was_erased_keeps_a_number"),
        ("foundation", "0009_mail_is_tried_again_for_two_days_and_kept_for_seven_years"),
        ("sales", "0008_no_more_comes_back_than_went_out"),
        ("billing", "0015_orders_are_paid_ahead_through_a_provider"),
        ("shop", "0003_what_comes_in_is_kept"),
    ]

    operations = [
        Trigger(
            "customers_customer_stays_erased",
            "customers_customer",
            "UPDATE",
            "OLD.state = 'erased' AND (NEW.state <> 'erased' OR LENGTH(NEW.sealed) > 0)",
            "who was erased stays so",
        ),
        *instead(
            Trigger("sales_quoteversion_is_final_on_update", "sales_quoteversion", "UPDATE",
                    ISSUED, "the quote was issued"),
            f"{ISSUED} AND NOT ({only_emptied(*VERSION)} AND {OF_QUOTE})",
        ),
        *instead(
            of("sales_quoteacceptance", "UPDATE"),
            f"NOT ({only_emptied(*ACCEPTANCE)} AND {OF_QUOTE})",
        ),
        *instead(
            of("sales_return", "UPDATE"), f"NOT ({only_emptied(*RETURN)} AND {OF_ORDER})"
        ),
        *instead(
            kept_for_seven_years("foundation_mailbounce", "at"),
            f"{kept_for_seven_years('foundation_mailbounce', 'at').when} AND NOT {OF_MAIL}",
        ),
        *(kept_for_its_class(table) for table in DOCUMENTS),
        *(
            operation
            for table, cls in WAYS.items()
            for operation in instead(of(table, "DELETE"), kept_for_its_class(table, cls).when)
        ),
        *(nothing_new(table, column) for table, column in NOTHING_NEW.items()),
        *(
            of(table, "UPDATE")
            for table in (
                "privacy_erasureplan", "privacy_erasureperson", "privacy_erasureline",
            )
        ),
        unsigned("privacy_erasureperson"),
        unsigned("privacy_erasureline"),
        *append_only("privacy_erasuresigning"),
        *append_only("privacy_erasureundoing"),
        *append_only("privacy_erasurereturn"),
        *append_only("privacy_erasurestep"),
    ]  # fmt: skip
