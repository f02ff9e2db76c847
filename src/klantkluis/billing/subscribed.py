"""What is known of a subscription: which periods it has and which are due, and what it says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from klantkluis.billing.period_rules import Rhythm, Span, due_numbers, numbers
from klantkluis.billing.subscription_rows import (
    Subscription,
    SubscriptionEnd,
    SubscriptionPause,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.customers.models import Customer
from klantkluis.sales.models import Order


@dataclass(frozen=True, slots=True)
class Days:
    """When a subscription is billed, and which periods were billed or skipped."""

    rhythm: Rhythm
    ends_on: date | None
    pauses: tuple[Span, ...]
    made: frozenset[int]

    def due(self, today: date) -> list[int]:
        """Give the periods that have to be billed by now, in order."""
        return due_numbers(
            self.rhythm, ends_on=self.ends_on, pauses=self.pauses, made=self.made, today=today
        )

    def next(self, count: int) -> list[int]:
        """Give the next periods that will be billed."""
        last = max(self.made, default=0)
        after = numbers(self.rhythm, ends_on=self.ends_on, pauses=self.pauses, after=last)
        return list(islice(after, count))


def days_of_many(rows: Collection[Subscription]) -> dict[int, Days]:
    """Give when subscriptions are billed, by id, in three queries."""
    ids = [row.pk for row in rows]
    ends = dict(
        SubscriptionEnd.objects.filter(subscription__in=ids).values_list("subscription", "ends_on")
    )
    pauses: dict[int, list[Span]] = {pk: [] for pk in ids}
    for pause in SubscriptionPause.objects.filter(subscription__in=ids):
        pauses[pause.subscription_id].append(Span(pause.first_on, pause.last_on))
    made: dict[int, set[int]] = {pk: set() for pk in ids}
    periods = SubscriptionPeriod.objects.filter(subscription__in=ids)
    for pk, number in periods.values_list("subscription", "number"):
        made[pk].add(number)
    return {
        row.pk: Days(row.rhythm, ends.get(row.pk), tuple(pauses[row.pk]), frozenset(made[row.pk]))
        for row in rows
    }


def days_of(row: Subscription) -> Days:
    """Give when a subscription is billed."""
    return days_of_many([row])[row.pk]


def version_for(row: Subscription, number: int) -> SubscriptionVersion:
    """Give what a subscription says in one of its periods."""
    versions = SubscriptionVersion.objects.filter(subscription=row, from_period__lte=number)
    return versions.order_by("-version")[0]


def as_order(version: SubscriptionVersion, customer: Customer) -> Order:
    """Give a version as far as it is like an order: what its VAT depends on. It is not saved."""
    return Order(
        customer=customer,
        basis=version.basis,
        discount_bp=version.discount_bp,
        ship_country=version.ship_country,
        buyer_country=version.buyer_country,
        to_business=version.to_business,
    )


def newest_versions(rows: Sequence[Subscription]) -> dict[int, SubscriptionVersion]:
    """Give the newest version of each subscription, by its id."""
    versions = SubscriptionVersion.objects.filter(subscription__in=rows).order_by("version")
    return {version.subscription_id: version for version in versions}
