"""Doing jobs: the task that the worker process runs, and how jobs come in line."""

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID, uuid4

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.jobs import (
    carry_on,
    fail,
    interrupted_jobs,
    is_going_on,
    job_card,
    job_of,
    retry_job,
    start_job,
    take_up_job,
    wait_for_vault,
    waiting_jobs,
)
from klantkluis.foundation.models import Job
from klantkluis.office.access.models import Staff, StaffRole
from klantkluis.office.jobs.kinds import KINDS
from klantkluis.office.lock import door
from klantkluis.office.lock.keeping_back import NOBODY, KeepingBack
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault, TokenSession, VaultSession
from klantkluis.vault.refusals import NotAllowed, VaultLocked, VaultRefusal
from klantkluis.vault.staff import StaffVault

LEASE_MINUTES = 60
SPARE = 10
"""Rows that a job may open besides the subjects it is about: its own file, a key."""


def begin(
    request: OfficeRequest,
    *,
    kind: str,
    about: Mapping[str, list[int]],
    total: int,
    at_once: bool = False,
    session: StaffVault | None = None,
) -> UUID:
    """Start a job on behalf of the person who asks, who lends it their part in the vault.

    `at_once` does it before this returns, for work that takes less time than waiting in line.
    `session` is their part when they opened the vault just now.

    Raises:
        VaultLocked: the job needs the vault, and the person has not opened it.
    """
    uid = uuid4()
    _lend(request, uid, kind, total, session)
    start_job(uid=uid, kind=kind, about=about, total=total, actor=request.actor, now=timezone.now())
    if at_once:
        run_job.func(str(uid))
    else:
        _put_in_line(uid)
    return uid


def begin_again(request: OfficeRequest, job_uid: UUID) -> None:
    """Let a job go on, with a new lease of the person who asks.

    Raises:
        JobUnknown, JobNotToRetry: see `retry_job`.
        VaultLocked: the job needs the vault, and the person has not opened it.
    """
    now = timezone.now()
    card = job_card(job_uid=job_uid, actor=request.actor, now=now)
    if card is not None and card.can_be_retried and card.kind in KINDS:
        _lend(request, job_uid, card.kind, card.total)
    retry_job(job_uid=job_uid, actor=request.actor, now=now)
    _put_in_line(job_uid)


def revive() -> int:
    """Put the jobs in line that were interrupted when the office stopped; give how many.

    One that needs the vault then finds it locked and waits for somebody.
    """
    found = interrupted_jobs()
    for uid in found:
        _put_in_line(uid)
    return len(found)


def _lend(
    request: OfficeRequest, uid: UUID, kind: str, total: int, session: StaffVault | None = None
) -> None:
    if KINDS[kind].lease is not None:
        _lease(session or door.open_session_of(request), uid, kind, total)


def _lease(session: StaffVault, uid: UUID, kind: str, total: int) -> None:
    known = KINDS[kind]
    if known.lease is not None:
        subjects = max(total, 1) * known.subjects_each + SPARE
        session.lease(uid, known.lease, subjects=subjects, minutes=LEASE_MINUTES)


def begin_by_itself(
    *, kind: str, about: Mapping[str, list[int]], total: int, staff_id: UUID
) -> UUID | None:
    """Begin work of the house itself, in the name of who decided that it has to be done.

    It has no lease yet: it waits until somebody who may lend it their part opens the vault (see
    `lending`). None while such work is not done; it then finds what there is by itself.
    """
    known = KINDS[kind]
    assert known.by_itself
    person = _in_whose_name(staff_id)
    if person is None or is_going_on([kind]):
        return None
    actor = Actor(staff_id=person.uid, roles=person.roles, channel=Channel.JOB)
    uid = uuid4()
    start_job(uid=uid, kind=kind, about=about, total=total, actor=actor, now=timezone.now())
    _put_in_line(uid)
    return uid


def _in_whose_name(staff_id: UUID) -> Staff | None:
    """Give who decided it, or an owner when they have left."""
    active = Staff.objects.filter(is_active=True).order_by("pk")
    owners = StaffRole.objects.filter(role=Role.OWNER.value).values("staff")
    return active.filter(uid=staff_id).first() or active.filter(pk__in=owners).first()


def lend_to_waiting(session: StaffVault, actor: Actor) -> int:
    """Lend this person's part in the vault to work of the house that waits; give how much could.

    What this person may not do waits for a colleague.
    """
    begun = 0
    for uid, kind, total in waiting_jobs([name for name, each in KINDS.items() if each.by_itself]):
        with suppress(NotAllowed):
            _lease(session, uid, kind, total)
            if take_up_job(job_uid=uid, actor=actor):
                _put_in_line(uid)
                begun += 1
    return begun


def _put_in_line(uid: UUID) -> None:
    transaction.on_commit(lambda: run_job.enqueue(str(uid)))


@task
def run_job(uid: str) -> str:
    """Do one job as the person who asked for it, and give the state it ends in."""
    job = job_of(job_uid=UUID(uid))
    if job is None or job.state != Job.State.QUEUED:
        return ""
    person = Staff.objects.filter(uid=job.staff_id, is_active=True).first()
    if person is None or job.kind not in KINDS:
        return fail(job, "StaffGone", timezone.now())
    try:
        vault = _vault_of(job)
    except VaultLocked:
        return wait_for_vault(job)
    actor = Actor(
        staff_id=person.uid, roles=person.roles, channel=Channel.JOB, vault=_kept_from(vault)
    )
    try:
        return carry_on(
            job_uid=job.uid,
            actor=actor,
            work=KINDS[job.kind].work,
            clock=timezone.now,
            today=timezone.localdate(),
        )
    finally:
        _give_back(job, vault)


def _vault_of(job: Job) -> TokenSession | LockedVault:
    """Take up the lease of a job, if it needs one."""
    return door.vault().claim(job.uid) if KINDS[job.kind].lease else LockedVault()


def _kept_from(vault: TokenSession | LockedVault) -> VaultSession:
    """Give a lease as the work reads through it: never what the law alone keeps of somebody.

    What a person typed to look at it counts for their pages, and for no work behind them.
    """
    return KeepingBack(vault, NOBODY, reading=False)


def _give_back(job: Job, vault: TokenSession | LockedVault) -> None:
    """End the lease, so that the vault can lock when the last person has left."""
    if isinstance(vault, TokenSession):
        with suppress(VaultRefusal):
            vault.end_lease(job.uid)
