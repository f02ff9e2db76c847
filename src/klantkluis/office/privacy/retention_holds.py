"""Legal holds: of whom nothing may go for the time being; the owner alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.privacy.retention_forms import HoldForm
from klantkluis.office.privacy.retention_names import GROUNDS
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sent_once import sent_once
from klantkluis.privacy.retaining.holds import HoldGround, end_hold, place_hold
from klantkluis.privacy.retaining.queries import hold_rows

A_PAGE = 50


@allow(Role.OWNER)
@require_safe
def holds(request: OfficeRequest) -> HttpResponse:
    """List the legal holds, the newest first."""
    below = request.GET.get("below", "")
    vault = request.actor.vault
    found = hold_rows(
        vault=vault, below=int(below) if below.isdecimal() else None, limit=A_PAGE + 1
    )
    shown = found[:A_PAGE]
    customers = customer_rows(vault=vault, ids=[row.customer_id for row in shown])
    context = {
        "lines": [(row, customers[row.customer_id], GROUNDS[row.ground]) for row in shown],
        "next": shown[-1].id if len(found) > A_PAGE else None,
        "is_open": vault.is_open,
    }
    return render(request, "office/privacy/retention_holds.html", context)


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@sent_once("retention:holds")
def new(request: OfficeRequest) -> HttpResponse:
    """Place a legal hold on a customer."""
    number = request.GET.get("customer", "")
    initial = {"since": timezone.localdate(), "ground": HoldGround.CLAIM}
    initial |= {"number": number} if number.isdecimal() else {}
    form = HoldForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            typed = dict(form.cleaned_data)
            place_hold(
                customer_id=typed.pop("number"), ground=HoldGround(typed.pop("ground")),
                actor=request.actor, at=timezone.now(), **typed,
            )  # fmt: skip
            messages.success(request, _("From now on nothing of this customer goes."))
            return redirect("retention:holds")
    return render(request, "office/privacy/retention_hold.html", {"form": form})


@allow(Role.OWNER)
@require_POST
def end(request: OfficeRequest, hold_id: int) -> HttpResponse:
    """End a legal hold."""
    end_hold(hold_id=hold_id, actor=request.actor, today=timezone.localdate())
    messages.success(request, _("The hold has ended. What is over goes at the next sweep."))
    return redirect("retention:holds")
