"""The page of the nightly housekeeping: what was done, what was found, what waits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.housekeeping.chores import CHORES
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.housekeeping.running import chore_states
from klantkluis.office.housekeeping.tasks import keep_house
from klantkluis.office.requests import OfficeRequest

RUNS = 60


@allow(Role.OWNER)
@require_safe
def housekeeping(request: OfficeRequest) -> HttpResponse:
    """Show each chore with the last time it was done, and the runs before that."""
    titles = {chore.name: chore.title for chore in CHORES}
    states = chore_states(timezone.now())
    runs = [
        (titles.get(run.chore, run.chore), run) for run in ChoreRun.objects.order_by("-id")[:RUNS]
    ]
    context = {
        "states": states,
        "runs": runs,
        "waiting": [state for state in states if state.waits],
        "wrong": [state for state in states if state.last and state.last.outcome != "well"],
    }
    return render(request, "office/housekeeping/housekeeping.html", context)


@allow(Role.OWNER)
@require_POST
def run(request: OfficeRequest) -> HttpResponse:
    """Do the chores now, in the background."""
    keep_house.enqueue()
    messages.success(request, _("The housekeeping has begun. It goes on without this page."))
    return redirect("housekeeping:housekeeping")
