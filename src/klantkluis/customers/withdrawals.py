"""Who withdrew their consent on the site, for who keeps a history of what people ask."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from klantkluis.core.roles import Channel
from klantkluis.customers.models import Consent, SubscriberConsent


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A no to the newsletter; `uid` is that of the fact."""

    uid: UUID
    at: datetime
    language: str
    customer_uid: UUID | None = None
    subscriber_uid: UUID | None = None


def withdrawn_on_site(*, since: datetime, but: QuerySet[Any], limit: int) -> list[Withdrawn]:
    """Give withdrawals by customers and subscribers on the site since a moment, the oldest first.

    `but` gives the uids of those that are known already.
    """
    by = {"given": False, "channel": Channel.SITE, "at__gte": since}
    customers = Consent.objects.filter(**by).exclude(uid__in=but).order_by("pk")
    found = [
        Withdrawn(uid, at, language, customer_uid=customer)
        for uid, at, language, customer in customers.values_list(
            "uid", "at", "customer__language", "customer__uid"
        )[:limit]
    ]
    subscribers = SubscriberConsent.objects.filter(**by).exclude(uid__in=but).order_by("pk")
    found += [
        Withdrawn(uid, at, language, subscriber_uid=subscriber)
        for uid, at, language, subscriber in subscribers.values_list(
            "uid", "at", "subscriber__language", "subscriber__uid"
        )[:limit]
    ]
    return sorted(found, key=lambda each: each.at)[:limit]
