"""Asking for VAT numbers: by hand from the card, and by itself when one was entered."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klantkluis.core.roles import Role
from klantkluis.core.treatment import NumberState
from klantkluis.customers.vat_checks.queries import customers_to_ask, vat_standings
from klantkluis.customers.vat_checks.vies import SERVICE
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.outgoing import is_opened, opened_by
from klantkluis.office.access.permissions import allow
from klantkluis.office.jobs.kinds import CHECK_BY_NIGHT, CHECK_VAT_NUMBERS
from klantkluis.office.jobs.worker import begin, begin_by_itself
from klantkluis.office.requests import OfficeRequest

MOST_BY_NIGHT = 400
"""How many numbers are asked for in a night; the others wait for the next."""
ASKERS = (Role.SALES, Role.BOOKKEEPER)


def may_ask(actor: Actor) -> bool:
    """Tell whether this person can ask VIES: they may, and the owner opened the connection."""
    return actor.may(*ASKERS) and is_opened(SERVICE)


@allow(*ASKERS)
@require_POST
def check(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Ask for the VAT number of one customer, now."""
    if not is_opened(SERVICE):
        messages.warning(request, _("The connection to VIES is closed. The owner can open it."))
    else:
        _ask(request, [customer_id], at_once=True)
        _tell(request, customer_id)
    return redirect("customers:customer", customer_id)


@allow(*ASKERS)
@require_POST
def check_all(request: OfficeRequest) -> HttpResponse:
    """Ask for every VAT number that was never answered for, or too long ago."""
    ids = customers_to_ask(now=timezone.now()) if is_opened(SERVICE) else []
    if not ids:
        messages.info(request, _("There is no VAT number to ask for now."))
        return redirect("customers:customers")
    return redirect("jobs:job", _ask(request, ids))


def ask_by_night(now: datetime) -> int:
    """Begin a job that asks again for numbers that wait for an answer; give for how many.

    Nothing while the owner keeps the connection shut, or an earlier job is not done.
    """
    who = opened_by(SERVICE)
    ids = customers_to_ask(now=now, limit=MOST_BY_NIGHT) if who is not None else []
    if who is None or not ids:
        return 0
    about = {"customer_ids": ids}
    begun = begin_by_itself(kind=CHECK_BY_NIGHT, about=about, total=len(ids), staff_id=who)
    return len(ids) if begun else 0


def ask_when_new(request: OfficeRequest, customer_id: int) -> None:
    """Ask for the number of a customer that was just entered or changed, in the background.

    The page does not wait for it, and an outage keeps nobody from working.
    """
    standing = vat_standings(customer_ids=[customer_id])[customer_id]
    if standing.state is NumberState.UNCHECKED and is_opened(SERVICE):
        _ask(request, [customer_id])


def _ask(request: OfficeRequest, ids: list[int], *, at_once: bool = False) -> object:
    about = {"customer_ids": ids}
    return begin(request, kind=CHECK_VAT_NUMBERS, about=about, total=len(ids), at_once=at_once)


def _tell(request: OfficeRequest, customer_id: int) -> None:
    state = vat_standings(customer_ids=[customer_id])[customer_id].state
    if state is NumberState.VALID:
        messages.success(request, _("The VAT number is valid."))
    elif state is NumberState.INVALID:
        messages.error(
            request, _("The VAT number is not valid. Ask the customer for the right one.")
        )
    else:
        messages.warning(request, _("VIES gives no answer now. It is asked again by itself."))
