"""Truths about erasures that hold for all rows, always."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Q

from klantkluis.core.declared import Erasure
from klantkluis.customers.erasing import erased_uids
from klantkluis.foundation.records import PersonalRecord, Rows, all_records
from klantkluis.privacy.models import (
    ErasureLine,
    ErasurePerson,
    ErasurePlan,
    ErasureReturn,
    ErasureSigning,
    ErasureStep,
    ErasureUndoing,
    OpenErasure,
)
from klantkluis.privacy.verdicts import Decision, Line, Verdict, Why, digest_of

MOST_SAID = 100
_Step = ErasureStep.Step
BEFORE: Final = {
    _Step.KEY: _Step.INTENT,
    _Step.PART: _Step.INTENT,
    _Step.ROWS: _Step.KEY,
    _Step.DISK: _Step.ROWS,
    _Step.PROOF: _Step.DISK,
    _Step.DONE: _Step.PROOF,
}
"""Which step comes before each."""


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of erasures."""
    yield from _open()
    yield from _order()
    yield from _left()
    yield from _digests()


def _open() -> Iterator[str]:
    """What goes on is what was signed, and neither done, undone nor sent back."""
    done = ErasureStep.objects.filter(step=_Step.DONE).values("plan")
    over = Q(pk__in=done) | Q(pk__in=ErasureUndoing.objects.values("pk"))
    over |= Q(pk__in=ErasureReturn.objects.values("pk"))
    still = ErasureSigning.objects.exclude(over)
    kept = OpenErasure.objects.values("pk")
    for pk in still.exclude(pk__in=kept).values_list("pk", flat=True)[:MOST_SAID]:
        yield f"erasure plan {pk} goes on and is not among those that do"
    gone = OpenErasure.objects.exclude(pk__in=still.values("pk"))
    for pk in gone.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"erasure plan {pk} is over and stands among those that go on"


def _order() -> Iterator[str]:
    """No step is done before the one that it needs, and none of what was undone."""
    for step, first in BEFORE.items():
        before = ErasureStep.objects.filter(step=first).values("plan")
        early = ErasureStep.objects.filter(step=step).exclude(plan__in=before)
        for pk in early.values_list("plan", flat=True)[:MOST_SAID]:
            yield f"erasure plan {pk} did its step {step} before its step {first}"
    undone = ErasureStep.objects.filter(plan__in=ErasureUndoing.objects.values("pk"))
    for pk in undone.values_list("plan", flat=True).distinct()[:MOST_SAID]:
        yield f"erasure plan {pk} was undone and carried out all the same"


def _left() -> Iterator[str]:
    """Nobody is both erased and there: no word under their own key is left."""
    done = ErasureStep.objects.filter(step=_Step.DONE).values("plan")
    people = ErasurePerson.objects.filter(plan__in=done).values("uid")
    for record in all_records():
        if record.erasure in {Erasure.REMOVE, Erasure.BLANK}:
            gone = Q(**{f"{record.person}__in": people})
            gone |= Q(**{f"{record.person}__in": erased_uids()})
            rows = _with_words(record, record.rows().filter(gone))
            for pk in rows.values_list("pk", flat=True)[:MOST_SAID]:
                yield f"{record.model} row {pk} is of somebody who was erased"


def _with_words(record: PersonalRecord, rows: Rows) -> Rows:
    return rows.exclude(sealed=b"") if record.erasure is Erasure.BLANK else rows


def _digests() -> Iterator[str]:
    """The lines of a plan that was signed are those that were signed."""
    signed = ErasurePlan.objects.filter(pk__in=ErasureSigning.objects.values("pk"))
    for pk, digest in signed.order_by("-pk").values_list("pk", "digest")[:MOST_SAID]:
        rows = ErasureLine.objects.filter(plan=pk).values_list(
            "model", "row", "verdict", "until", "law", "why"
        )
        lines = (
            Line(model, row, Decision(Verdict(verdict), until, law, Why(why)))
            for model, row, verdict, until, law, why in rows
        )
        if digest_of(lines) != digest:
            yield f"erasure plan {pk} does not say what was signed"
