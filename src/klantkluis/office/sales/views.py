"""Orders: the list, the card, the form and what follows from it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.billing.queries import invoice_rows
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState, number_cursor
from klantkluis.sales.commands import cancel_order
from klantkluis.sales.queries import (
    DeliveryCard,
    OrderCard,
    delivery_card,
    delivery_rows,
    order_card,
    order_rows,
)
from klantkluis.vault.purposes import Purpose

PAGE = 50


@allow()
@require_safe
def orders(request: OfficeRequest) -> HttpResponse:
    """List orders, the newest first."""
    columns = [
        Column(_("Order")),
        Column(_("Customer")),
        Column(_("Date")),
        Column(_("State")),
        Column(_("Amount"), align="right"),
    ]
    states = [
        ("to_deliver", _("To deliver")),
        ("to_bill", _("To bill")),
        ("cancelled", _("Cancelled")),
    ]
    filters = [Filter("state", _("State"), states)]
    state = ListState.of(request, columns=columns, filters=filters)
    below = number_cursor(state.terms) or number_cursor(state.after)
    rows = order_rows(
        only=state.filters.get("state", ""),
        below=below + 1 if below and state.terms else below,
        limit=PAGE + 1,
    )
    listing = Listing(
        state=state,
        columns=columns,
        rows=rows[:PAGE],
        filters=filters,
        next=str(rows[PAGE - 1].number) if len(rows) > PAGE else "",
        search=_("Order number"),
    )
    names = names_of([row.customer_id for row in listing.rows], request.actor)
    return render(request, "office/sales/orders.html", {"list": listing, "names": names})


@allow()
@require_safe
def order(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Show one order with its lines, deliveries and invoices."""
    card = card_of(request, order_id)
    context = {
        "card": card,
        "names": names_of([card.customer_id], request.actor),
        "deliveries": card.deliveries,
        "invoices": invoice_rows(today=timezone.localdate(), order_id=order_id, limit=PAGE),
    }
    return render(request, "office/sales/order.html", context)


def card_of(request: OfficeRequest, order_id: int) -> OrderCard:
    """Give an order for the work of this person.

    Raises:
        Http404: there is none.
    """
    card = order_card(order_id=order_id, vault=request.actor.vault, purpose=purpose_of(request))
    if card is None:
        raise Http404
    return card


def purpose_of(request: OfficeRequest) -> Purpose:
    """Give why this person looks at an order: to ship it, or to bill it."""
    ships = request.actor.may(Role.SALES, Role.WAREHOUSE)
    return Purpose.SHIP if ships else Purpose.INVOICE


@allow(Role.SALES)
@require_POST
def cancel(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Cancel what was not delivered."""
    cancel_order(order_id=order_id, actor=request.actor, today=timezone.localdate())
    messages.success(request, _("What was not delivered is cancelled."))
    return redirect("sales:order", order_id)


@allow()
@require_safe
def deliveries(request: OfficeRequest) -> HttpResponse:
    """List delivery notes, the newest first."""
    columns = [
        Column(_("Delivery note")),
        Column(_("Customer")),
        Column(_("Order")),
        Column(_("Date")),
    ]
    state = ListState.of(request, columns=columns)
    rows = delivery_rows(below=number_cursor(state.after), limit=PAGE + 1)
    listing = Listing(
        state=state,
        columns=columns,
        rows=rows[:PAGE],
        next=str(rows[PAGE - 1].number) if len(rows) > PAGE else "",
    )
    names = names_of([row.customer_id for row in listing.rows], request.actor)
    return render(request, "office/sales/deliveries.html", {"list": listing, "names": names})


@allow()
@require_safe
def delivery(request: OfficeRequest, delivery_id: int) -> HttpResponse:
    """Show one delivery note, ready to print: without prices."""
    card = _delivery(request, delivery_id)
    context: dict[str, Any] = {
        "card": card,
        "names": names_of([card.customer_id], request.actor),
    }
    return render(request, "office/sales/delivery.html", context)


def _delivery(request: OfficeRequest, delivery_id: int) -> DeliveryCard:
    card = delivery_card(
        delivery_id=delivery_id, vault=request.actor.vault, purpose=purpose_of(request)
    )
    if card is None:
        raise Http404
    return card
