"""Four steps from nothing to an office: owner, vault, recovery sheets, company."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from klantkluis.core.roles import Role
from klantkluis.office.access import commands, origin, throttle
from klantkluis.office.access.permissions import allow, public
from klantkluis.office.access.views import begin_session
from klantkluis.office.first_run import next_step
from klantkluis.office.lock import door, sheets
from klantkluis.office.lock.forms import NewVaultPasswordForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.setup.code import code_is_right, forget_code
from klantkluis.office.setup.forms import OwnerForm
from klantkluis.office.setup.words import five_words


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Make the owner's account, with the code from the terminal."""
    if not commands.office_is_new():
        return redirect("home")
    form = OwnerForm(request.POST or None, initial={"language": get_language()})
    if form.is_valid() and _has_the_code(request, form):
        with form.refusals():
            names = ("username", "display_name", "language")
            staff = commands.open_office(
                password=form.cleaned_data["new_password"],
                **{name: form.cleaned_data[name] for name in names},
            )
            forget_code(settings.PLACE)
            begin_session(request, staff)
            return redirect("setup:vault")
    return render(request, "office/setup/welcome.html", {"form": form, "step": 1})


def _has_the_code(request: HttpRequest, form: OwnerForm) -> bool:
    """Check the code; wrong ones are slowed down as wrong passwords are."""
    attempt = throttle.Attempt("first-run", origin.address(request))
    now = timezone.now()
    if throttle.wait_until(attempt, now=now) is not None:
        form.add_error("code", _("Too many attempts. Try again later."))
        return False
    if code_is_right(settings.PLACE, form.cleaned_data["code"]):
        return True
    throttle.count_failure(attempt, now=now)
    form.add_error("code", _("This is not the code that stands in the terminal."))
    return False


@allow(Role.OWNER)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def vault(request: OfficeRequest) -> HttpResponse:
    """Make the keys of the vault under the owner's second password, and show the sheets."""
    if door.vault().status().is_installed:
        return redirect(next_step())
    if not door.may_unlock(request):
        return render(request, "office/lock/insecure.html", status=403)
    form = NewVaultPasswordForm(request.POST or None)
    form.staff = request.user
    if form.is_valid():
        with form.refusals():
            made = door.vault().setup(
                staff=str(request.user.uid),
                password=form.cleaned_data["new_password"],
                session=request.session.session_key or "",
            )
            response = sheets.show(request, made.sheets)
            door.hand_over(request, response, made.token)
            return response
    return render(request, "office/setup/vault.html", {"form": form, "step": 2})


@allow()
@require_http_methods(["GET"])
def suggestion(request: OfficeRequest) -> HttpResponse:
    """Suggest five words for a vault password."""
    return render(request, "office/setup/suggestion.html#words", {"words": five_words()})
