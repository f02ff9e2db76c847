"""Truths about requests that hold for all rows, always."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import batched
from typing import Final

from django.db.models import Exists, F, OuterRef, Q

from klantkluis.privacy.letters.kinds import ANSWERS
from klantkluis.privacy.models import PrivacyRequest, RequestLetter, RequestStep
from klantkluis.privacy.rules import StepKind
from klantkluis.privacy.standing import kept_of

AT_ONCE: Final = 500
MOST_SAID: Final = 100


def broken() -> Iterator[str]:
    """Yield one sentence for each request that breaks a rule."""
    yield from _standing()
    yield from _steps()
    yield from _answers()


def _standing() -> Iterator[str]:
    """What is kept of the steps in the row of a request is what follows from them."""
    rows = PrivacyRequest.objects.order_by("pk").iterator(AT_ONCE)
    for some in batched(rows, AT_ONCE, strict=False):
        steps: dict[int, list[RequestStep]] = defaultdict(list)
        found = RequestStep.objects.filter(request__in=[row.pk for row in some])
        for step in found.defer("sealed").order_by("pk"):
            steps[step.request_id].append(step)
        for row in some:
            kept = kept_of(row, steps[row.pk])
            if any(getattr(row, name) != value for name, value in kept.items()):
                yield f"request {row.number} stands otherwise than its steps say"


def _steps() -> Iterator[str]:
    """Nothing happened to a request before it came, and nothing ends twice."""
    early = RequestStep.objects.filter(happened_on__lt=F("request__received_on"))
    for pk in early.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"step {pk} happened before its request came"
    decided = RequestStep.objects.filter(request=OuterRef("request"), what=StepKind.DECIDED)
    answers = RequestStep.objects.filter(~Exists(decided), what=StepKind.ANSWERED)
    for pk in answers.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"step {pk} is an answer that decides nothing"
    dropped = RequestStep.objects.filter(request=OuterRef("request"), what=StepKind.DROPPED)
    both = RequestStep.objects.filter(Exists(dropped), what=StepKind.ANSWERED)
    for pk in both.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"step {pk} answers a request that was taken back"


def _answers() -> Iterator[str]:
    """Each answer went with a letter, but for what the site answered at once."""
    kinds = [kind.value for kind in ANSWERS]
    letters = RequestLetter.objects.filter(request=OuterRef("request"), kind__in=kinds)
    mute = RequestStep.objects.filter(~Exists(letters), ~Q(way="at_once"), what=StepKind.ANSWERED)
    for pk in mute.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"step {pk} is an answer without a letter"
