"""Billing the periods of subscriptions: one invoice for each, whoever asks and how often."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.utils.translation import gettext as _

from klantkluis.billing.commands.drafting import InvoiceUnknown, remove_draft
from klantkluis.billing.commands.subscribing import SubscriptionWrong, locked_subscription
from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.period_rules import Rhythm
from klantkluis.billing.subscribed import as_order, days_of, version_for
from klantkluis.billing.subscription_rows import (
    Subscription,
    SubscriptionLine,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.billing.working_out import work_out
from klantkluis.core.roles import Role
from klantkluis.core.treatment import Supply
from klantkluis.customers.queries import in_use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.sales.vat import situation_of


@command("subscription.period_drafted", Role.SALES, Role.BOOKKEEPER)
def draft_period(*, subscription_id: int, number: int, actor: Actor, today: date) -> int | None:
    """Draft the invoice of a period that is due; give its id, or that of the one it has.

    Asked for as often as you like: the subscription is locked, and the database takes one row for
    each period. Nothing is drafted, and None given, for a period that somebody decided to skip.

    Raises:
        SubscriptionUnknown: there is no such subscription.
        SubscriptionWrong: the period is not due, is paused, or begins after the end.
    """
    row = locked_subscription(subscription_id)
    before = SubscriptionPeriod.objects.filter(subscription=row, number=number).first()
    if before is not None:
        return before.invoice_id
    if number not in days_of(row).due(today):
        raise SubscriptionWrong(_("This period is not to be billed now."))
    version, invoice_id = _drafted(row, number, today)
    span = row.rhythm.period(number)
    insert(
        SubscriptionPeriod(
            subscription=row,
            number=number,
            first_on=span.first,
            last_on=span.last,
            version=version,
            invoice_id=invoice_id,
        )
    )
    return invoice_id


@command("subscription.period_skipped", Role.SALES, Role.BOOKKEEPER)
def skip_period(*, invoice_id: int, actor: Actor, today: date) -> int:
    """Delete the draft of a period, and note that somebody decided so; give the subscription.

    Raises:
        InvoiceUnknown: it is no draft of a period.
    """
    period = SubscriptionPeriod.objects.filter(invoice=invoice_id).first()
    if period is None:
        raise InvoiceUnknown(_("There is no such draft any more."))
    locked_subscription(period.subscription_id)
    draft = Invoice.objects.select_for_update().filter(pk=invoice_id, number=None).first()
    if draft is None:
        raise InvoiceUnknown(_("There is no such draft any more."))
    SubscriptionPeriod.objects.filter(pk=period.pk).update(invoice=None, skipped_on=today)
    remove_draft(invoice_id)
    return period.subscription_id


@command("subscription.period_made_after_all", Role.SALES, Role.BOOKKEEPER)
def make_skipped_period(*, subscription_id: int, number: int, actor: Actor, today: date) -> int:
    """Draft the invoice of a period that was skipped, after all; give its id.

    Raises:
        SubscriptionUnknown: there is no such subscription.
        SubscriptionWrong: the period was not skipped.
    """
    row = locked_subscription(subscription_id)
    period = SubscriptionPeriod.objects.filter(subscription=row, number=number).first()
    if period is None or period.invoice_id is not None:
        raise SubscriptionWrong(_("This period was not skipped."))
    _version, invoice_id = _drafted(row, number, today)
    SubscriptionPeriod.objects.filter(pk=period.pk).update(invoice=invoice_id, skipped_on=None)
    return invoice_id


def _drafted(row: Subscription, number: int, today: date) -> tuple[SubscriptionVersion, int]:
    """Draft what a subscription says in a period, at the rate of the day of supply.

    What is billed in advance is supplied, for its VAT, on the day it begins; what is billed after
    it on the day it ends (Wet OB 1968, art. 13; Directive 2006/112/EC, art. 64(1) and 65).
    """
    version = version_for(row, number)
    customer = in_use(row.customer)
    invoice = Invoice(
        uid=uuid4(),
        customer=customer,
        drafted_on=today,
        basis=version.basis,
        discount_bp=version.discount_bp,
    )
    insert(invoice)
    sold = list(SubscriptionLine.objects.filter(version=version).order_by("position"))
    lines = _lines(invoice, sold, row.rhythm, number)
    order = as_order(version, customer)
    supplies = {line.position: Supply(line.supply) for line in sold}
    work_out(invoice, lines, supplies, situation_of(order, day=today, buyer=customer))
    insert_many(lines)
    return version, invoice.pk


def _lines(
    invoice: Invoice, sold: Sequence[SubscriptionLine], rhythm: Rhythm, number: int
) -> list[InvoiceLine]:
    span = rhythm.period(number)
    return [
        InvoiceLine(
            invoice=invoice,
            position=line.position,
            subscription_line=line,
            supplied_on=span.first if rhythm.in_advance else span.last,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_bp=line.discount_bp,
            vat_category=line.vat_category,
        )
        for line in sold
    ]
