"""Letting go of the words of orders, deliveries and returns, when their term is over.

Numbers, articles, quantities, prices and days stay: they are facts of the books. What an invoice
has to say of an address or in words, stands on the invoice itself.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.models import SealedModel
from klantkluis.foundation.records import blank
from klantkluis.sales.models import (
    Delivery,
    DeliveryPaper,
    Order,
    QuoteAcceptance,
    QuoteOrder,
    QuotePaper,
    QuoteVersion,
    Return,
)


class WordsGone(Refusal):
    """The address and the words of a document were let go of, so no paper of it can be made."""


def refuse_without_words(row: SealedModel) -> None:
    """See that the words of a document are still there.

    Raises:
        WordsGone: their term was over, or the customer was erased.
    """
    if not row.sealed:
        raise WordsGone(_("The address and the words of this document are no longer kept."))


def forget_orders(orders: QuerySet[Any]) -> int:
    """Empty the seals of orders, and of the quotes that they came from; give how many orders."""
    with transaction.atomic():
        ids = list(orders.values_list("pk", flat=True))
        quotes = QuoteOrder.objects.filter(order__in=ids).values_list("quote", flat=True)
        _empty_quotes(list(quotes))
        return blank(Order.objects.filter(pk__in=ids))


def forget_accepted(quotes: QuerySet[Any]) -> int:
    """Empty the seals of quotes that were accepted, and let go of their papers; give how many."""
    with transaction.atomic():
        ids = list(quotes.values_list("pk", flat=True))
        _empty_quotes(ids)
        return len(ids)


def _empty_quotes(ids: Collection[int]) -> None:
    QuotePaper.objects.filter(version__quote__in=ids).delete()
    blank(QuoteAcceptance.objects.filter(quote__in=ids))
    blank(QuoteVersion.objects.filter(quote__in=ids))


def forget_deliveries(deliveries: QuerySet[Any]) -> int:
    """Empty the seals of delivery notes and let go of their papers; give how many notes."""
    with transaction.atomic():
        ids = list(deliveries.values_list("pk", flat=True))
        DeliveryPaper.objects.filter(delivery__in=ids).delete()
        return blank(Delivery.objects.filter(pk__in=ids))


def forget_returns(returns: QuerySet[Any]) -> int:
    """Empty the seals of returns; give how many."""
    return blank(Return.objects.filter(pk__in=returns.values("pk")))
