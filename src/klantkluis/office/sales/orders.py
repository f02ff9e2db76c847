"""Orders: the list, the card and what follows from it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.billing.queries import billed_quantities, invoices_of_order
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.papers import pdf
from klantkluis.office.sales.reading import PAGE, READERS, card_of, customer_filter, narrowed
from klantkluis.office.tables import Column, Filter, Listing, ListState
from klantkluis.sales.commands import cancel_order
from klantkluis.sales.paper import order_confirmation
from klantkluis.sales.queries import OrderCard, order_rows
from klantkluis.vault.refusals import VaultLocked


def _columns() -> list[Column]:
    return [
        Column(_("Order")),
        Column(_("Customer")),
        Column(_("Date")),
        Column(_("State")),
        Column(_("Amount"), align="right"),
    ]


def _states() -> Filter:
    return Filter(
        "state",
        _("State"),
        [("to_deliver", _("To deliver")), ("to_bill", _("To bill")), ("cancelled", _("Cancelled"))],
    )


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def orders(request: OfficeRequest) -> HttpResponse:
    """List orders, the newest first. A search is a POST: it may be a name."""
    columns, filters = _columns(), [_states(), *customer_filter(request)]
    state = ListState.of(request, columns=columns, filters=filters)
    asked = narrowed(request, state)
    only, ids = state.filters.get("state", ""), asked.customer_ids
    found = order_rows(customer_ids=ids, only=only, below=asked.below, limit=asked.limit)
    rows = asked.kept(found)
    listing = Listing(
        state=state,
        columns=columns,
        rows=rows[:PAGE],
        filters=filters,
        next=str(rows[PAGE - 1].number) if len(rows) > PAGE else "",
        method="post",
        search=_search_words(request),
        picks=request.actor.may(Role.SALES, Role.WAREHOUSE),
    )
    names = names_of([row.customer_id for row in listing.rows], request.actor)
    return render(request, "office/sales/orders.html", {"list": listing, "names": names})


def _search_words(request: OfficeRequest) -> str:
    return _("Order number or customer") if request.actor.vault.is_open else _("Order number")


@allow(*READERS)
@require_safe
def order(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Show one order with its lines, deliveries and invoices."""
    card = card_of(request, order_id)
    context = {**_around(request, card), "card": card, "language": get_language()}
    return render(request, "office/sales/order.html", context)


def _around(request: OfficeRequest, card: OrderCard) -> dict[str, Any]:
    """Give what the card shows besides the order, and what this person may do with it."""
    billed = billed_quantities(order_id=card.id)
    invoices = invoices_of_order(order_id=card.id, today=timezone.localdate())
    sells = request.actor.may(Role.SALES)
    return {
        "names": names_of([card.customer_id], request.actor),
        "lines": [
            (line, cents, billed.get(line.id))
            for line, cents in zip(card.lines, card.totals.line_cents, strict=True)
        ],
        "deliveries": card.deliveries,
        "invoices": invoices,
        "may_change": sells and not (card.deliveries or invoices or card.cancelled_on),
        "may_bill": request.actor.may(Role.SALES, Role.BOOKKEEPER),
        "may_bill_ahead": not card.cancelled_on
        and any(line.quantity > billed.get(line.id, 0) for line in card.lines),
        "may_deliver": request.actor.may(Role.SALES, Role.WAREHOUSE) and card.to_deliver,
        "may_cancel": sells and card.to_deliver,
    }


@allow(Role.SALES)
@require_POST
def cancel(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Cancel what was not delivered."""
    cancel_order(order_id=order_id, actor=request.actor, today=timezone.localdate())
    messages.success(request, _("What was not delivered is cancelled."))
    return redirect("sales:order", order_id)


@allow(Role.SALES, Role.BOOKKEEPER)
@require_safe
def confirmation(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Give the PDF that confirms the order as it stands now."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    number = card_of(request, order_id).number
    contents = order_confirmation(
        order_id=order_id, vault=request.actor.vault, made_at=timezone.now()
    )
    if contents is None:
        raise Http404
    return pdf(request, contents, name=f"{_('order')}-{number}")
