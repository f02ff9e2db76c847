"""The mailbox for mail that comes back: the owner's page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.roles import Role
from klantkluis.foundation.mail.box import change_mail_box, mail_box, open_box, shut_mail_box
from klantkluis.foundation.mail.imap import try_out
from klantkluis.office.access.permissions import allow
from klantkluis.office.mail.forms import FIELDS_OF_BOX, BoxForm
from klantkluis.office.mail.names import PROBLEMS
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked


@allow(Role.OWNER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def box(request: OfficeRequest) -> HttpResponse:
    """Fill in the mailbox. Until then nobody looks for mail that came back."""
    form = _form(request)
    if form.is_valid():
        if not request.actor.vault.is_open:
            raise VaultLocked
        with form.refusals():
            change_mail_box(
                fields=form.fields_of_box(),
                password=form.cleaned_data["password"],
                actor=request.actor,
                at=timezone.now(),
            )
            messages.success(request, _("Saved. Try out whether the office can look there."))
            return redirect("mail:box")
    return _page(request, form)


def _form(request: OfficeRequest) -> BoxForm:
    card = mail_box()
    initial = {name: getattr(card, name) for name in FIELDS_OF_BOX} if card else None
    return BoxForm(request.POST if "host" in request.POST else None, initial=initial)


def _page(request: OfficeRequest, form: BoxForm, tried: str | None = None) -> HttpResponse:
    """Show the settings; `tried` is the code of what went wrong just now, None without a try."""
    card = mail_box()
    last = card.last.problem if card and card.last else ""
    context = {
        "form": form,
        "card": card,
        "tried": tried is not None,
        "problem": PROBLEMS.get(tried or "", ""),
        "last_problem": PROBLEMS.get(last, ""),
    }
    return render(request, "office/mail/box.html", context)


@allow(Role.OWNER)
@require_POST
def shut(request: OfficeRequest) -> HttpResponse:
    """Look there no more, and forget the password."""
    shut_mail_box(actor=request.actor)
    messages.success(request, _("Nobody looks into the mailbox any more."))
    return redirect("mail:box")


@allow(Role.OWNER)
@require_POST
def test(request: OfficeRequest) -> HttpResponse:
    """Log in and open the folder, and show whether that goes well."""
    look = try_out(open_box(request.actor.vault))
    return _page(request, _form(request), look.problem)
