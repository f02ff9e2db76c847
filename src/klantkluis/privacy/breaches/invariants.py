"""Truths about breaches that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from klantkluis.privacy.breaches.commands import what_is_missing
from klantkluis.privacy.models.breaches import Breach, BreachClosure, BreachedSubject, BreachHit


def broken_breaches() -> Iterator[str]:
    """Yield one sentence for each row of the register that breaks a rule."""
    counted = (
        BreachedSubject.objects.filter(hit=OuterRef("pk"))
        .order_by()
        .values("hit")
        .annotate(n=Count("pk"))
        .values("n")
    )
    hits = BreachHit.objects.annotate(n=Coalesce(Subquery(counted), 0))
    for pk in hits.exclude(n=F("people")).values_list("pk", flat=True)[:100]:
        yield f"breach hit row {pk} is about another number of people than it says"
    for pk in BreachClosure.objects.values_list("pk", flat=True):
        missing = what_is_missing(Breach.objects.get(pk=pk))
        if missing:
            yield f"breach row {pk} is closed and something was not done: {', '.join(missing)}"
    strayed = BreachedSubject.objects.exclude(breach=F("hit__breach"))
    for pk in strayed.values_list("pk", flat=True)[:100]:
        yield f"breached subject row {pk} belongs to another breach than it was found for"
