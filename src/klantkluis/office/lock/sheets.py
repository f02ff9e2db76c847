"""The two recovery sheets: printed, and typed back from paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.first_run import next_step
from klantkluis.office.lock import door
from klantkluis.office.lock.forms import RecoverForm, SheetForm, UnlockForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import SheetRefused


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it goes on paper."""

    number: int
    code: str

    @property
    def lines(self) -> list[str]:
        """The four lines, as they are typed back."""
        return self.code.split("\n")

    @property
    def qr(self) -> SafeString:
        """The same as a picture, for a machine that reads it."""
        drawn = segno.make(self.code.replace("\n", " "), error="m")
        return mark_safe(drawn.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S308 - drawn by us


def show(request: HttpRequest, sheets: tuple[str, str]) -> HttpResponse:
    """Show new sheets, this once: they exist on paper only."""
    pair = [Sheet(number, code) for number, code in enumerate(sheets, start=1)]
    return render(request, "office/lock/sheets.html", {"sheets": pair})


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def new_sheets(request: OfficeRequest) -> HttpResponse:
    """Make two new sheets; the old ones end when both new ones are typed back."""
    form = UnlockForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            session = door.open_session_of(request)
            grant = session.confirm("new_sheets", form.cleaned_data["vault_password"])
            return show(request, session.new_sheets(grant=grant))
    return render(request, "office/lock/new_sheets.html", {"form": form})


@allow(Role.OWNER)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def confirm_sheet(request: OfficeRequest, number: int) -> HttpResponse:
    """Type a sheet back from paper: only a sheet that can be read is a way back."""
    form = SheetForm(request.POST or None)
    if form.is_valid():
        with form.refusals(), _beside_its_line():
            complete = door.open_session_of(request).confirm_sheet(number, form.code)
            if complete:
                messages.success(
                    request, _("Both sheets are right. Keep them apart, in safe places.")
                )
                return redirect(next_step())
            return redirect("vault:confirm-sheet", 3 - number)
    context = {"form": form, "number": number, "status": door.vault().status()}
    return render(request, "office/lock/confirm_sheet.html", context)


@allow()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def recover(request: OfficeRequest) -> HttpResponse:
    """Open the vault with a recovery sheet, when no vault password opens it any more."""
    form = RecoverForm(request.POST or None)
    form.staff = request.user
    if not door.may_unlock(request):
        return render(request, "office/lock/insecure.html", status=403)
    if form.is_valid():
        with form.refusals(), _beside_its_line():
            made = door.vault().recover(
                sheet=form.code,
                staff=str(request.user.uid),
                password=form.cleaned_data["new_password"],
                session=request.session.session_key or "",
            )
            response = show(request, made.sheets)
            door.hand_over(request, response, made.token)
            return response
    return render(request, "office/lock/recover.html", {"form": form})


@contextmanager
def _beside_its_line() -> Iterator[None]:
    """Put the refusal of a sheet beside the line that is wrong."""
    try:
        yield
    except SheetRefused as refusal:
        if refusal.details.get("line"):
            refusal.field = f"line_{refusal.details['line']}"
        raise
