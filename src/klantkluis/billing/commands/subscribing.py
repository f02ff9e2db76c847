"""Subscriptions: written down, changed from the next period on, paused and ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from klantkluis.billing.period_rules import PeriodUnit
from klantkluis.billing.stored import SUBSCRIPTION
from klantkluis.billing.subscription_rows import (
    Subscription,
    SubscriptionEnd,
    SubscriptionLine,
    SubscriptionPause,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import active_customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.sales.commands.ordering import NewOrder, OrderEmpty, check_line, contents_of

MOST_UNITS = 60


class SubscriptionUnknown(Refusal):
    """There is no such subscription."""


class SubscriptionWrong(Refusal):
    """A day or a number with which nothing can be billed."""


class SubscriptionEnded(Refusal):
    """It has an end."""


class SubscriptionChanged(Refusal):
    """Somebody else changed it in the meantime."""


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """A subscription as it is typed; what it says is typed as an order.

    Its first period begins on the day of the order. Writing down one with the same uid again is
    harmless: a page that is sent twice makes one.
    """

    order: NewOrder
    unit: PeriodUnit
    every: int = 1
    in_advance: bool = True
    sends: bool = False


@command("subscription.written", Role.SALES)
def write_subscription(*, customer_id: int, subscription: NewSubscription, actor: Actor) -> int:
    """Write a subscription down; give its id. Nothing is billed before its first period is due.

    Raises:
        CustomerUnknown: there is no such customer.
        OrderEmpty: there are no lines, or one says too little.
        SubscriptionWrong: it never comes round.
        VaultLocked: the vault is not open to the actor.
    """
    customer = active_customer(customer_id)
    uid = subscription.order.uid
    before = Subscription.objects.filter(uid=uid).values_list("pk", flat=True).first()
    if before is not None:
        return before
    if not 1 <= subscription.every <= MOST_UNITS:
        sentence = _("Give a number from 1 to %(most)s.") % {"most": MOST_UNITS}
        raise SubscriptionWrong(sentence, field="every")
    row = Subscription(
        uid=uid,
        customer=customer,
        starts_on=subscription.order.ordered_on,
        unit=subscription.unit.value,
        every=subscription.every,
        in_advance=subscription.in_advance,
        sends=subscription.sends,
        staff_id=actor.staff_id,
    )
    contents, where = contents_of(subscription.order, customer, actor)
    insert(row)
    _say(row, subscription.order, contents, where, actor, version=1, from_period=1)
    return row.pk


@command("subscription.changed", Role.SALES)
def change_subscription(
    *, subscription_id: int, version: int, order: NewOrder, sends: bool, actor: Actor
) -> int:
    """Let a subscription say something else from the next period on; give the new version.

    What was billed stays as it is. The days of its periods never change: for others, end this one
    and write a new one.

    Args:
        version: the one that was read and is changed.

    Raises:
        OrderEmpty: there are no lines, or one says too little.
        SubscriptionChanged: somebody else changed it since.
        SubscriptionUnknown: there is no such subscription.
        VaultLocked: the vault is not open to the actor.
    """
    row = locked_subscription(subscription_id)
    versions = SubscriptionVersion.objects.filter(subscription=row)
    newest = versions.aggregate(n=Max("version"))["n"]
    if newest != version:
        raise SubscriptionChanged(_("A colleague changed this subscription. Look at it again."))
    contents, where = contents_of(order, row.customer, actor)
    made = SubscriptionPeriod.objects.filter(subscription=row).aggregate(n=Max("number"))["n"]
    _say(row, order, contents, where, actor, version=version + 1, from_period=(made or 0) + 1)
    if row.sends != sends:
        Subscription.objects.filter(pk=row.pk).update(sends=sends)
    return version + 1


@command("subscription.ended", Role.SALES)
def end_subscription(*, subscription_id: int, ends_on: date, actor: Actor) -> None:
    """Let no period begin after a day. What was billed stays as it is.

    Raises:
        SubscriptionEnded: it has an end.
        SubscriptionUnknown: there is no such subscription.
    """
    row = locked_subscription(subscription_id)
    if SubscriptionEnd.objects.filter(subscription=row).exists():
        raise SubscriptionEnded(_("This subscription has an end."))
    insert(SubscriptionEnd(subscription=row, ends_on=ends_on, staff_id=actor.staff_id))


@command("subscription.paused", Role.SALES)
def pause_subscription(
    *, subscription_id: int, first_on: date, last_on: date, actor: Actor, today: date
) -> None:
    """Bill no period that begins within these days.

    Raises:
        SubscriptionUnknown: there is no such subscription.
        SubscriptionWrong: the pause ends before it begins, or began before today.
    """
    row = locked_subscription(subscription_id)
    if last_on < first_on:
        raise SubscriptionWrong(_("A pause ends after it begins."), field="last_on")
    if first_on < today:
        raise SubscriptionWrong(_("A pause begins today or later."), field="first_on")
    insert(
        SubscriptionPause(
            subscription=row, first_on=first_on, last_on=last_on, staff_id=actor.staff_id
        )
    )


@command("subscription.resumed", Role.SALES)
def resume_subscription(*, subscription_id: int, actor: Actor, today: date) -> None:
    """End the pauses that go on today or begin later: periods from today on are billed again.

    Raises:
        SubscriptionUnknown: there is no such subscription.
    """
    row = locked_subscription(subscription_id)
    pauses = SubscriptionPause.objects.filter(subscription=row)
    pauses.filter(first_on__gte=today).delete()
    pauses.filter(last_on__gte=today).update(last_on=today - timedelta(days=1))


def locked_subscription(subscription_id: int) -> Subscription:
    """Give a subscription, and keep others from billing it until the transaction ends.

    Raises:
        SubscriptionUnknown: there is no such subscription.
    """
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("customer")
    row = rows.filter(pk=subscription_id).first()
    if row is None:
        raise SubscriptionUnknown(_("There is no such subscription."))
    return row


def _say(
    row: Subscription,
    order: NewOrder,
    contents: Mapping[str, Any],
    where: Mapping[str, Any],
    actor: Actor,
    **numbers: int,
) -> None:
    """Seal the words of a version, and save it with its lines."""
    if not order.lines:
        raise OrderEmpty(_("Add at least one line."))
    for line in order.lines:
        check_line(line)
    version = SubscriptionVersion(
        subscription=row, basis=order.basis, discount_bp=order.discount_bp, **where, **numbers
    )
    SUBSCRIPTION.seal_new(actor.vault, [(version, contents)])
    insert(version)
    insert_many(
        SubscriptionLine(
            version=version,
            position=position,
            kind=line.kind,
            product_id=line.product_id,
            unit=line.unit,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_bp=line.discount_bp,
            vat_category=line.vat_category,
            supply=line.supply,
        )
        for position, line in enumerate(order.lines, start=1)
    )
