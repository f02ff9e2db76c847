"""Many orders at once: deliver all that is left of them, or print what is to be picked."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.exporting import picked
from klantkluis.office.papers import pdf
from klantkluis.office.refusals import sentence_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.forms import DayForm
from klantkluis.sales.backorders import short_orders
from klantkluis.sales.commands import deliver, file_delivery_note
from klantkluis.sales.goods import PickList, gathered, picking
from klantkluis.sales.pick_lists import pick_list_paper
from klantkluis.vault.client import LockedVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked

MOST = 100


def _picked(request: OfficeRequest) -> list[PickList]:
    """Give the picked orders of which something is still to go out."""
    return picking(order_ids=picked(request, MOST), vault=request.actor.vault, purpose=Purpose.SHIP)


@allow(Role.SALES, Role.WAREHOUSE)
@require_POST
def pick_lists(request: OfficeRequest) -> HttpResponse:
    """Show what is to be picked of each order, one sheet an order, to be printed."""
    lists = _picked(request)
    if not lists:
        messages.warning(request, _("Nothing is left to deliver of these orders."))
        return redirect("sales:orders")
    return _page(request, lists)


@allow(Role.SALES, Role.WAREHOUSE)
@require_safe
def pick_list(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Show what is to be picked of one order."""
    lists = picking(order_ids=[order_id], vault=request.actor.vault, purpose=Purpose.SHIP)
    if not lists:
        messages.warning(request, _("Nothing is left to deliver of these orders."))
        return redirect("sales:order", order_id)
    return _page(request, lists)


def _page(request: OfficeRequest, lists: list[PickList]) -> HttpResponse:
    context = {
        "lists": lists,
        "together": gathered(lists) if len(lists) > 1 else [],
        "numbers": _numbers(lists),
        "language": get_language(),
    }
    return render(request, "office/sales/pick_lists.html", context)


@allow(Role.SALES, Role.WAREHOUSE)
@require_POST
def pick_list_papers(request: OfficeRequest) -> HttpResponse:
    """Give the pick lists as a PDF, made fresh and kept nowhere."""
    lists = _picked(request)
    if not lists:
        messages.warning(request, _("Nothing is left to deliver of these orders."))
        return redirect("sales:orders")
    contents = pick_list_paper(
        lists,
        _numbers(lists),
        language=get_language() or "nl",
        made_on=timezone.localdate(),
        made_at=timezone.now(),
    )
    return pdf(request, contents, name=_("pick-list"))


def _numbers(lists: list[PickList]) -> dict[int, int]:
    """Give the customer numbers: a pick list names nobody."""
    ids = [each.customer_id for each in lists]
    return {row.id: row.number for row in customer_rows(vault=LockedVault(), ids=ids).values()}


@allow(Role.SALES, Role.WAREHOUSE)
@require_POST
def deliver_many(request: OfficeRequest) -> HttpResponse:
    """Deliver all that is left of the picked orders, once the person has seen which they are."""
    lists = _picked(request)
    if not lists:
        messages.warning(request, _("Nothing is left to deliver of these orders."))
        return redirect("sales:orders")
    if not request.actor.vault.is_open:
        raise VaultLocked
    sent = request.POST if "delivered_on" in request.POST else None
    form = DayForm(sent, initial={"delivered_on": timezone.localdate()})
    if form.is_valid():
        _deliver(request, lists, form.cleaned_data["delivered_on"])
        return redirect("sales:deliveries")
    names = names_of([each.customer_id for each in lists], request.actor)
    context = {"lists": lists, "names": names, "form": form, "short": short_orders()}
    return render(request, "office/sales/deliver_many.html", context)


def _deliver(request: OfficeRequest, lists: list[PickList], delivered_on: date) -> None:
    """Deliver order by order; one that cannot be does not stop the others."""
    made = 0
    for each in lists:
        try:
            delivery_id = deliver(
                order_id=each.order_id, actor=request.actor, delivered_on=delivered_on
            )
            file_delivery_note(delivery_id=delivery_id, actor=request.actor, made_at=timezone.now())
            made += 1
        except VaultLocked:
            raise
        except Refusal as refusal:
            said = {"n": each.number, "why": sentence_of(refusal)}
            messages.warning(request, _("Order %(n)s: %(why)s") % said)
    sentence = ngettext("%(n)s delivery note is made.", "%(n)s delivery notes are made.", made)
    messages.success(request, sentence % {"n": made})
