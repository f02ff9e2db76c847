"""The settings of the vault: limits, times, decoys, and our own bank accounts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows, customers_by_number
from klantkluis.foundation.company import own_accounts
from klantkluis.office.access.permissions import allow
from klantkluis.office.lock import door
from klantkluis.office.lock.limit_forms import ConfirmedForm, DecoysForm, LimitsForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault
from klantkluis.vault.staff import StaffVault

CHANGE = "change_settings"


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def settings(request: OfficeRequest) -> HttpResponse:
    """Change how much one may look at, and when the vault locks by itself."""
    session = door.open_session_of(request)
    held, bounds = session.settings(), session.setting_bounds()
    form = LimitsForm(request.POST or None, initial=held, bounds=bounds)
    if form.is_valid():
        with form.refusals():
            grant = form.grant(session, CHANGE)
            session.change_settings(form.changes(held), grant=grant)
            messages.success(request, _("The vault keeps to these limits from now on."))
            return redirect("vault:settings")
    context = {"form": form, "decoys": len(held["decoys"]), "no_limit": _may_be_none(bounds)}
    return render(request, "office/lock/settings.html", context)


def _may_be_none(bounds: dict[str, tuple[int, int]]) -> bool:
    """Whether 0 is allowed, which is no limit: in a demo only."""
    return bounds["subjects_per_day"][0] == 0


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def decoys(request: OfficeRequest) -> HttpResponse:
    """Say which customers are decoys; the vault keeps their uids only."""
    session = door.open_session_of(request)
    uids = [UUID(hex=uid) for uid in session.settings()["decoys"]]
    marked = _marked(uids)
    numbers = ", ".join(str(number) for number in sorted(marked.values()))
    form = DecoysForm(request.POST or None, initial={"numbers": numbers})
    if form.is_valid():
        with form.refusals():
            grant = form.grant(session, CHANGE)
            session.change_settings({"decoys": form.cleaned_data["numbers"]}, grant=grant)
            messages.success(request, _("From now on, opening one of these raises an alarm."))
            return redirect("vault:decoys")
    context = {"form": form, "marked": sorted(marked.items(), key=lambda item: item[1])}
    return render(request, "office/lock/decoys.html", context | {"gone": len(uids) - len(marked)})


def _marked(uids: list[UUID]) -> dict[int, int]:
    """Give the numbers of decoys by id. They are not opened: that would raise the alarm."""
    rows = customer_rows(vault=LockedVault(), uids=uids) if uids else {}
    in_use = customers_by_number(numbers=[row.number for row in rows.values()])
    return {row.id: row.number for row in rows.values() if row.number in in_use}


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def own_account(request: OfficeRequest) -> HttpResponse:
    """Let the vault know our own bank accounts: all others are refused in any text."""
    session, accounts = door.open_session_of(request), own_accounts()
    form = ConfirmedForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            grant = form.grant(session, CHANGE)
            session.change_settings({"own_accounts": list(accounts)}, grant=grant)
            messages.success(request, _("The vault knows your own bank account now."))
            return redirect("vault:status")
    unknown = session.unknown_accounts(accounts)
    context = {"form": form, "accounts": accounts, "unknown": unknown}
    return render(request, "office/lock/own_account.html", context)


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def accept_books(request: OfficeRequest) -> HttpResponse:
    """Say that the books are right as they are, after a backup of them was put back."""
    session = door.open_session_of(request)
    form = ConfirmedForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            session.accept_books(grant=form.grant(session, "accept_books"))
            messages.success(request, _("From now on the log vouches for the books as they are."))
            return redirect("housekeeping:housekeeping")
    return render(request, "office/lock/accept_books.html", {"form": form})


def accounts_are_unknown(session: StaffVault | None) -> bool:
    """Tell whether an open vault does not know all of our own accounts as ours."""
    return bool(
        session is not None and session.is_open and session.unknown_accounts(own_accounts())
    )


@allow(Role.OWNER)
@require_POST
def seen_alarms(request: OfficeRequest) -> HttpResponse:
    """Note that an owner has looked at the alarms; the log keeps them all."""
    door.open_session_of(request).seen_alarms()
    messages.success(request, _("Noted. All alarms stay in the log."))
    return redirect("vault:status")
