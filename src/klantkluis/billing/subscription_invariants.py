"""Truths about subscriptions that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from klantkluis.billing.models import InvoiceLine
from klantkluis.billing.period_rules import is_paused
from klantkluis.billing.subscribed import days_of_many
from klantkluis.billing.subscription_rows import (
    Subscription,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.foundation.streams import CHUNK


def broken_subscriptions() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of subscriptions."""
    version = SubscriptionVersion.objects.filter(subscription=OuterRef("pk"), from_period=1)
    for pk in Subscription.objects.exclude(Exists(version)).values_list("pk", flat=True)[:100]:
        yield f"subscription row {pk} says nothing from its first period on"
    for row in Subscription.objects.order_by("pk").iterator(CHUNK):
        yield from _periods(row)
    yield from _lines()


def _periods(row: Subscription) -> Iterator[str]:
    """Each period has the days that follow from the first day; none is left out in silence."""
    days = days_of_many([row])[row.pk]
    for period in SubscriptionPeriod.objects.filter(subscription=row).order_by("number"):
        span = days.rhythm.period(period.number)
        if (span.first, span.last) != (period.first_on, period.last_on):
            yield f"period row {period.pk} has other days than its subscription gives it"
        if period.version.subscription_id != row.pk or period.version.from_period > period.number:
            yield f"period row {period.pk} is billed by terms that are not its own"
    for number in range(1, max(days.made, default=0)):
        if number not in days.made and not is_paused(days.rhythm.period(number), days.pauses):
            yield f"period {number} of subscription row {row.pk} was left out in silence"


def _lines() -> Iterator[str]:
    """What an invoice bills of a subscription is what it says in the period of that invoice."""
    lines = InvoiceLine.objects.filter(subscription_line__isnull=False)
    right = SubscriptionPeriod.objects.filter(
        invoice=OuterRef("invoice"),
        version__subscription=OuterRef("subscription_line__version__subscription"),
    )
    for pk in lines.exclude(Exists(right)).values_list("pk", flat=True)[:100]:
        yield f"invoice line {pk} bills a subscription and is of none of its periods"
