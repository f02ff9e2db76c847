"""Rows of this room that go by themselves, and words of orders that this room still needs."""

from typing import Any, Final

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_noop as _

from klantkluis.billing.models import Invoice, InvoiceLine, OpenInvoice
from klantkluis.billing.return_rows import CreditDraft
from klantkluis.billing.subscription_rows import (
    SubscriptionEnd,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import Expiring, Needed
from klantkluis.foundation.records import blank
from klantkluis.sales.done import WORDS_OF_ORDERS

# Both name the invoice by its id, so that few lines are looked at and not all of them.
_UNSETTLED = Q(invoice__in=Invoice.objects.filter(number=None).values("pk")) | Q(
    invoice__in=OpenInvoice.objects.values("invoice")
)


def _billed_and_open() -> QuerySet[Any]:
    """Give the orders of which an invoice is being made or is not paid yet (art. 17(3)(e))."""
    lines = InvoiceLine.objects.filter(_UNSETTLED, order_line__isnull=False).order_by()
    return lines.values("order_line__order")


def _asked_ahead_and_open() -> QuerySet[Any]:
    """Give the orders of which a part was asked ahead and is not paid yet."""
    return (
        InvoiceLine.objects.filter(_UNSETTLED, prepays__isnull=False).order_by().values("prepays")
    )


def _to_credit() -> QuerySet[Any]:
    """Give the orders of which something came back and the credit was not issued yet."""
    return CreditDraft.objects.order_by().values("receipt__returned__order")


def with_ended_on(versions: QuerySet[Any]) -> QuerySet[Any]:
    """Tell of what a subscription says on which day it ended; None while it goes on.

    It ends with the last day that was billed, or the day on which it was ended if that is later.
    """
    mine = OuterRef("subscription")
    end = Subquery(SubscriptionEnd.objects.filter(subscription=mine).values("ends_on")[:1])
    periods = SubscriptionPeriod.objects.filter(subscription=mine).order_by()
    last = periods.values("subscription").annotate(last=Max("last_on")).values("last")
    found: QuerySet[Any] = versions.annotate(ended_on=Greatest(end, Coalesce(Subquery(last), end)))
    return found


def _ended() -> QuerySet[SubscriptionVersion]:
    """Give what subscriptions said that ended, with words left and every period settled."""
    mine = OuterRef("subscription")
    ended = Exists(SubscriptionEnd.objects.filter(subscription=mine))
    billed = SubscriptionPeriod.objects.filter(subscription=mine, invoice__isnull=False)
    unsettled = Exists(billed.filter(_UNSETTLED))
    return with_ended_on(SubscriptionVersion.objects.exclude(sealed=b"").filter(ended, ~unsettled))


EXPIRING: Final = (
    Expiring(
        code="subscriptions",
        title=_("Address and words of subscriptions that ended"),
        term=Term.ORDER,
        rows=_ended,
        since="ended_on",
        person="subscription__customer__uid",
        remove=blank,
    ),
)

NEEDED: Final = tuple(
    Needed(code=code, path=path, among=among)
    for code, path in WORDS_OF_ORDERS.items()
    for among in (_billed_and_open, _asked_ahead_and_open, _to_credit)
)
