"""Rows of this room that go by themselves: quotes of no use, and words of what is done."""

from typing import Final

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.core.vat import HOME
from klantkluis.foundation.expiring import Expiring
from klantkluis.sales.done import unfinished, with_done_on, with_ended_on
from klantkluis.sales.forgetting import (
    forget_accepted,
    forget_deliveries,
    forget_orders,
    forget_returns,
)
from klantkluis.sales.models import (
    Delivery,
    Order,
    Quote,
    QuoteAcceptance,
    QuoteOrder,
    QuoteRefusal,
    QuoteVersion,
    Return,
)
from klantkluis.sales.quotes.forgetting import forget_quotes

_AT_HOME: Final = Q(order__ship_country=HOME)


def _came_to_nothing() -> QuerySet[Quote]:
    """Give the quotes that nobody accepted and of which words are left.

    Its term begins when it was refused, or else when its last version expired.
    """
    versions = QuoteVersion.objects.filter(quote=OuterRef("pk"))
    accepted = QuoteAcceptance.objects.filter(quote=OuterRef("pk"))
    refused = QuoteRefusal.objects.filter(quote=OuterRef("pk")).values("refused_on")[:1]
    expired = versions.values("quote").annotate(until=Max("valid_until")).values("until")
    return Quote.objects.filter(Exists(versions), ~Exists(accepted)).annotate(
        ended_on=Coalesce(Subquery(refused), Subquery(expired))
    )


def _never_ordered() -> QuerySet[Quote]:
    """Give the quotes that were accepted and never became an order, with words left."""
    yes = QuoteAcceptance.objects.filter(quote=OuterRef("pk"))
    words = QuoteVersion.objects.filter(quote=OuterRef("pk")).exclude(sealed=b"")
    ordered = QuoteOrder.objects.filter(quote=OuterRef("pk"))
    found = Quote.objects.filter(Exists(yes), Exists(words), ~Exists(ordered))
    return found.annotate(accepted_on=Subquery(yes.values("accepted_on")[:1]))


def _done_orders() -> QuerySet[Order]:
    """Give the orders of which words are left and nothing is open; a quote goes with its order."""
    return with_done_on(Order.objects.exclude(sealed=b"").filter(~unfinished("pk")))


def _done_deliveries() -> QuerySet[Delivery]:
    """Give the deliveries of which words are left and of which the order is done."""
    return Delivery.objects.exclude(sealed=b"").filter(~unfinished("order"), _AT_HOME)


def _done_abroad() -> QuerySet[Delivery]:
    """Give the same of goods that went to another country.

    Where they went decides in which country VAT is due, or that none is (Wet OB 1968 art. 5a and
    tabel II). Who carried them there is the proof, which the books need (AWR art. 52(4)).
    """
    return Delivery.objects.exclude(sealed=b"").filter(~unfinished("order"), ~_AT_HOME)


def _ended_returns() -> QuerySet[Return]:
    """Give the returns of which words are left and that came in or were called off."""
    return with_ended_on(Return.objects.exclude(sealed=b"").filter(~unfinished("order")))


EXPIRING: Final = (
    Expiring(
        code="quotes",
        title=_("Quotes that came to nothing"),
        term=Term.QUOTE,
        rows=_came_to_nothing,
        since="ended_on",
        person="customer__uid",
        remove=forget_quotes,
    ),
    Expiring(
        code="accepted_quotes",
        title=_("Quotes that were accepted and never ordered"),
        term=Term.ORDER,
        rows=_never_ordered,
        since="accepted_on",
        person="customer__uid",
        remove=forget_accepted,
    ),
    Expiring(
        code="orders",
        title=_("Address and words of orders"),
        term=Term.ORDER,
        rows=_done_orders,
        since="done_on",
        person="customer__uid",
        remove=forget_orders,
    ),
    Expiring(
        code="deliveries",
        title=_("Address, words and track and trace of deliveries"),
        term=Term.DELIVERY,
        rows=_done_deliveries,
        since="delivered_on",
        person="order__customer__uid",
        remove=forget_deliveries,
    ),
    Expiring(
        code="deliveries_abroad",
        title=_("Address, words and track and trace of deliveries abroad"),
        term=Term.BOOKS,
        rows=_done_abroad,
        since="delivered_on",
        person="order__customer__uid",
        remove=forget_deliveries,
    ),
    Expiring(
        code="returns",
        title=_("What customers said of returns"),
        term=Term.DELIVERY,
        rows=_ended_returns,
        since="ended_on",
        person="order__customer__uid",
        remove=forget_returns,
    ),
)
