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
        versions = QuoteVersion.objects.filter(quote__in=ids)
        OpenQuote.objects.filter(quote__in=ids).delete()
        QuoteRefusal.objects.filter(quote__in=ids).delete()
        # The sendings go before the lines: what was issued and is in use stays final.
        for model in (QuotePaper, QuoteFollowUp, QuoteSending, QuoteLine):
            model._default_manager.filter(version__in=versions).delete()
        removed, _each = versions.delete()
    return removed
