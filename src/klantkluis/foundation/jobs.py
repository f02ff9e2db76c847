"""Jobs: long work that goes on in the background, can be left, and goes on after a mishap.

A job is a row; what it does is a function of the kind of job, handed in by the front that runs
it. Arguments are ids only. Work that needs the vault has a lease of its own, given by the person
who asked for it; without one it waits until somebody gives a new one.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from traceback import format_tb
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.models import Job
from klantkluis.vault.refusals import VaultLocked

_LOGGER = logging.getLogger("klantkluis.jobs")

BEAT = timedelta(seconds=0.4)
"""How often a job says how far it is."""
STALLED = timedelta(minutes=2)
"""A running job that says nothing for so long was killed half-way."""
MOST_PROBLEMS = 200
UNEXPECTED = "unexpected"
"""Code of what should not have happened; the log of the machine says where it went wrong."""

type Clock = Callable[[], datetime]
type Work = Callable[["Run"], None]


class JobUnknown(Refusal):
    """There is no such job."""


class JobNotToRetry(Refusal):
    """It is done, or still going on."""


@dataclass(frozen=True, slots=True)
class JobCard:
    """A job as a page shows it."""

    id: int
    uid: UUID
    kind: str
    state: Job.State
    staff_id: UUID
    about: Mapping[str, Any]
    done: int
    total: int
    problem: str
    problems: Sequence[tuple[int, str]]
    created_at: datetime
    finished_at: datetime | None
    stalled: bool

    @property
    def is_going_on(self) -> bool:
        """Whether it is worth looking again in a second."""
        return self.state in {Job.State.QUEUED, Job.State.RUNNING} and not self.stalled

    @property
    def can_be_retried(self) -> bool:
        """Whether a person can let it go on."""
        return self.stalled or self.state in {Job.State.WAITING, Job.State.FAILED}


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How many jobs ask for a person."""

    waiting: int
    failed: int
    going_on: int


@dataclass(slots=True)
class Run:
    """One job while it runs: who acts, on what, and how far it is."""

    job: Job
    actor: Actor
    clock: Clock
    today: date
    _said_at: datetime | None = field(default=None)

    @property
    def about(self) -> Mapping[str, Any]:
        """What the work is about: ids."""
        return dict(self.job.about)

    def over(self, ids: Sequence[int]) -> Iterator[int]:
        """Give each id in turn and keep how far it is.

        After a mishap the work goes on where it was last heard of, so an act may be asked for a
        second time: it has to be one that does no harm twice.
        """
        for position in range(self.job.done, len(ids)):
            yield ids[position]
            self.reached(position + 1)

    def reached(self, done: int) -> None:
        """Say how far the work is; the database hears of it a few times a second."""
        now = self.clock()
        self.job.done = min(done, self.job.total)
        if self._said_at is None or now - self._said_at >= BEAT or done >= self.job.total:
            self._said_at = self.job.beat_at = now
            self.job.save(update_fields=["done", "beat_at", "problems"])

    def leave_out(self, pk: int, refusal: Refusal) -> None:
        """Note that one thing could not be done, by the name of the refusal, and go on."""
        if len(self.job.problems) < MOST_PROBLEMS:
            self.job.problems = [*self.job.problems, [pk, code_of(refusal)]]


def code_of(refusal: Refusal) -> str:
    """Give the code of a refusal: its name, which says nothing of anybody."""
    return type(refusal).__name__


@command("job.started", *Role)
def start_job(
    *, uid: UUID, kind: str, about: Mapping[str, Any], total: int, actor: Actor, now: datetime
) -> UUID:
    """Write down a job that has to be done; the front then puts it in the queue.

    `uid` is chosen before, because the lease of the vault bears it.
    """
    Job.objects.create(
        uid=uid,
        kind=kind,
        staff_id=actor.staff_id,
        about=dict(about),
        total=total,
        created_at=now,
    )
    return uid


@command("job.retried", *Role)
def retry_job(*, job_uid: UUID, actor: Actor, now: datetime) -> None:
    """Let a job go on that failed, waits for the vault, or was killed half-way.

    From now on it acts for this actor, whose lease it has.

    Raises:
        JobUnknown: there is none, or it is of somebody else.
        JobNotToRetry: it is done, or still going on.
    """
    job = _of(actor, job_uid, lock=True)
    if not _card(job, now).can_be_retried:
        raise JobNotToRetry(_("This job is done, or still going on."))
    job.state, job.problem, job.finished_at = Job.State.QUEUED, "", None
    job.staff_id, job.beat_at = actor.staff_id, None
    job.save()


@command("job.taken_up", *Role)
def take_up_job(*, job_uid: UUID, actor: Actor) -> bool:
    """Let the house's own work go on that waits for the vault, whoever it was begun for.

    From now on it acts for this actor, whose lease it has. False when it waits no more.
    """
    waits = Job.objects.filter(uid=job_uid, state=Job.State.WAITING)
    return bool(waits.update(state=Job.State.QUEUED, staff_id=actor.staff_id, beat_at=None))


def is_going_on(kinds: Collection[str]) -> bool:
    """Tell whether work of one of these kinds is in line, going on, or waits for the vault."""
    over = [Job.State.DONE, Job.State.FAILED]
    return Job.objects.filter(kind__in=kinds).exclude(state__in=over).exists()


def job_going_on(*, kind: str) -> UUID | None:
    """Give the job of a kind that is in line or going on, or None: twice at once is of no use."""
    busy = Job.objects.filter(kind=kind, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    return busy.order_by("pk").values_list("uid", flat=True).first()


def waiting_jobs(kinds: Collection[str]) -> list[tuple[UUID, str, int]]:
    """Give what waits for the vault, the oldest first: uid, kind and how much it is about."""
    rows = Job.objects.filter(state=Job.State.WAITING, kind__in=kinds).order_by("pk")
    return list(rows.values_list("uid", "kind", "total"))


def carry_on(*, job_uid: UUID, actor: Actor, work: Work, clock: Clock, today: date) -> Job.State:
    """Do the work of a queued job, and note how it ended. A second worker finds nothing to do.

    Expected refusals become a code. Anything else is our own mistake: it becomes the code
    `unexpected`, and the log of the machine says where it happened, without a word of the
    exception, for that may name somebody.
    """
    mine = Job.objects.filter(uid=job_uid, state=Job.State.QUEUED)
    if not mine.update(state=Job.State.RUNNING, beat_at=clock()):
        return Job.State(Job.objects.values_list("state", flat=True).get(uid=job_uid))
    job = Job.objects.get(uid=job_uid)
    try:
        work(Run(job, actor, clock, today))
    except VaultLocked:
        return wait_for_vault(job)
    except Refusal as refusal:
        return fail(job, code_of(refusal), clock())
    except Exception as mistake:  # noqa: BLE001 - whatever it is, the job has to end
        _log(job, mistake)
        return fail(job, UNEXPECTED, clock())
    job.state, job.done, job.finished_at = Job.State.DONE, job.total, clock()
    job.save(update_fields=["state", "done", "finished_at", "problems"])
    return Job.State.DONE


def _log(job: Job, mistake: Exception) -> None:
    places = "".join(format_tb(mistake.__traceback__))
    _LOGGER.error("job %s (%s): %s\n%s", job.uid, job.kind, type(mistake).__name__, places)


def wait_for_vault(job: Job) -> Job.State:
    """Put a job aside until somebody lends it their part in the vault."""
    job.state = Job.State.WAITING
    job.save(update_fields=["state", "done", "problems"])
    return Job.State.WAITING


def fail(job: Job, problem: str, now: datetime) -> Job.State:
    """Note that a job ended before its time, and the code of why."""
    job.state, job.problem, job.finished_at = Job.State.FAILED, problem, now
    job.save(update_fields=["state", "problem", "finished_at", "done", "problems"])
    return Job.State.FAILED


def job_of(*, job_uid: UUID) -> Job | None:
    """Give the row of a job, for the front that runs it."""
    return Job.objects.filter(uid=job_uid).first()


def job_card(*, job_uid: UUID, actor: Actor, now: datetime) -> JobCard | None:
    """Give one job, or None; staff see their own, the owner all."""
    try:
        return _card(_of(actor, job_uid), now)
    except JobUnknown:
        return None


def jobs_page(
    *, actor: Actor, now: datetime, state: str = "", below: int | None = None, limit: int = 50
) -> list[JobCard]:
    """Give a page of jobs, the newest first: one's own, or all of them for the owner."""
    rows = Job.objects.filter(_seen_by(actor)).order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if below is not None:
        rows = rows.filter(pk__lt=below)
    return [_card(job, now) for job in rows[:limit]]


def forget_done(*, kind: str) -> int:
    """Remove done jobs of a kind that leaves its facts elsewhere; give how many."""
    done = Job.objects.filter(kind=kind, state=Job.State.DONE, problems=[])
    return done.delete()[0]


def job_counts(*, actor: Actor, but: Collection[str] = ()) -> JobCounts:
    """Count the jobs that are not done: what a first screen has to say.

    Of the kinds in `but` it is not told that they wait: they go on by themselves.
    """
    waits = Q(state=Job.State.WAITING) & ~Q(kind__in=list(but))
    found = Job.objects.filter(_seen_by(actor), ~Q(state=Job.State.DONE)).aggregate(
        waiting=Count("pk", filter=waits),
        failed=Count("pk", filter=Q(state=Job.State.FAILED)),
        going_on=Count("pk", filter=Q(state__in=[Job.State.QUEUED, Job.State.RUNNING])),
    )
    return JobCounts(**found)


def interrupted_jobs() -> list[UUID]:
    """Put every job that was running back in line, and give all that are in line.

    For the start of an office, when no worker can be busy.
    """
    Job.objects.filter(state=Job.State.RUNNING).update(state=Job.State.QUEUED, beat_at=None)
    return list(
        Job.objects.filter(state=Job.State.QUEUED).order_by("pk").values_list("uid", flat=True)
    )


def forget_jobs(*, before: datetime) -> int:
    """Remove jobs that ended before a moment; give how many."""
    return Job.objects.filter(finished_at__lt=before).delete()[0]


def _seen_by(actor: Actor) -> Q:
    return Q() if actor.may() else Q(staff_id=actor.staff_id)


def _of(actor: Actor, job_uid: UUID, *, lock: bool = False) -> Job:
    rows = Job.objects.select_for_update() if lock else Job.objects.all()
    job = rows.filter(_seen_by(actor), uid=job_uid).first()
    if job is None:
        raise JobUnknown(_("There is no such job."))
    return job


def _card(job: Job, now: datetime) -> JobCard:
    heard = job.beat_at or job.created_at
    return JobCard(
        id=job.pk,
        uid=job.uid,
        kind=job.kind,
        state=Job.State(job.state),
        staff_id=job.staff_id,
        about=dict(job.about),
        done=job.done,
        total=job.total,
        problem=job.problem,
        problems=tuple((pk, code) for pk, code in job.problems),
        created_at=job.created_at,
        finished_at=job.finished_at,
        stalled=job.state == Job.State.RUNNING and now - heard > STALLED,
    )
