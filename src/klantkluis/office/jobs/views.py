"""Background jobs: what goes on, what waits for the vault, and what failed and why."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.foundation.jobs import JobCard, job_card, jobs_page
from klantkluis.foundation.models import Job
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.jobs.kinds import KINDS, sentence_for
from klantkluis.office.jobs.worker import begin_again
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState, number_cursor

PAGE = 50


def _states() -> list[tuple[str, str]]:
    return [
        (Job.State.QUEUED, _("In line")),
        (Job.State.RUNNING, _("Going on")),
        (Job.State.WAITING, _("Waits for the vault")),
        (Job.State.FAILED, _("Failed")),
        (Job.State.DONE, _("Done")),
    ]


@allow()
@require_safe
def jobs(request: OfficeRequest) -> HttpResponse:
    """List jobs, the newest first: one's own, or for the owner those of everybody."""
    columns = [Column(_("Job")), Column(_("Asked for")), Column(_("By")), Column(_("State"))]
    columns.append(Column(_("Progress"), align="right"))
    filters = [Filter("state", _("State"), _states())]
    state = ListState.of(request, columns=columns, filters=filters)
    rows = jobs_page(
        actor=request.actor,
        now=timezone.now(),
        state=state.filters.get("state", ""),
        below=number_cursor(state.after),
        limit=PAGE + 1,
    )
    after = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    listing = Listing(state=state, columns=columns, rows=rows[:PAGE], filters=filters, next=after)
    return render(request, "office/jobs/jobs.html", {"list": listing, "staff": staff_names()})


@allow()
@require_safe
def job(request: OfficeRequest, job_uid: UUID) -> HttpResponse:
    """Show how far a job is; the page looks again by itself while it goes on."""
    card = job_card(job_uid=job_uid, actor=request.actor, now=timezone.now())
    if card is None:
        raise Http404
    context = {
        "card": card,
        "staff": staff_names(),
        "problem": sentence_for(card.problem) if card.problem else "",
        "left_out": _left_out(card),
        "after": _after(card.kind),
    }
    part = "#progress" if request.headers.get("HX-Request") else ""
    return render(request, f"office/jobs/job.html{part}", context)


def _after(kind: str) -> tuple[str, str] | None:
    """Give where to go when a job of this kind is done, and the words of the button."""
    after = KINDS[kind].after if kind in KINDS else None
    return (reverse(after[0]), str(after[1])) if after else None


def _left_out(card: JobCard) -> list[tuple[int, str, str]]:
    """Give what could not be done: its id, where it is shown, and why."""
    view = KINDS[card.kind].things if card.kind in KINDS else ""
    return [
        (pk, reverse(view, args=[pk]) if view else "", sentence_for(code))
        for pk, code in card.problems
    ]


@allow()
@require_POST
def run(request: OfficeRequest, job_uid: UUID) -> HttpResponse:
    """Let a job go on, with a new lease of whoever asks."""
    begin_again(request, job_uid)
    messages.success(request, _("The job goes on. You can leave this page."))
    return redirect("jobs:job", job_uid)
