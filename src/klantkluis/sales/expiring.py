"""Rows of this room that go by themselves: quotes that came to nothing."""

from typing import Final

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import Expiring
from klantkluis.sales.models import Quote, QuoteAcceptance, QuoteRefusal, QuoteVersion
from klantkluis.sales.quotes.forgetting import forget_quotes


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
)
