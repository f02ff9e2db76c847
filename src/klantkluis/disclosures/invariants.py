"""Truths about hand-overs that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from klantkluis.disclosures.models import DisclosedSubject, Disclosure, Notice
from klantkluis.disclosures.rules import Ground, fits


def broken() -> Iterator[str]:
    """Yield one sentence for each row that breaks a rule of this room."""
    yield from _grounds()
    counted = (
        DisclosedSubject.objects.filter(disclosure=OuterRef("pk"))
        .order_by()
        .values("disclosure")
        .annotate(n=Count("pk"))
        .values("n")
    )
    about = Disclosure.objects.annotate(n=Coalesce(Subquery(counted), 0))
    for pk in about.exclude(n=F("subjects")).values_list("pk", flat=True)[:100]:
        yield f"disclosure row {pk} is about another number of people than it says"
    told = DisclosedSubject.objects.filter(
        disclosure=OuterRef("disclosure"), subject=OuterRef("subject")
    )
    for pk in Notice.objects.exclude(Exists(told)).values_list("pk", flat=True)[:100]:
        yield f"notice row {pk} tells somebody who never got anything of that person"


def _grounds() -> Iterator[str]:
    """Look at each pair of recipient and ground once, however many rows have it."""
    pairs = Disclosure.objects.order_by().values_list("recipient", "ground").distinct()
    for recipient, ground in pairs:
        if not fits(recipient, Ground(ground)):
            yield f"disclosures to {recipient} stand on {ground}, which is no ground for them"
    for pk in Disclosure.objects.filter(categories=[]).values_list("pk", flat=True)[:100]:
        yield f"disclosure row {pk} does not say what was handed over"
