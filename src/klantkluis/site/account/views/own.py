"""What somebody does with their own registration: see, change, take along, delete."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.fields.country import country_name
from klantkluis.core.refusals import Refusal
from klantkluis.site import guard
from klantkluis.site.account import acts, keys, mails, session
from klantkluis.site.account.export import as_json
from klantkluis.site.account.forms import (
    ChangeEmailForm,
    ChangePasswordForm,
    CloseForm,
    ProfileForm,
)
from klantkluis.site.account.pick_ups import waiting_for
from klantkluis.site.account.session import Me, own
from klantkluis.site.account.unused import length_kept
from klantkluis.site.account.views.parts import (
    ChangeLink,
    awake,
    carried,
    link,
    not_mailed,
    old_link,
    page,
)
from klantkluis.site.people import as_typed

both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@awake
@own
def overview(request: HttpRequest, mine: Me) -> HttpResponse:
    """Show what the site holds of who is logged in, and where the rest is."""
    return _shown(request, mine)


def _shown(request: HttpRequest, mine: Me, **more: bool) -> HttpResponse:
    profile = mine.profile()
    language = getattr(request, "LANGUAGE_CODE", "nl")
    country = country_name(profile.address.country, language) if profile else ""
    packages = waiting_for(mine.account)
    return page(
        request, "overview", profile=profile, country=country, packages=packages,
        kept=length_kept(), **more,
    )  # fmt: skip


@require_safe
@awake
@own
def made(request: HttpRequest, mine: Me) -> HttpResponse:
    """Show it for the first time."""
    return _shown(request, mine, is_new=True)


@both
@awake
@own
@guard.guarded("account")
def change(request: HttpRequest, mine: Me) -> HttpResponse:
    """Change name and address."""
    profile = mine.profile()
    typed = as_typed(profile.who, profile.address) if profile else {}
    form = ProfileForm(request.POST or None, initial=dict(typed))
    if form.is_valid():
        try:
            acts.change_profile(mine, who=form.who(), address=form.address())
            return redirect("account")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return page(request, "change", form=form)


@both
@awake
@own
@guard.guarded("account")
def change_password(request: HttpRequest, mine: Me) -> HttpResponse:
    """Choose another password; who is logged in elsewhere is not any more."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            acts.change_password(mine, old=said["password"], new=said["new_password"])
            return page(request, "password_changed")
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    return page(request, "password", form=form)


@both
@awake
@own
@guard.guarded("account")
def change_email(request: HttpRequest, mine: Me) -> HttpResponse:
    """Mail a link to the new address; the old one, which only its owner knows, is told."""
    form = ChangeEmailForm(request.POST or None)
    if form.is_valid():
        old, new = form.cleaned_data["email"], form.cleaned_data["new_email"]
        if _is_own(mine, form, old):
            carries = ChangeLink(str(mine.uid), old, new)
            if mails.send_new_email(new, link(request, "email-on", "email", carries)):
                mails.send_email_asked(old)
                return page(request, "email_mailed")
            form.add_error("new_email", not_mailed())
    return page(request, "email", form=form)


def _is_own(mine: Me, form: ChangeEmailForm, old: str) -> bool:
    try:
        acts.check_password(mine.account, form.cleaned_data["password"])
    except acts.WrongPassword as refusal:
        form.add_error("password", refusal.sentence)
        return False
    if keys.tag_of(old) != bytes(mine.account.tag):
        form.add_error("email", _("This is not the e-mail address of this account."))
        return False
    return True


@both
@awake
@own
@guard.guarded("account")
def email_on(request: HttpRequest, mine: Me, token: str) -> HttpResponse:
    """Confirm a new address, in the account that asked for it; both addresses are told."""
    carries = carried("email", token, ChangeLink)
    fits = carries is not None and carries.account == str(mine.uid)
    if carries is None or not fits or keys.tag_of(carries.old) != bytes(mine.account.tag):
        return old_link(request)
    problem = ""
    if request.method == "POST":
        try:
            acts.change_email(mine, new=carries.new)
            for address in (carries.old, carries.new):
                mails.send_email_changed(address)
            return redirect("account")
        except Refusal as refusal:
            problem = refusal.sentence
    return page(request, "email_on", new=carries.new, problem=problem)


@both
@awake
@own
@guard.guarded("account")
def close(request: HttpRequest, mine: Me) -> HttpResponse:
    """Delete the registration; say what stays elsewhere, and why."""
    form = CloseForm(request.POST or None)
    if form.is_valid():
        try:
            acts.close(mine, password=form.cleaned_data["password"])
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            response = redirect("account-closed")
            session.end(request, response)
            return response
    return page(request, "close", form=form)


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that it is gone, and how to have the rest deleted."""
    return page(request, "closed")


@require_safe
@awake
@own
def download(request: HttpRequest, mine: Me) -> HttpResponse:
    """Give everything that the site holds of the account as JSON (GDPR art. 15 and 20)."""
    body = json.dumps(as_json(mine), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="account.json"'
    return response
