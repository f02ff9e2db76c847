"""The privacy statement: each sentence with what proves it, its versions, and publishing it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.jobs.worker import begin
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.statement.looking import (
    as_page,
    history,
    language,
    shown_checks,
    statement_context,
)
from klantkluis.office.statement.proving import HUNDRED, PROVE
from klantkluis.privacy.commands import confirm_sentence, publish_statement
from klantkluis.privacy.proofs.standing import last_run
from klantkluis.privacy.statement.versions import version as version_row
from klantkluis.privacy.statement.versions import versions as version_rows


@allow()
@require_safe
def statement(request: OfficeRequest) -> HttpResponse:
    """Show each sentence of the statement of now, its grade, and how it stands."""
    now = timezone.now()
    context = statement_context(now, timezone.localdate(now))
    return render(
        request, "office/statement/statement.html", context | {"may": request.actor.may()}
    )


@allow()
@require_safe
def proofs(request: OfficeRequest) -> HttpResponse:
    """Show every check: what it looks at, and what it came to."""
    context = {"rows": shown_checks(timezone.now()), "last_run": last_run()}
    return render(request, "office/statement/proofs.html", context | {"may": request.actor.may()})


@allow(Role.OWNER)
@require_POST
def run(request: OfficeRequest) -> HttpResponse:
    """Run every check, in the background."""
    job_uid = begin(request, kind=PROVE, about={}, total=HUNDRED)
    return redirect("jobs:job", job_uid)


@allow(Role.OWNER)
@require_POST
def publish(request: OfficeRequest) -> HttpResponse:
    """Let the statement of now be the one that holds, here and in the shop."""
    try:
        number = publish_statement(actor=request.actor, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Version %(number)d holds from now on. The shop shows it within a minute.")
        messages.success(request, text % {"number": number})
    return redirect("statement:statement")


@allow(Role.OWNER)
@require_POST
def confirm(request: OfficeRequest) -> HttpResponse:
    """Keep that the owner said that a sentence still holds."""
    confirm_sentence(
        sentence=request.POST.get("sentence", ""), actor=request.actor, today=timezone.localdate()
    )
    messages.success(request, _("Confirmed. You are asked again in a year."))
    return redirect("statement:statement")


@allow()
@require_safe
def versions(request: OfficeRequest) -> HttpResponse:
    """Show what the statement said through time, and what each version changed."""
    return render(
        request,
        "office/statement/versions.html",
        {"rows": history(version_rows()), "staff": staff_names()},
    )


@allow()
@require_safe
def version(request: OfficeRequest, number: int) -> HttpResponse:
    """Show one version as it was published, ready to be printed."""
    row = version_row(number)
    if row is None:
        raise Http404
    said = language()
    context = {"row": row, "title": row.title[said], "body": as_page(row.body[said])}
    return render(request, "office/statement/version.html", context)
