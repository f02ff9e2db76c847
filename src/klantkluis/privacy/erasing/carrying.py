"""Carrying out a signed plan, step by step; each step can come twice, and goes on after a mishap.

The order is that of VAULT.md section 6: what is there is compared with what was signed, the intent
is written down, the keys go, the rows go, the disk is cleaned, and all rooms are walked once more.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from klantkluis.customers.erasing import hold_all, restrict_customers
from klantkluis.foundation.records import PersonalRecord, all_records, model_of
from klantkluis.privacy.erasing.cleaning import clean_disk, deleting_for_good
from klantkluis.privacy.erasing.commands import send_back
from klantkluis.privacy.erasing.keys import GONE, REASON, Keeper
from klantkluis.privacy.erasing.planning import WorkedOut, rows_of, sealed_uids, work_out
from klantkluis.privacy.models import (
    ErasureLine,
    ErasurePerson,
    ErasurePlan,
    ErasureSigning,
    ErasureStep,
    OpenErasure,
)
from klantkluis.privacy.verdicts import Decision, Line, Verdict, Why, unforeseen

MOST_SWEEPS = 3
"""So often all rooms are walked through for rows that came in while their person went."""
Step = ErasureStep.Step
type Pause = Callable[[str], None]


class NotProved(Exception):  # noqa: N818 - what happened, as the other refusals are named
    """After everything was done something was still there: our own mistake, and nothing personal.

    The erasure stays open, so that it is tried again and the invariants name it.
    """


@dataclass(frozen=True, slots=True)
class _Work:
    """One plan while it is carried out."""

    plan: ErasurePlan
    keys: Keeper
    today: date
    now: datetime
    pause: Pause

    @property
    def uids(self) -> list[UUID]:
        """Every uid of the person."""
        rows = ErasurePerson.objects.filter(plan=self.plan).order_by("pk")
        return list(rows.values_list("uid", flat=True))

    @property
    def signed_by(self) -> UUID:
        """Who signed it, in whose name it is carried out."""
        rows = ErasureSigning.objects.filter(plan=self.plan)
        return rows.values_list("staff_id", flat=True).get()

    @property
    def is_still_open(self) -> bool:
        """Whether nobody undid it or finished it in the meantime."""
        return OpenErasure.objects.filter(plan=self.plan.pk).exists()

    def has_done(self, step: str) -> bool:
        """Whether a step was done before."""
        return ErasureStep.objects.filter(plan=self.plan.pk, step=step).exists()

    def done(self, step: str, rows: int = 0) -> None:
        """Note that a step is done; who does the same at this moment notes it once."""
        ErasureStep.objects.bulk_create(
            [ErasureStep(plan_id=self.plan.pk, step=step, at=self.now, rows=rows)],
            ignore_conflicts=True,
        )
        self.pause(step)


def carry_out(
    plan_id: int,
    *,
    keys: Keeper,
    today: date,
    now: datetime,
    pause: Pause = lambda _step: None,
) -> bool:
    """Carry a signed plan out as far as it can be now; True when the person is forgotten.

    What differs from what was signed goes back to the owner, and nothing is done. While a claim is
    open what may go goes, and the rest goes by itself when the claim has ended.

    Args:
        pause: is called after each step; tests end the process there.

    Raises:
        VaultLocked: the vault is not open; it goes on later.
        NotProved: something was left that should not be.
    """
    plan = ErasurePlan.objects.get(pk=plan_id)
    work = _Work(plan, keys, today, now, pause)
    signing = ErasureSigning.objects.filter(plan=plan).first()
    if signing is None or now < signing.not_before or not work.is_still_open:
        return work.has_done(Step.DONE)
    if not work.has_done(Step.KEY) and not _keys_are_gone(work):
        return False
    if not work.has_done(Step.ROWS):
        removed = _remove_rows(work, work_out(plan.person, today=today))
        work.done(Step.ROWS, removed)
    if not work.has_done(Step.DISK):
        clean_disk(_tables())
        work.done(Step.DISK)
    _prove(work)
    _finish(work)
    return True


def _keys_are_gone(work: _Work) -> bool:
    """Compare, write the intent down, and destroy the keys; False when it has to wait."""
    worked_out = work_out(work.plan.person, today=work.today)
    signed = signed_lines(work.plan.pk)
    if unforeseen(signed, worked_out.lines):
        send_back(work.plan.pk, work.now)
        return False
    work.done(Step.INTENT)
    if worked_out.waits:
        _remove_a_part(work, worked_out)
        return False
    answers = work.keys.shred_due(work.uids, reason=REASON)
    if any(answers.get(uid) not in GONE for uid in work.uids):
        return False
    work.done(Step.KEY, len(work.uids))
    return True


def signed_lines(plan_id: int) -> list[Line]:
    """Give the lines of a plan as they were signed."""
    rows = ErasureLine.objects.filter(plan=plan_id).order_by("pk")
    return [
        Line(model, row, Decision(Verdict(verdict), until, law, Why(why)))
        for model, row, verdict, until, law, why in rows.values_list(
            "model", "row", "verdict", "until", "law", "why"
        )
    ]


def _remove_a_part(work: _Work, worked_out: WorkedOut) -> None:
    """Let go of what no claim needs; what stays is restricted (GDPR art. 17(3), 18)."""
    going = rows_of(worked_out.lines, Verdict.ERASE)
    if not going and work.has_done(Step.PART):
        return
    work.keys.note_removed(sealed_uids(worked_out.lines))
    with deleting_for_good(), transaction.atomic():
        hold_all(worked_out.uids)
        restrict_customers(worked_out.uids, staff_id=work.signed_by, at=work.now)
        count = _forget(all_records(), worked_out.uids, going)
    clean_disk({model_of(each)._meta.db_table for each in all_records() if each.model in going})
    work.done(Step.PART, count)


def _remove_rows(work: _Work, worked_out: WorkedOut) -> int:
    """Let go of every row that may go, with the customer's own first: that opens the way."""
    going = rows_of(worked_out.lines, Verdict.ERASE)
    with deleting_for_good(), transaction.atomic():
        hold_all(work.uids)
        return _forget(_in_order(), work.uids, going)


def _in_order() -> Sequence[PersonalRecord]:
    """Give the records with that of the customer first: the database lets nothing go before."""
    return sorted(all_records(), key=lambda record: record.model != "customers.Customer")


def _forget(
    records: Iterable[PersonalRecord], uids: Sequence[UUID], going: dict[str, list[int]]
) -> int:
    return sum(
        record.forget(record.of(uids).filter(pk__in=going[record.model]))
        for record in records
        if record.model in going
    )


def _prove(work: _Work) -> None:
    """Walk through all rooms once more: nothing is left but what the law keeps.

    What came in at the very moment that its person went goes now.
    """
    for _sweep in range(MOST_SWEEPS):
        left = work_out(work.plan.person, today=work.today)
        if not rows_of(left.lines, Verdict.ERASE):
            work.done(Step.PROOF, len(left.lines))
            return
        _remove_rows(work, left)
    raise NotProved


def _finish(work: _Work) -> None:
    work.keys.finish_shreds(work.uids)
    with transaction.atomic():
        work.done(Step.DONE)
        OpenErasure.objects.filter(plan=work.plan.pk).delete()


def _tables() -> set[str]:
    return {model_of(record)._meta.db_table for record in all_records()}
