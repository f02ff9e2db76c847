"""Open and lock the vault, and see how it stands."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.office.access.models import Staff
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.views import back_to
from klantkluis.office.backup.standing import backup_standing
from klantkluis.office.housekeeping.running import chore_states
from klantkluis.office.lock import door
from klantkluis.office.lock.acts import newest_lines
from klantkluis.office.lock.alarms import alarms_of
from klantkluis.office.lock.carry import unpacked
from klantkluis.office.lock.forms import (
    ChangeVaultPasswordForm,
    JoinVaultForm,
    UnlockForm,
)
from klantkluis.office.lock.limits import accounts_are_unknown
from klantkluis.office.lock.opened import carry_on_waiting
from klantkluis.office.lock.standing import standing_of
from klantkluis.office.requests import OfficeRequest


@allow()
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def unlock(request: OfficeRequest) -> HttpResponse:
    """Ask for the vault password, and go back to where the person was, with what was typed."""
    form = UnlockForm(request.POST or None)
    if not door.may_unlock(request):
        return render(request, "office/lock/insecure.html", status=403)
    token = _token(request, form) if form.is_valid() else None
    if token is None:
        context = {"form": form, "next": back_to(request), "carry": request.POST.get("carry", "")}
        return render(request, _template(request), context)
    carry_on_waiting(
        request, door.vault().session(token=token, session=request.session.session_key or "")
    )
    response = _continue(request)
    door.hand_over(request, response, token)
    return response


def _template(request: HttpRequest) -> str:
    return "office/lock/unlock.html" + ("#panel" if request.headers.get("HX-Request") else "")


def _token(request: OfficeRequest, form: UnlockForm) -> str | None:
    """Open the vault; a wrong password is said on the form."""
    with form.refusals():
        return door.vault().unlock(
            staff=str(request.user.uid),
            password=form.cleaned_data["vault_password"],
            session=request.session.session_key or "",
        )
    return None


def _continue(request: OfficeRequest) -> HttpResponse:
    """Go on where the person was: send what was carried, tell the open page, or go back."""
    carried = unpacked(request.POST.get("carry", ""))
    if carried is not None:
        return render(request, "office/lock/carry_on.html", {"carried": carried})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Trigger": "vault:opened"})
    return redirect(back_to(request))


@allow()
@require_safe
def state(request: OfficeRequest) -> HttpResponse:
    """Give the state of the vault for the bar on top."""
    return render(request, "office/kit/vault_state.html")


@allow()
@require_POST
def lock(request: OfficeRequest) -> HttpResponse:
    """Lock the vault for this person; the last one who leaves locks it for all."""
    session = door.session_of(request)
    if session is not None and session.is_open:
        session.close()
    response = redirect(back_to(request))
    door.take_back(response)
    messages.success(request, _("The vault is locked. Names and addresses are out of sight."))
    return response


@allow()
@require_POST
def lock_all(request: OfficeRequest) -> HttpResponse:
    """Lock the vault for everybody at once."""
    session = door.session_of(request)
    if session is not None and session.is_open:
        session.lock()
        messages.success(request, _("The vault is locked for everybody."))
    response = redirect("vault:status")
    door.take_back(response)
    return response


@allow()
@sensitive_post_parameters("vault_password")
@require_POST
def go_on(request: OfficeRequest) -> HttpResponse:
    """Let somebody who looked at very many customers go on, with the vault password once more."""
    form = UnlockForm(request.POST)
    if form.is_valid():
        with form.refusals():
            door.open_session_of(request).go_on(form.cleaned_data["vault_password"])
            return redirect(back_to(request))
    return render(request, "office/lock/limit.html", {"form": form, "next": back_to(request)})


@allow()
@require_safe
def status(request: OfficeRequest) -> HttpResponse:
    """Show how the vault stands: who, the index, alarms, the log, the machine, the chores."""
    session, found = door.session_of(request), door.vault().status()
    owns = Role.OWNER in request.user.roles
    context = {
        "status": found,
        "is_open": session is not None and session.is_open,
        "owns": owns,
        "standing": standing_of(found, settings.PLACE),
        "backup": backup_standing(found, settings.PLACE, timezone.now()) if owns else None,
        "alarms": alarms_of(found) if owns else [],
        "chores": chore_states(timezone.now()) if owns else [],
        "account_unknown": owns and accounts_are_unknown(session),
    }
    return render(request, "office/lock/status.html", context)


@allow()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: OfficeRequest) -> HttpResponse:
    """Change one's own vault password."""
    form = ChangeVaultPasswordForm(request.POST or None)
    form.staff = request.user
    if form.is_valid():
        with form.refusals():
            typed = form.cleaned_data
            door.open_session_of(request).change_password(
                typed["vault_password"], typed["new_password"], leaked=typed["leaked"]
            )
            messages.success(request, _("Your vault password is changed."))
            return redirect("vault:status")
    return render(request, "office/lock/password.html", {"form": form})


@allow()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: OfficeRequest) -> HttpResponse:
    """Choose one's first vault password with the code that an owner gave."""
    form = JoinVaultForm(request.POST or None)
    form.staff = request.user
    if not door.may_unlock(request):
        return render(request, "office/lock/insecure.html", status=403)
    if form.is_valid():
        with form.refusals():
            token = door.vault().join(
                staff=str(request.user.uid),
                code=form.cleaned_data["code"],
                password=form.cleaned_data["new_password"],
                session=request.session.session_key or "",
            )
            response = redirect("home")
            door.hand_over(request, response, token)
            return response
    return render(request, "office/lock/join.html", {"form": form})


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def log(request: OfficeRequest) -> HttpResponse:
    """Show what the vault logged, the newest first; on request, check the whole log."""
    session = door.open_session_of(request)
    number = int(door.vault().status().audit["number"])
    names = {str(staff.uid): staff.display_name for staff in Staff.objects.all()}
    context = {
        "lines": newest_lines(session, number),
        "names": names,
        "checked": session.verify_audit() if request.method == "POST" else None,
    }
    return render(request, "office/lock/log.html", context)
