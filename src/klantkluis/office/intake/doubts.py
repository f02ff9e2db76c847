"""What came from the shop and asks for a person: who somebody is, and what does not agree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.office.access.permissions import allow
from klantkluis.office.intake.names import FIELDS, STATUSES
from klantkluis.office.requests import OfficeRequest
from klantkluis.shop.commands.deciding import (
    confirm_order,
    decide_change,
    decide_lookalike,
    look_at_payment,
    settle_order,
)
from klantkluis.shop.queries import Doubts
from klantkluis.shop.queries import doubts as open_doubts


@allow(Role.SALES)
@require_safe
def doubts(request: OfficeRequest) -> HttpResponse:
    """Show what asks for a person, each with what can be decided."""
    found = open_doubts(vault=request.actor.vault, staff_id=request.actor.staff_id)
    context = {
        "doubts": found,
        "people": customer_rows(vault=request.actor.vault, ids=_people(found)),
        "fields": FIELDS,
        "statuses": STATUSES,
        "mail_is_on": mail_is_on(),
        "locked": not request.actor.vault.is_open,
    }
    return render(request, "office/intake/doubts.html", context)


def _people(found: Doubts) -> set[int]:
    pairs = {pk for each in found.lookalikes for pk in (each.customer_id, each.other_id)}
    return pairs | {each.customer_id for each in found.changes}


def _back(request: OfficeRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("intake:doubts")


@allow(Role.SALES)
@require_POST
def lookalike(request: OfficeRequest, doubt_id: int) -> HttpResponse:
    """Decide whether two customers are one."""
    same = request.POST.get("same") == "yes"
    decide_lookalike(doubt_id=doubt_id, same=same, actor=request.actor, now=timezone.now())
    return _back(request, _("They are one customer now.") if same else _("They stay apart."))


@allow(Role.SALES)
@require_POST
def change(request: OfficeRequest, change_id: int) -> HttpResponse:
    """Take over what a customer says, or leave ours as it is."""
    accept = request.POST.get("accept") == "yes"
    decide_change(change_id=change_id, accept=accept, actor=request.actor, now=timezone.now())
    return _back(request, _("Taken over.") if accept else _("Left as it was."))


@allow(Role.SALES)
@require_POST
def settle(request: OfficeRequest, shop_order_id: int) -> HttpResponse:
    """Note that somebody looked at a sum that differs."""
    settle_order(shop_order_id=shop_order_id, actor=request.actor, now=timezone.now())
    return _back(request, _("Noted."))


@allow(Role.SALES)
@require_POST
def confirm(request: OfficeRequest, shop_order_id: int) -> HttpResponse:
    """Note that the customer has the confirmation of an order."""
    confirm_order(shop_order_id=shop_order_id, actor=request.actor, now=timezone.now())
    return _back(request, _("Noted."))


@allow(Role.SALES)
@require_POST
def payment(request: OfficeRequest, seen_id: int) -> HttpResponse:
    """Note that somebody dealt with money that belongs to no order, or went back."""
    look_at_payment(seen_id=seen_id, actor=request.actor, now=timezone.now())
    return _back(request, _("Noted."))
