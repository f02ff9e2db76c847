"""The lists of orders and of delivery notes: searched, sorted, narrowed, and given as files."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.money import from_cents
from klantkluis.core.roles import Role
from klantkluis.disclosures.rules import HandOver, What
from klantkluis.foundation.pages import Sort, every
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.exporting import Named, amount_heads, picked
from klantkluis.office.handing_over import (
    People,
    people_file,
    people_zip,
    to_whom,
    without_restricted,
)
from klantkluis.office.periods import period_filter
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.reading import PAGE, READERS, customer_filter, narrowed
from klantkluis.office.tables import Column, Filter, Listing, ListState, cursor
from klantkluis.sales.commands import file_delivery_note
from klantkluis.sales.lists import (
    DeliveryRow,
    Narrowing,
    OrderRow,
    customers_of_deliveries,
    customers_of_orders,
    delivery_rows,
    order_rows,
)
from klantkluis.sales.queries import delivery_paper_of
from klantkluis.vault.refusals import VaultLocked

MOST_PAPERS = 200


def _key(row: OrderRow | DeliveryRow, sort: Sort) -> tuple[date | int, int]:
    return getattr(row, sort.by), row.id


def _next(rows: Sequence[OrderRow | DeliveryRow], sort: Sort) -> str:
    return cursor(*_key(rows[PAGE - 1], sort)) if len(rows) > PAGE else ""


def _narrowing(request: OfficeRequest, state: ListState) -> Narrowing:
    """Give what a file is about: what was picked, or all that the list shows."""
    ids = picked(request)
    return Narrowing(ids=ids) if ids else narrowed(request, state)


def _order_columns() -> list[Column]:
    return [
        Column(_("Order"), "number"),
        Column(_("Customer")),
        Column(_("Date"), "ordered_on"),
        Column(_("State")),
        Column(_("Amount"), align="right"),
    ]


def _states() -> Filter:
    return Filter(
        "state",
        _("State"),
        [("to_deliver", _("To deliver")), ("to_bill", _("To bill")), ("cancelled", _("Cancelled"))],
    )


def _orders_asked(request: OfficeRequest) -> dict[str, Any]:
    """Give what the list is made of, and what was asked of it."""
    columns = _order_columns()
    filters = [_states(), period_filter(), *customer_filter(request)]
    state = ListState.of(request, columns=columns, filters=filters, sort="-number")
    return {"state": state, "columns": columns, "filters": filters}


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def orders(request: OfficeRequest) -> HttpResponse:
    """List orders, the newest first. A search is a POST: it may be a name."""
    asked = _orders_asked(request)
    state = asked["state"]
    rows = order_rows(
        narrowing=narrowed(request, state), sort=state.order, after=state.key, limit=PAGE + 1
    )
    listing = Listing(
        **asked,
        rows=rows[:PAGE],
        next=_next(rows, state.order),
        method="post",
        search=_search_words(request),
        picks=True,
        export=reverse("sales:export-orders"),
    )
    names = names_of([row.customer_id for row in listing.rows], request.actor)
    return render(request, "office/sales/orders.html", {"list": listing, "names": names})


@allow(*READERS)
@require_POST
@to_whom(What.ORDERS)
def export_orders(request: OfficeRequest, *, to: HandOver) -> StreamingHttpResponse:
    """Give a file of the orders that were picked, or of all that the list shows."""
    state = _orders_asked(request)["state"]
    narrowing = _narrowing(request, state)
    named = Named(customers_of_orders(narrowing=narrowing), request.actor)
    header = [_("Order"), *named.header, _("Date"), _("State"), *amount_heads()]
    page = partial(order_rows, narrowing=narrowing, sort=state.order)
    rows = every(page, lambda row: _key(row, state.order))
    cells = (_order_cells(row, named) for row in rows)
    return people_file(to, request, What.ORDERS, header=header, rows=cells, people=People.of(named))


def _order_cells(row: OrderRow, named: Named) -> list[Cell]:
    return [
        row.number,
        *named.cells(row.customer_id),
        row.ordered_on,
        ", ".join(_state_words(row)),
        from_cents(row.net_cents),
        from_cents(row.gross_cents - row.net_cents),
        from_cents(row.gross_cents),
    ]


def _state_words(row: OrderRow) -> list[str]:
    """Say where an order stands, as on the list."""
    to_deliver = _("Partly delivered") if row.delivered else _("To deliver")
    said = [
        (row.cancelled, _("Cancelled")),
        (row.to_deliver, to_deliver),
        (row.to_bill, _("To bill")),
    ]
    return [words for holds, words in said if holds] or [_("Done")]


def _search_words(request: OfficeRequest) -> str:
    return _("Order number or customer") if request.actor.vault.is_open else _("Order number")


def _deliveries_asked(request: OfficeRequest) -> dict[str, Any]:
    """Give what the list is made of, and what was asked of it."""
    columns = [
        Column(_("Delivery note"), "number"),
        Column(_("Customer")),
        Column(_("Order")),
        Column(_("Date"), "delivered_on"),
    ]
    filters = [period_filter(), *customer_filter(request)]
    state = ListState.of(request, columns=columns, filters=filters, sort="-number")
    return {"state": state, "columns": columns, "filters": filters}


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def deliveries(request: OfficeRequest) -> HttpResponse:
    """List delivery notes, the newest first. A search is a POST: it may be a name."""
    asked, is_open = _deliveries_asked(request), request.actor.vault.is_open
    state = asked["state"]
    rows = delivery_rows(
        narrowing=narrowed(request, state), sort=state.order, after=state.key, limit=PAGE + 1
    )
    listing = Listing(
        **asked,
        rows=rows[:PAGE],
        next=_next(rows, state.order),
        method="post",
        search=_("Number or customer") if is_open else _("Number"),
        picks=True,
        export=reverse("sales:export-deliveries"),
    )
    names = names_of([row.customer_id for row in listing.rows], request.actor)
    return render(request, "office/sales/deliveries.html", {"list": listing, "names": names})


@allow(*READERS)
@require_POST
@to_whom(What.DELIVERIES)
def export_deliveries(request: OfficeRequest, *, to: HandOver) -> StreamingHttpResponse:
    """Give a file of the delivery notes that were picked, or of all that the list shows."""
    state = _deliveries_asked(request)["state"]
    narrowing = _narrowing(request, state)
    named = Named(customers_of_deliveries(narrowing=narrowing), request.actor)
    header = [_("Delivery note"), *named.header, _("Order"), _("Date")]
    page = partial(delivery_rows, narrowing=narrowing, sort=state.order)
    rows = every(page, lambda row: _key(row, state.order))
    cells = (
        [row.number, *named.cells(row.customer_id), row.order_number, row.delivered_on]
        for row in rows
    )
    people = People.of(named)
    return people_file(to, request, What.DELIVERIES, header=header, rows=cells, people=people)


def _needs_deliveries(request: OfficeRequest) -> HttpResponse | None:
    if not picked(request, MOST_PAPERS):
        messages.warning(request, _("Pick the delivery notes first."))
        return redirect("sales:deliveries")
    if not request.actor.vault.is_open:
        raise VaultLocked
    return None


@allow(Role.SALES, Role.WAREHOUSE)
@require_POST
@to_whom(What.DELIVERY_PAPERS, needs=_needs_deliveries)
def delivery_papers(request: OfficeRequest, *, to: HandOver) -> HttpResponse:
    """Give the papers of the picked delivery notes in one file, each as it went with the goods."""
    ids = picked(request, MOST_PAPERS)
    rows = delivery_rows(narrowing=Narrowing(ids=ids), limit=MOST_PAPERS)
    free, people = without_restricted(rows)
    papers = _papers(request, free)
    return people_zip(to, request, What.DELIVERY_PAPERS, papers=papers, people=people)


def _papers(request: OfficeRequest, rows: Sequence[DeliveryRow]) -> Iterator[tuple[str, bytes]]:
    for row in rows:
        file_delivery_note(delivery_id=row.id, actor=request.actor, made_at=timezone.now())
        found = delivery_paper_of(delivery_id=row.id, vault=request.actor.vault)
        assert found is not None, "it was filed just now"
        yield f"{_('delivery-note')}-{row.number}.pdf", found[1]
