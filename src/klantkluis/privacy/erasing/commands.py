"""Acts of an owner on erasures: working a plan out, signing it, taking that back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.privacy.erasing.keys import REASON, Planner
from klantkluis.privacy.erasing.planning import WorkedOut, work_out
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
from klantkluis.privacy.verdicts import AskedBy

TIME_TO_UNDO: Final = timedelta(hours=24)
"""So long an erasure that nobody outside asked for can be undone."""
AT_ONCE = 500


class PlanUnknown(Refusal):
    """There is no such plan."""


class PlanOutdated(Refusal):
    """What is there now is not what the plan says, or it was signed before."""


class NothingToErase(Refusal):
    """Nothing is kept of this person any more."""


class TooLateToUndo(Refusal):
    """It was carried out in the meantime, or is being carried out."""


@command("erasure.planned")
def plan_erasure(
    *,
    person: UUID,
    asked_by: AskedBy,
    actor: Actor,
    today: date,
    now: datetime,
    request: UUID | None = None,
) -> int:
    """Write down what would become of every record of a person; give the plan's id.

    It does nothing yet: an owner has to read and sign it.

    Raises:
        NothingToErase: nothing is kept of this person.
    """
    worked_out = work_out(person, today=today)
    plan = write_plan(
        worked_out, asked_by=asked_by, staff_id=actor.staff_id, today=today, now=now,
        request=request,
    )  # fmt: skip
    if plan is None:
        raise NothingToErase(_("Nothing is kept of this person any more."))
    return plan


@command("erasure.planned_many")
def plan_many(*, uids: Collection[UUID], actor: Actor, today: date, now: datetime) -> list[int]:
    """Work out the plans of persons whose term is over; give their ids.

    Who has nothing left to erase, or something unfinished with us, gets none.
    """
    asked_by = AskedBy.TERM
    found = []
    for uid in uids:
        worked_out = work_out(uid, today=today)
        if not worked_out.waits:
            found.append(
                write_plan(
                    worked_out, asked_by=asked_by, staff_id=actor.staff_id, today=today, now=now
                )
            )
    return [pk for pk in found if pk is not None]


def write_plan(
    worked_out: WorkedOut,
    *,
    asked_by: AskedBy,
    staff_id: UUID,
    today: date,
    now: datetime,
    request: UUID | None = None,
) -> int | None:
    """Write a plan down within an act; None when there is nothing to erase or to keep."""
    if not any(line.decision.verdict != "detach" for line in worked_out.lines):
        return None
    plan = ErasurePlan(
        person=worked_out.person, kind=worked_out.kind, asked_by=asked_by, request=request,
        planned_on=today, planned_at=now, staff_id=staff_id, digest=worked_out.digest,
    )  # fmt: skip
    insert(plan)
    insert_many(ErasurePerson(plan=plan, uid=uid) for uid in worked_out.uids)
    for part in batched(worked_out.lines, AT_ONCE, strict=False):
        insert_many(
            ErasureLine(
                plan=plan, model=line.model, row=line.row, verdict=line.decision.verdict.value,
                until=line.decision.until, law=line.decision.law, why=line.decision.why.value,
            )
            for line in part
        )  # fmt: skip
    return plan.pk


@command("erasure.signed")
def sign_erasure(
    *,
    plan_id: int,
    digest: str,
    actor: Actor,
    today: date,
    now: datetime,
    vault: Planner,
    grant: str,
) -> None:
    """Sign a plan as it was read, with the vault password typed once more.

    What the person asked for can be carried out at once; what staff do of their own accord waits
    24 hours, in which it can be undone. The vault is told which keys may be destroyed, and when.

    Args:
        digest: of the plan that was on the page.

    Raises:
        PlanUnknown: there is no such plan.
        PlanOutdated: it was signed before, or what is there now is not what it says.
    """
    plan = ErasurePlan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None:
        raise PlanUnknown(_("There is no such plan."))
    if digest != plan.digest or ErasureSigning.objects.filter(plan=plan).exists():
        raise PlanOutdated(_("This plan was signed or made anew in the meantime. Look again."))
    if work_out(plan.person, today=today).digest != plan.digest:
        raise PlanOutdated(
            _("Something of this person changed since the plan was made. Make it anew.")
        )
    uids = _signed([plan], actor.staff_id, now)
    vault.plan_shred(uids, reason=REASON, not_before=moment_of(plan.asked_by, now), grant=grant)


@command("erasure.signed_many")
def sign_many(
    *, plan_ids: Sequence[int], actor: Actor, now: datetime, vault: Planner, grant: str
) -> int:
    """Sign the plans of persons whose term is over, in one act; give how many.

    Those that were signed before are left out. Each is worked out again when it is carried out.
    """
    signed = ErasureSigning.objects.values("plan")
    plans = list(
        ErasurePlan.objects.select_for_update(of=("self",))
        .filter(pk__in=plan_ids, asked_by__in=[*AT_ONCE_REASONS])
        .exclude(pk__in=signed)
    )
    if plans:
        uids = _signed(plans, actor.staff_id, now)
        vault.plan_shred(uids, reason=REASON, not_before=now, grant=grant)
    return len(plans)


def _signed(plans: Sequence[ErasurePlan], staff_id: UUID, now: datetime) -> list[UUID]:
    """Write the signings of plans down; give the uids of whom they are about."""
    for part in batched(plans, AT_ONCE, strict=False):
        moments = [(plan.pk, moment_of(plan.asked_by, now)) for plan in part]
        insert_many(
            ErasureSigning(plan_id=pk, signed_at=now, not_before=moment, staff_id=staff_id)
            for pk, moment in moments
        )
        insert_many(OpenErasure(plan_id=pk, not_before=moment) for pk, moment in moments)
    people = ErasurePerson.objects.filter(plan__in=[plan.pk for plan in plans]).order_by("pk")
    return list(people.values_list("uid", flat=True))


def sign_by_itself(plan_id: int, staff_id: UUID, now: datetime) -> None:
    """Let a plan go without a signature, within an act: the vault allows so many a day."""
    _signed([ErasurePlan.objects.get(pk=plan_id)], staff_id, now)


def moment_of(asked_by: str, now: datetime) -> datetime:
    """Give the moment from which a plan that is signed now may be carried out."""
    return now + TIME_TO_UNDO if asked_by == AskedBy.STAFF else now


@command("erasure.undone")
def undo_erasure(*, plan_id: int, actor: Actor, now: datetime, vault: Planner) -> None:
    """Take a signing back, before its moment has come; everything stays as it is.

    Raises:
        TooLateToUndo: it is being carried out, it was, or it was undone before.
    """
    waiting = OpenErasure.objects.select_for_update().filter(plan=plan_id).first()
    begun = ErasureStep.objects.filter(plan=plan_id).exists()
    if waiting is None or begun:
        raise TooLateToUndo(_("This is being carried out already, or was undone before."))
    uids = list(ErasurePerson.objects.filter(plan=plan_id).values_list("uid", flat=True))
    insert(ErasureUndoing(signing_id=plan_id, undone_at=now, staff_id=actor.staff_id))
    waiting.delete()
    vault.undo_shred(uids)


def send_back(plan_id: int, now: datetime) -> None:
    """Note that what is there is not what was signed: an owner has to look again."""
    with transaction.atomic():
        if OpenErasure.objects.filter(plan=plan_id).delete()[0]:
            insert(ErasureReturn(signing_id=plan_id, returned_at=now))


AT_ONCE_REASONS = frozenset({AskedBy.TERM, AskedBy.WITHDRAWAL})
"""Why many may be signed together: their time has come, and nobody chose them."""
