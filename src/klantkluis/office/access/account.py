"""What a person arranges for themselves: name, language, theme, password and sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.office.access import commands
from klantkluis.office.access.forms import ChangePasswordForm, ProfileForm
from klantkluis.office.access.models import LANGUAGES, THEMES, Staff, StaffSession
from klantkluis.office.access.passwords import not_the_vault_password
from klantkluis.office.access.permissions import allow, public
from klantkluis.office.access.requests import OfficeRequest
from klantkluis.office.access.sessions import hashed
from klantkluis.office.access.views import back_to, begin_session

YEAR_SECONDS = 365 * 24 * 60 * 60


@allow()
@require_http_methods(["GET", "POST"])
def account(request: OfficeRequest) -> HttpResponse:
    """Show and change what one chooses for oneself, and list one's sessions."""
    staff = request.user
    names = ("display_name", "language", "theme", "single_keys")
    form = ProfileForm(request.POST or None, initial={name: getattr(staff, name) for name in names})
    if form.is_valid():
        commands.change_profile(staff_id=staff.uid, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("access:account")
    sessions = StaffSession.objects.filter(staff=staff, expire_date__gt=timezone.now())
    context = {
        "form": form,
        "sessions": sessions.order_by("-seen_at"),
        "this_session": hashed(request.session.session_key or ""),
    }
    return render(request, "office/access/account.html", context)


@allow()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: OfficeRequest) -> HttpResponse:
    """Change one's log-in password. All other sessions of this account end."""
    form = ChangePasswordForm(request.POST or None)
    form.staff = request.user
    if form.is_valid():
        with form.refusals():
            old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password"]
            not_the_vault_password(request.user, new)
            commands.change_password(
                staff_id=request.user.uid, old=old, new=new, actor=request.actor
            )
            _stay_logged_in(request)
            messages.success(request, _("Your password is changed; other sessions have ended."))
            return redirect("access:account")
    return render(request, "office/access/password.html", {"form": form})


def _stay_logged_in(request: OfficeRequest) -> None:
    """Begin the log-in session anew under the new password; the old row is gone with the others."""
    staff = Staff.objects.get(pk=request.user.pk)
    request.session.flush()
    begin_session(request, staff)
    update_session_auth_hash(request, staff)


@allow()
@require_POST
def end_session(request: OfficeRequest) -> HttpResponse:
    """End one of one's own sessions."""
    commands.end_session(
        session_id=request.POST.get("session", ""),
        staff_id=request.user.uid,
        actor=request.actor,
    )
    messages.success(request, _("That session has ended."))
    return redirect("access:account")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on; before log-in a cookie remembers which."""
    wanted = request.POST.get("language", "")
    response = redirect(back_to(request))
    if wanted not in dict(LANGUAGES):
        return response
    if request.user.is_authenticated:
        Staff.objects.filter(pk=request.user.pk).update(language=wanted)
    response.set_cookie(
        "django_language", wanted, max_age=YEAR_SECONDS, samesite="Strict", httponly=True
    )
    return response


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Show pages light, dark, or as the device wants."""
    wanted = request.POST.get("theme", "")
    response = redirect(back_to(request))
    if wanted not in dict(THEMES):
        return response
    if request.user.is_authenticated:
        Staff.objects.filter(pk=request.user.pk).update(theme=wanted)
    response.set_cookie("theme", wanted, max_age=YEAR_SECONDS, samesite="Strict", httponly=True)
    return response
