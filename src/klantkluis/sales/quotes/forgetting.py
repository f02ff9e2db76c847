"""Letting go of quotes that came to nothing, a year after they expired or were refused."""

from datetime import date

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from klantkluis.sales.models import (
    OpenQuote,
    Quote,
    QuoteAcceptance,
    QuoteFollowUp,
    QuoteLine,
    QuotePaper,
    QuoteRefusal,
    QuoteSending,
    QuoteVersion,
)


def forget_quotes(*, before: date) -> int:
    """Remove what was said in quotes that were refused, or expired unanswered, before a day.

    There is no fiscal duty to keep them. A quote that was accepted stays with its order, and the
    number of each quote stays, so that the series has no gap. Gives how many versions went.
    """
    with transaction.atomic():
        quotes = list(_over(before).select_for_update(of=("self",)).values_list("pk", flat=True))
        return remove_versions(QuoteVersion.objects.filter(quote__in=quotes))


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


def _over(before: date) -> QuerySet[Quote]:
    latest = QuoteVersion.objects.values("quote").annotate(until=Max("valid_until"))
    refused = QuoteRefusal.objects.values("quote")
    return Quote.objects.filter(
        Q(pk__in=refused.filter(refused_on__lt=before))
        | Q(pk__in=latest.filter(until__lt=before).values("quote")) & ~Q(pk__in=refused)
    ).exclude(pk__in=QuoteAcceptance.objects.values("quote"))
