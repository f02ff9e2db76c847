"""Making what is due of subscriptions: for the clock of the office, and for a button."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import batched

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from klantkluis.billing.commands.periods import draft_period
from klantkluis.billing.subscribed import days_of_many
from klantkluis.billing.subscription_rows import (
    Subscription,
    SubscriptionEnd,
    SubscriptionPeriod,
)
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.customers.blocking import not_blocked
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor

AT_ONCE = 500


@dataclass(slots=True)
class Made:
    """Which drafts were made, and which subscriptions could not be billed, with why."""

    drafts: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def make_due(
    *, today: date, actor: Actor | None = None, subscription_id: int | None = None
) -> Made:
    """Draft an invoice for each period that has to be billed by a day and is not, in order.

    May be asked for at any time, by more than one at once, and after any time that nobody did.
    It needs no vault. By itself nothing is billed to who asked that their data be kept and not
    used (GDPR art. 18): a person does that, for the law wants an invoice.

    Without an actor each draft is made for who wrote the subscription.
    """
    made = Made()
    for row, number in _due(today, subscription_id, by_itself=actor is None):
        by = actor or Actor(row.staff_id, frozenset({Role.SALES}), Channel.JOB)
        try:
            invoice_id = draft_period(subscription_id=row.pk, number=number, actor=by, today=today)
        except Refusal as refusal:
            made.refused.append((row.pk, type(refusal).__name__))
        else:
            made.drafts += [invoice_id] if invoice_id is not None else []
    return made


def _due(
    today: date, subscription_id: int | None, *, by_itself: bool
) -> Iterator[tuple[Subscription, int]]:
    rows = Subscription.objects.filter(starts_on__lte=today).order_by("pk")
    if by_itself:
        kept = Coalesce(F("customer__merged_into"), F("customer"))
        rows = rows.annotate(kept=kept).filter(not_blocked(Use.BILLING, "kept"))
    over = SubscriptionPeriod.objects.filter(
        subscription=OuterRef("subscription"), last_on__gte=OuterRef("ends_on")
    )
    ended = SubscriptionEnd.objects.filter(Exists(over), ends_on__lt=today)
    rows = rows.exclude(pk__in=ended.values("subscription"))
    if subscription_id is not None:
        rows = rows.filter(pk=subscription_id)
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        days = days_of_many(some)
        for row in some:
            for number in days[row.pk].due(today):
                yield row, number


def drafts_to_send(*, subscription_id: int | None = None) -> list[int]:
    """Give the drafts of periods that are to be sent by themselves, the oldest first."""
    periods = SubscriptionPeriod.objects.filter(
        invoice__number=None, invoice__isnull=False, subscription__sends=True
    )
    if subscription_id is not None:
        periods = periods.filter(subscription=subscription_id)
    return [pk for pk in periods.order_by("invoice").values_list("invoice", flat=True) if pk]


def periodic_drafts() -> QuerySet[SubscriptionPeriod]:
    """Give the drafts of periods that wait for a person to look at them."""
    return SubscriptionPeriod.objects.filter(_DRAFT, subscription__sends=False)


_DRAFT = Q(invoice__isnull=False, invoice__number=None)
