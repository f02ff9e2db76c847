"""Truths about retention that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Max

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES
from klantkluis.privacy.models import ClassEnd, TermDecision
from klantkluis.privacy.retaining.holds import held_rows
from klantkluis.vault.keys import class_ends_on

MOST_SAID = 100


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of retention."""
    yield from _terms()
    yield from _held()
    yield from _years()


def _terms() -> Iterator[str]:
    """Every term that holds is within what the law allows and what can be explained."""
    newest = TermDecision.objects.values("term").annotate(newest=Max("pk")).values("newest")
    for row in TermDecision.objects.filter(pk__in=newest).order_by("pk"):
        rule = RULES[Term(row.term)]
        if not max(rule.least, 1) <= row.months <= rule.most:
            yield f"decision {row.pk} keeps something for {row.months} months, outside its bounds"


def _held() -> Iterator[str]:
    """Nobody under a legal hold was erased (GDPR art. 17(3)(e))."""
    for pk in (
        held_rows().filter(state="erased").order_by("pk").values_list("pk", flat=True)[:MOST_SAID]
    ):
        yield f"customer row {pk} is under a legal hold and was erased"


def _years() -> Iterator[str]:
    """No key of a book year was destroyed before its term was over."""
    for row in ClassEnd.objects.order_by("pk")[:MOST_SAID]:
        if row.ended_at.date() < class_ends_on(row.name):
            yield f"the key of {row.name} was destroyed before its term was over"
