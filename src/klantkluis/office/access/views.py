"""Log in, log out, and what a person can arrange for themselves."""

from datetime import datetime

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.office.access import commands, origin, throttle
from klantkluis.office.access.forms import JoinForm, LogInForm
from klantkluis.office.access.models import Staff
from klantkluis.office.access.passwords import not_the_vault_password
from klantkluis.office.access.permissions import allow, public
from klantkluis.office.access.requests import OfficeRequest
from klantkluis.office.access.sessions import ORIGIN, SessionStore
from klantkluis.office.forms.base import OfficeForm


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for the first password; the answer to a wrong one is the same for every name."""
    form = LogInForm(request.POST or None)
    if form.is_valid():
        staff = _try_to_log_in(request, form)
        if staff is not None:
            return redirect(back_to(request))
    elif request.user.is_authenticated:
        return redirect(back_to(request))
    return render(request, "office/access/log_in.html", {"form": form, "next": back_to(request)})


def _try_to_log_in(request: HttpRequest, form: LogInForm) -> Staff | None:
    """Log in if the password is right and no pause is due; else say so on the form."""
    now = timezone.now()
    attempt = throttle.Attempt(form.cleaned_data["username"], origin.address(request))
    if _must_wait(form, attempt, now):
        return None
    staff = authenticate(request, **form.cleaned_data)
    if not isinstance(staff, Staff):
        throttle.count_failure(attempt, now=now)
        form.add_error(None, _("This log-in name and password do not belong together."))
        return None
    throttle.forget(attempt)
    begin_session(request, staff)
    commands.note_log_in(staff_id=staff.uid, actor=commands.actor_of(staff))
    return staff


def _must_wait(form: OfficeForm, attempt: throttle.Attempt, now: datetime) -> bool:
    """Tell whether a pause is due after too many failures, and say so on the form."""
    pause = throttle.wait_until(attempt, now=now)
    if pause is None:
        return False
    at = date_format(timezone.localtime(pause), "TIME_FORMAT")
    form.add_error(None, _("Too many attempts. Try again after %(time)s.") % {"time": at})
    return True


def begin_session(request: HttpRequest, staff: Staff) -> None:
    """Log this person in, and note from where."""
    SessionStore.clear_expired()
    login(request, staff)
    request.session[ORIGIN] = {
        "address": origin.address(request),
        "browser": origin.browser(request),
        "started_at": timezone.now().isoformat(),
    }


def back_to(request: HttpRequest) -> str:
    """Give the page to go back to: a path of this office, else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url("home")


@allow()
@require_POST
def log_out(request: OfficeRequest) -> HttpResponse:
    """End the current session."""
    logout(request)
    return redirect("access:log-in")


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Choose one's first log-in password with the one-time code of an owner."""
    form = JoinForm(request.POST or None)
    if form.is_valid():
        staff = _try_to_join(request, form)
        if staff is not None:
            begin_session(request, staff)
            return redirect("home")
    return render(request, "office/access/join.html", {"form": form})


def _try_to_join(request: HttpRequest, form: JoinForm) -> Staff | None:
    """Join if the code is right and no pause is due; wrong codes count as wrong passwords do."""
    now = timezone.now()
    typed = form.cleaned_data
    attempt = throttle.Attempt(typed["username"], origin.address(request))
    if _must_wait(form, attempt, now):
        return None
    with form.refusals():
        try:
            staff = commands.account_of_code(
                username=typed["username"], code=typed["code"], now=now
            )
        except commands.CodeRefused:
            throttle.count_failure(attempt, now=now)
            raise
        not_the_vault_password(staff, typed["new_password"])
        return commands.join(
            username=typed["username"],
            code=typed["code"],
            password=typed["new_password"],
            now=now,
        )
    return None
