"""The database refuses to take off more than was prepaid, and to change a period or its terms."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only

# What a line takes off with VAT: its amount, and the VAT on top where prices are without.
WITH_VAT = (
    "{line}.amount_cents + CASE (SELECT basis FROM billing_invoice WHERE id = {line}.invoice_id)"
    " WHEN 'net' THEN {line}.vat_cents ELSE 0 END"
)
# Credited lines of an invoice that took something off give it free again. A cent a line is the
# most by which rounding of parts can differ; the command is exact.
TAKEN_OFF = (  # noqa: S608 - our own words
    "COALESCE((SELECT SUM(-({of_line}) * (1 - COALESCE((SELECT SUM(c.quantity)"
    " FROM billing_creditnoteline c WHERE c.invoice_line_id = s.id), 0)))"
    " FROM billing_invoiceline s WHERE s.settles_id = v.id), 0)"
).format(of_line=WITH_VAT.format(line="s"))
CREDITED = (
    "COALESCE((SELECT SUM(k.net_cents + k.vat_cents) FROM billing_creditnotevat k"
    " JOIN billing_creditnote n ON n.id = k.credit_note_id"
    " WHERE n.invoice_id = v.invoice_id AND k.treatment = v.treatment AND k.country = v.country"
    " AND k.vat_category = v.vat_category AND k.rate_bp = v.rate_bp), 0)"
)
SETTLES_TOO_MUCH = (
    "EXISTS (SELECT 1 FROM billing_invoicevat v"  # noqa: S608
    f" WHERE v.id = NEW.settles_id AND {TAKEN_OFF} + {CREDITED}"
    f" - ({WITH_VAT.format(line='NEW')}) > v.net_cents + v.vat_cents + 1)"
)
SETTLES_WHAT_IS_NONE = (
    "NOT EXISTS (SELECT 1 FROM billing_invoicevat v"
    " JOIN billing_invoiceline p ON p.invoice_id = v.invoice_id"
    " WHERE v.id = NEW.settles_id AND p.prepays_id IS NOT NULL)"
)
CREDITS_WHAT_WENT_OFF = (
    "EXISTS (SELECT 1 FROM billing_invoicevat v JOIN billing_creditnote m"  # noqa: S608
    " ON m.id = NEW.credit_note_id WHERE v.invoice_id = m.invoice_id"
    " AND v.treatment = NEW.treatment AND v.country = NEW.country"
    " AND v.vat_category = NEW.vat_category AND v.rate_bp = NEW.rate_bp"
    " AND EXISTS (SELECT 1 FROM billing_invoiceline s WHERE s.settles_id = v.id)"
    f" AND {TAKEN_OFF} + {CREDITED} + NEW.net_cents + NEW.vat_cents"
    " > v.net_cents + v.vat_cents + 1)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0009_a_line_may_be_asked_ahead_or_taken_off"),
        ("ledger", "0004_what_customers_paid_ahead_has_an_account"),
    ]

    operations = [
        Trigger(
            "billing_no_more_is_taken_off_than_prepaid",
            "billing_invoiceline",
            "INSERT",
            f"NEW.settles_id IS NOT NULL AND ({SETTLES_TOO_MUCH} OR {SETTLES_WHAT_IS_NONE})",
            "more would be taken off than was prepaid",
        ),
        Trigger(
            "billing_what_was_taken_off_is_not_credited",
            "billing_creditnotevat",
            "INSERT",
            CREDITS_WHAT_WENT_OFF,
            "more would be credited than is left of the prepayment",
        ),
        *append_only("billing_subscriptionline"),
        *append_only("billing_subscriptionend"),
        Trigger(
            "billing_terms_of_a_subscription_stay",
            "billing_subscriptionversion",
            "UPDATE",
            "OLD.subscription_id <> NEW.subscription_id OR OLD.version <> NEW.version"
            " OR OLD.from_period <> NEW.from_period OR OLD.basis <> NEW.basis"
            " OR OLD.discount_bp <> NEW.discount_bp",
            "terms of a subscription stay; others are a new version",
        ),
        Trigger(
            "billing_rhythm_of_a_subscription_stays",
            "billing_subscription",
            "UPDATE",
            "OLD.starts_on <> NEW.starts_on OR OLD.unit <> NEW.unit OR OLD.every <> NEW.every"
            " OR OLD.in_advance <> NEW.in_advance",
            "the periods of a subscription stay",
        ),
        Trigger(
            "billing_period_is_never_another",
            "billing_subscriptionperiod",
            "UPDATE",
            "OLD.subscription_id <> NEW.subscription_id OR OLD.number <> NEW.number"
            " OR OLD.first_on <> NEW.first_on OR OLD.last_on <> NEW.last_on",
            "a period of a subscription stays",
        ),
        Trigger(
            "billing_period_is_never_forgotten",
            "billing_subscriptionperiod",
            "DELETE",
            "TRUE",
            "a period that was billed or skipped stays",
        ),
    ]
