"""The list of returns: searched, sorted, narrowed, and given as a file."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.disclosures.rules import HandOver, What
from klantkluis.foundation.pages import Sort, every
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.exporting import Named, picked
from klantkluis.office.handing_over import People, people_file, to_whom
from klantkluis.office.periods import period_filter
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.reading import PAGE, READERS, customer_filter, narrowed
from klantkluis.office.sales.return_forms import REASONS
from klantkluis.office.tables import Column, Filter, Listing, ListState, cursor
from klantkluis.sales.lists import Narrowing
from klantkluis.sales.returns.queries import ReturnRow, customers_of_returns, return_rows
from klantkluis.sales.returns.rules import ReturnState


def state_words() -> dict[str, str]:
    """Say how far a return is."""
    return {
        ReturnState.ANNOUNCED.value: _("Announced"),
        ReturnState.RECEIVED.value: _("Came in"),
        ReturnState.CANCELLED.value: _("Called off"),
    }


def _asked(request: OfficeRequest) -> dict[str, Any]:
    """Give what the list is made of, and what was asked of it."""
    columns = [
        Column(_("Return"), "number"),
        Column(_("Customer")),
        Column(_("Order")),
        Column(_("Date"), "announced_on"),
        Column(_("Why")),
        Column(_("State")),
    ]
    states = Filter("state", _("State"), list(state_words().items()))
    filters = [states, period_filter(), *customer_filter(request)]
    state = ListState.of(request, columns=columns, filters=filters, sort="-number")
    return {"state": state, "columns": columns, "filters": filters}


def _key(row: ReturnRow, sort: Sort) -> tuple[Any, int]:
    return getattr(row, sort.by), row.id


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def returns(request: OfficeRequest) -> HttpResponse:
    """List returns, the newest first. A search is a POST: it may be a name."""
    asked, is_open = _asked(request), request.actor.vault.is_open
    state = asked["state"]
    rows = return_rows(
        narrowing=narrowed(request, state), sort=state.order, after=state.key, limit=PAGE + 1
    )
    listing = Listing(
        **asked,
        rows=rows[:PAGE],
        next=_next(rows, state.order),
        method="post",
        search=_("Number or customer") if is_open else _("Number"),
        picks=True,
        export=reverse("sales:export-returns"),
    )
    names = names_of([row.customer_id for row in listing.rows], request.actor)
    context = {"list": listing, "names": names, "reasons": dict(REASONS)}
    return render(request, "office/sales/returns.html", context)


def _next(rows: Sequence[ReturnRow], sort: Sort) -> str:
    return cursor(*_key(rows[PAGE - 1], sort)) if len(rows) > PAGE else ""


@allow(*READERS)
@require_POST
@to_whom(What.RETURNS)
def export_returns(request: OfficeRequest, *, to: HandOver) -> StreamingHttpResponse:
    """Give a file of the returns that were picked, or of all that the list shows."""
    state, ids = _asked(request)["state"], picked(request)
    narrowing = Narrowing(ids=ids) if ids else narrowed(request, state)
    named = Named(customers_of_returns(narrowing=narrowing), request.actor)
    header = [_("Return"), *named.header, _("Order"), _("Date"), _("Why"), _("State")]
    page = partial(return_rows, narrowing=narrowing, sort=state.order)
    rows = every(page, lambda row: _key(row, state.order))
    cells, people = (_cells(row, named) for row in rows), People.of(named)
    return people_file(to, request, What.RETURNS, header=header, rows=cells, people=people)


def _cells(row: ReturnRow, named: Named) -> list[Cell]:
    return [
        row.number,
        *named.cells(row.customer_id),
        row.order_number,
        row.announced_on,
        str(dict(REASONS)[row.reason]),
        state_words()[row.state],
    ]
