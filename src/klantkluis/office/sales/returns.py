"""Returns: the card, announcing one, taking it in, and the slip that goes along."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.billing.commands import drop_credit_draft, take_back
from klantkluis.billing.queries.returns import credits_of_return, prepared_credits
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.from_letter import begun_return
from klantkluis.office.sales.reading import READERS, card_of, purpose_of
from klantkluis.office.sales.return_forms import REASONS, ReceiveForm, ReturnForm
from klantkluis.sales.commands import announce_return, cancel_return
from klantkluis.sales.returns.paper import return_slip
from klantkluis.sales.returns.queries import ReturnCard, return_card, returnable_lines
from klantkluis.vault.refusals import VaultLocked

TAKERS = (Role.SALES, Role.WAREHOUSE)


def _card(request: OfficeRequest, return_id: int) -> ReturnCard:
    """Give a return for the work of this person.

    Raises:
        Http404: there is none.
    """
    card = return_card(return_id=return_id, vault=request.actor.vault, purpose=purpose_of(request))
    if card is None:
        raise Http404
    return card


@allow(*READERS)
@require_safe
def returned(request: OfficeRequest, return_id: int) -> HttpResponse:
    """Show one return: what was announced, what came in, and what was credited of it."""
    card = _card(request, return_id)
    context: dict[str, Any] = {
        "card": card,
        "names": names_of([card.row.customer_id], request.actor),
        "reason": dict(REASONS)[card.row.reason],
        "may_take": request.actor.may(*TAKERS) and card.is_open,
        "may_print": request.actor.may(*TAKERS) and card.is_open,
        "may_credit": request.actor.may(Role.SALES, Role.BOOKKEEPER),
        "language": get_language(),
    }
    if card.receipt_id is not None:
        context["prepared"] = prepared_credits(receipt_id=card.receipt_id)
        context["credited"] = credits_of_return(receipt_id=card.receipt_id)
    return render(request, "office/sales/return.html", context)


@allow(*TAKERS)
@require_http_methods(["GET", "POST"])
def new_return(
    request: OfficeRequest, order_id: int, delivery_id: int | None = None
) -> HttpResponse:
    """Announce that goods of an order, or of one delivery note, come back."""
    card = card_of(request, order_id)
    lines = returnable_lines(
        order_id=order_id,
        delivery_id=delivery_id,
        vault=request.actor.vault,
        purpose=purpose_of(request),
    )
    initial = {"announced_on": timezone.localdate(), "uid": uuid4()}
    initial |= begun_return(request, order_id, lines)
    form = ReturnForm(request.POST or None, initial=initial, lines=lines)
    if form.is_valid():
        with form.refusals():
            return redirect("sales:return", _announce(request, order_id, form))
    names = names_of([card.customer_id], request.actor)
    context = {"card": card, "form": form, "names": names, "language": get_language()}
    return render(request, "office/sales/return_form.html", context)


def _announce(request: OfficeRequest, order_id: int, form: ReturnForm) -> int:
    return_id = announce_return(
        order_id=order_id,
        returned=form.returned(),
        announced_on=form.cleaned_data["announced_on"],
        actor=request.actor,
    )
    messages.success(request, _("The return is announced. The slip can go to the customer."))
    return return_id


@allow(*TAKERS)
@require_http_methods(["GET", "POST"])
def receive(request: OfficeRequest, return_id: int) -> HttpResponse:
    """Take in a return: stock, what the order still asks, and the credit in one act."""
    card = _card(request, return_id)
    initial = {"received_on": timezone.localdate()}
    form = ReceiveForm(request.POST or None, initial=initial, lines=card.lines)
    if form.is_valid():
        with form.refusals():
            take_back(
                return_id=return_id,
                received=form.received(),
                received_on=form.cleaned_data["received_on"],
                actor=request.actor,
            )
            messages.success(request, _("The return is taken in."))
            return redirect("sales:return", return_id)
    names = names_of([card.row.customer_id], request.actor)
    context = {"card": card, "form": form, "names": names, "language": get_language()}
    return render(request, "office/sales/return_receive.html", context)


@allow(*TAKERS)
@require_POST
def cancel(request: OfficeRequest, return_id: int) -> HttpResponse:
    """Note that the goods do not come."""
    cancel_return(return_id=return_id, actor=request.actor, today=timezone.localdate())
    messages.success(request, _("The return is called off."))
    return redirect("sales:return", return_id)


@allow(*TAKERS)
@require_safe
def slip(request: OfficeRequest, return_id: int) -> HttpResponse:
    """Give the slip that the customer puts in the box, made fresh and kept nowhere."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    card = _card(request, return_id)
    contents = return_slip(return_id=return_id, vault=request.actor.vault, made_at=timezone.now())
    assert contents is not None, "the card is there"
    return pdf(request, contents, name=f"{_('return')}-{card.row.number}")


@allow(Role.SALES, Role.BOOKKEEPER)
@require_POST
def drop_credit(request: OfficeRequest, return_id: int, draft_id: int) -> HttpResponse:
    """Throw away what was prepared to be credited."""
    drop_credit_draft(draft_id=draft_id, actor=request.actor)
    messages.success(request, _("The prepared credit is thrown away."))
    return redirect("sales:return", return_id)
