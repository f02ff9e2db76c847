"""Owners look after their colleagues' accounts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.office.access import commands
from klantkluis.office.access.forms import ColleagueForm, NewColleagueForm
from klantkluis.office.access.models import Staff, StaffSession
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.requests import OfficeRequest


@allow(Role.OWNER)
@require_safe
def colleagues(request: OfficeRequest) -> HttpResponse:
    """List everybody with an account."""
    rows = Staff.objects.prefetch_related("role_rows", "invitation").order_by(
        "-is_active", "display_name"
    )
    return render(request, "office/access/colleagues.html", {"colleagues": rows})


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def invite(request: OfficeRequest) -> HttpResponse:
    """Make an account and show its one-time code, this once."""
    form = NewColleagueForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            staff_id, code = commands.invite(
                actor=request.actor, now=timezone.now(), **form.cleaned_data
            )
            return _show_code(request, staff_id, code)
    return render(request, "office/access/invite.html", {"form": form})


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def colleague(request: OfficeRequest, staff_id: UUID) -> HttpResponse:
    """Show and change one account, with its sessions."""
    staff = get_object_or_404(Staff.objects.prefetch_related("role_rows"), uid=staff_id)
    names = ("display_name", "language", "roles")
    form = ColleagueForm(
        request.POST or None, initial={name: getattr(staff, name) for name in names}
    )
    if form.is_valid():
        with form.refusals():
            commands.change(staff_id=staff_id, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("access:colleague", staff_id)
    sessions = StaffSession.objects.filter(staff=staff, expire_date__gt=timezone.now())
    context = {"form": form, "colleague": staff, "sessions": sessions.order_by("-seen_at")}
    return render(request, "office/access/colleague.html", context)


@allow(Role.OWNER)
@require_POST
def reset(request: OfficeRequest, staff_id: UUID) -> HttpResponse:
    """Give a colleague who forgot the log-in password, or whose account was closed, a new code."""
    staff = get_object_or_404(Staff, uid=staff_id)
    act = commands.reset if staff.is_active else commands.reactivate
    code = act(staff_id=staff_id, actor=request.actor, now=timezone.now())
    return _show_code(request, staff_id, code)


@allow(Role.OWNER)
@require_POST
def deactivate(request: OfficeRequest, staff_id: UUID) -> HttpResponse:
    """Close an account at once."""
    commands.deactivate(staff_id=staff_id, actor=request.actor)
    messages.success(request, _("The account is closed and its sessions have ended."))
    return redirect("access:colleague", staff_id)


@allow(Role.OWNER)
@require_POST
def end_session(request: OfficeRequest, staff_id: UUID) -> HttpResponse:
    """End one session of a colleague."""
    commands.end_session(
        session_id=request.POST.get("session", ""), staff_id=staff_id, actor=request.actor
    )
    messages.success(request, _("That session has ended."))
    return redirect("access:colleague", staff_id)


def _show_code(request: OfficeRequest, staff_id: UUID, code: str) -> HttpResponse:
    """Show a one-time code. It is stored as a hash only, so it cannot be shown again."""
    staff = Staff.objects.get(uid=staff_id)
    return render(request, "office/access/code.html", {"colleague": staff, "code": code})
