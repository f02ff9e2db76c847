"""Doing jobs: the task that the worker process runs, and how jobs come in line."""

from contextlib import suppress
from uuid import UUID, uuid4

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from klantkluis.core.roles import Channel
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.jobs import (
    carry_on,
    fail,
    interrupted_jobs,
    job_card,
    job_of,
    retry_job,
    start_job,
    wait_for_vault,
)
from klantkluis.foundation.models import Job
from klantkluis.office.access.models import Staff
from klantkluis.office.jobs.kinds import KINDS
from klantkluis.office.lock import door
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault, TokenSession
from klantkluis.vault.refusals import VaultLocked, VaultRefusal
from klantkluis.vault.staff import StaffVault

LEASE_MINUTES = 60
SPARE = 10
"""Rows that a job may open besides the subjects it is about: its own file, a key."""


def begin(
    request: OfficeRequest,
    *,
    kind: str,
    about: dict[str, list[int]],
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
    known = KINDS[kind]
    if known.lease is not None:
        session = session or door.open_session_of(request)
        subjects = max(total, 1) * known.subjects_each + SPARE
        session.lease(uid, known.lease, subjects=subjects, minutes=LEASE_MINUTES)


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
    actor = Actor(staff_id=person.uid, roles=person.roles, channel=Channel.JOB, vault=vault)
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


def _give_back(job: Job, vault: TokenSession | LockedVault) -> None:
    """End the lease, so that the vault can lock when the last person has left."""
    if isinstance(vault, TokenSession):
        with suppress(VaultRefusal):
            vault.end_lease(job.uid)
