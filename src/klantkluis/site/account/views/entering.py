"""Registering, logging in and out, and a new password for who forgot it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.refusals import Refusal
from klantkluis.site import guard
from klantkluis.site.account import acts, mails, session
from klantkluis.site.account.forms import EmailForm, LogInForm, NewPasswordForm, RegisterForm
from klantkluis.site.account.session import Me
from klantkluis.site.account.unused import length_kept
from klantkluis.site.account.views.parts import (
    EmailLink,
    awake,
    carried,
    link,
    not_mailed,
    old_link,
    page,
)

both = require_http_methods(["GET", "HEAD", "POST"])


@both
@awake
@guard.guarded("register")
def register(request: HttpRequest) -> HttpResponse:
    """Ask for an e-mail address and mail a link: the same page whether it is known or not."""
    form = EmailForm(request.POST or None)
    if not form.is_valid():
        return page(request, "register", form=form, kept=length_kept())
    if not _mail_link(request, form.cleaned_data["email"]):
        form.add_error(None, not_mailed())
        return page(request, "register", form=form, kept=length_kept())
    return redirect("register-mailed")


def _mail_link(request: HttpRequest, email: str) -> bool:
    """Mail the link, or that there is an account: both after the same work."""
    on = link(request, "register-on", "register", EmailLink(email))
    if acts.has_account(email):
        absolute = request.build_absolute_uri
        known = (absolute(reverse("log-in")), absolute(reverse("forgotten")))
        return mails.send_known(email, *known)
    return mails.send_registration(email, on)


def register_mailed(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way."""
    return page(request, "mailed", to_register=True)


@both
@awake
@guard.guarded("account")
def register_on(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for name, address and password of who opened the link; make the account."""
    carries = carried("register", token, EmailLink)
    if carries is None:
        return old_link(request)
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = acts.register(
                email=carries.email, password=said["password"], who=form.who(),
                address=form.address(),
            )  # fmt: skip
            return _inside(request, made, "account-made")
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    return page(request, "register_on", form=form, email=carries.email, kept=length_kept())


@both
@awake
def log_in(request: HttpRequest) -> HttpResponse:
    """Log somebody in; a wrong password and an unknown address are answered alike."""
    form = LogInForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        stopped = guard.check(request, "log-in", about=email.casefold())
        if stopped is not None:
            return stopped
        try:
            entered = acts.log_in(**form.cleaned_data)
            return _inside(request, entered, session.afterwards(request))
        except acts.WrongPassword as refusal:
            form.add_error(None, refusal.sentence)
    return page(request, "log_in", form=form)


def _inside(request: HttpRequest, entered: acts.Entered, where: str) -> HttpResponse:
    """Log in and go on.

    Raises:
        WrongPassword: the account ended this very moment, for nobody had used it.
    """
    response = redirect(where)
    if not session.begin(request, response, entered.account, entered.seed):
        raise acts.not_together()
    return response


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out here."""
    response = redirect("logged-out")
    session.end(request, response)
    return response


@require_POST
@session.own
def log_out_everywhere(request: HttpRequest, mine: Me) -> HttpResponse:
    """Log out here and on every other device."""
    response = redirect("logged-out")
    session.end_all(mine.account)
    session.end(request, response)
    return response


def logged_out(request: HttpRequest) -> HttpResponse:
    """Say that nobody is logged in here any more."""
    return page(request, "logged_out")


@both
@awake
@guard.guarded("reset")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link to choose a new password: the same page whether the address is known or not."""
    form = EmailForm(request.POST or None)
    if not form.is_valid():
        return page(request, "forgotten", form=form)
    if not _mail_reset(request, form.cleaned_data["email"]):
        form.add_error(None, not_mailed())
        return page(request, "forgotten", form=form)
    return redirect("forgotten-mailed")


def _mail_reset(request: HttpRequest, email: str) -> bool:
    """Mail the link, or that there is no account: both after the same work."""
    token = acts.ask_reset(email)
    absolute = request.build_absolute_uri
    if token:
        return mails.send_reset(email, absolute(reverse("new-password", args=[token])))
    return mails.send_unknown(email, absolute(reverse("register")))


def forgotten_mailed(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way."""
    return page(request, "mailed", to_register=False)


@both
@awake
@guard.guarded("account")
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password; name and address come back from the office."""
    if not acts.can_reset(token):
        return old_link(request)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            entered = acts.reset_password(token, password=form.cleaned_data["password"])
            return _inside(request, entered, "account")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return page(request, "new_password", form=form)
