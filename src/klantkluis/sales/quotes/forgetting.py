"""Letting go of quotes that came to nothing, when their term is over."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from klantkluis.sales.models import (
    OpenQuote,
    QuoteFollowUp,
    QuoteLine,
    QuotePaper,
    QuoteRefusal,
    QuoteSending,
    QuoteVersion,
)


def forget_quotes(quotes: QuerySet[Any]) -> int:
    """Remove what was said in some quotes; give how many versions went.

    There is no fiscal duty to keep a quote that came to nothing. One that was accepted stays with
    its order, and the number of each quote stays, so that the series has no gap.
    """
    with transaction.atomic():
        ids = list(quotes.values_list("pk", flat=True))
        return remove_versions(QuoteVersion.objects.filter(quote__in=ids))


def remove_versions(versions: QuerySet[QuoteVersion]) -> int:
    """Remove versions of quotes and all that was said of them, inside an act; give how many.

    The number of each quote stays, so that the series has no gap.
    """
    found = list(versions.values_list("pk", "quote"))
    ids, quotes = [pk for pk, _quote in found], {quote for _pk, quote in found}
    OpenQuote.objects.filter(quote__in=quotes).delete()
    QuoteRefusal.objects.filter(version__in=ids).delete()
    # The sendings go before the lines: what was issued and is in use stays final.
    for model in (QuotePaper, QuoteFollowUp, QuoteSending, QuoteLine):
        model._default_manager.filter(version__in=ids).delete()
    return QuoteVersion.objects.filter(pk__in=ids).delete()[0]
