"""The list of what there is: searched, sorted, narrowed, and given as a file."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klantkluis.catalogue.stock.queries import StockRow, negative, stock_rows
from klantkluis.catalogue.stock.rules import Standing
from klantkluis.core.roles import Role
from klantkluis.foundation.pages import every
from klantkluis.foundation.tables.writing import Cell
from klantkluis.foundation.units import unit_name
from klantkluis.office.access.permissions import allow
from klantkluis.office.exporting import list_file, picked
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.stock.choices import STANDINGS
from klantkluis.office.tables import Column, Filter, Listing, ListState
from klantkluis.sales.backorders import short_ids, stocked

READERS = (Role.SALES, Role.WAREHOUSE, Role.BOOKKEEPER)
MOVERS = (Role.SALES, Role.WAREHOUSE)
PAGE = 50
SPLIT = "\x1f"


def _parts(request: OfficeRequest) -> dict[str, Any]:
    """Give what the list is made of, and what was asked of it."""
    columns = [
        Column(_("Product"), "name_nl"),
        Column(_("Article number"), "sku"),
        Column(_("Place"), "place"),
        Column(_("On hand"), align="right"),
        Column(_("Reserved"), align="right"),
        Column(_("Available"), align="right"),
        Column(_("To order"), align="right"),
    ]
    filters = [Filter("state", _("State"), [(code, str(label)) for code, label in STANDINGS])]
    state = ListState.of(request, columns=columns, filters=filters, sort="name_nl")
    return {"state": state, "columns": columns, "filters": filters}


def _ids(state: ListState) -> Collection[int] | None:
    """Give the products that the filter leaves; None for all."""
    match state.filters.get("state", ""):
        case Standing.LOW:
            return short_ids()
        case Standing.NEGATIVE:
            return negative()
        case _:
            return None


def _rows(
    state: ListState,
    ids: Collection[int] | None,
    *,
    after: tuple[str, int] | None,
    limit: int,
) -> list[StockRow]:
    return stock_rows(
        ids=ids,
        terms=state.terms,
        after=after,
        sort=state.sort_name,
        descending=state.descending,
        limit=limit,
    )


def _key(state: ListState, row: StockRow) -> tuple[str, int]:
    return getattr(row, state.sort_name), row.id


def _place(after: str) -> tuple[str, int] | None:
    """Read a place in the list; one that is none leads to the first page."""
    key, _split, pk = after.rpartition(SPLIT)
    return (key, int(pk)) if pk.isdigit() and len(pk) < 19 else None


@allow(*READERS)
@require_safe
def stock(request: OfficeRequest) -> HttpResponse:
    """List what there is of each product that keeps stock."""
    parts = _parts(request)
    state = parts["state"]
    rows = _rows(state, _ids(state), after=_place(state.after), limit=PAGE + 1)
    key = SPLIT.join(map(str, _key(state, rows[PAGE - 1]))) if len(rows) > PAGE else ""
    listing = Listing(
        **parts,
        rows=stocked(rows[:PAGE]),
        next=key,
        search=_("Search by name, article number, place"),
        picks=request.actor.may(*MOVERS),
        export=reverse("stock:export"),
    )
    context = {"list": listing, "moves": request.actor.may(*MOVERS), "language": get_language()}
    return render(request, "office/stock/stock.html", context)


@allow(*READERS)
@require_safe
def export(request: OfficeRequest) -> HttpResponseBase:
    """Give a file of the products that were picked, or of all that the list shows."""
    state, ids = _parts(request)["state"], picked(request)
    rows = every(partial(_rows, state, ids or _ids(state)), partial(_key, state))
    return list_file(request, _("Stock"), _header(), _cells(list(rows)))


def _header() -> list[str]:
    return [
        _("Article number"),
        _("Product"),
        _("Unit"),
        _("Place"),
        _("On hand"),
        _("Reserved"),
        _("Available"),
        _("Order more below"),
        _("To order"),
    ]


def _cells(rows: Sequence[StockRow]) -> Iterator[Sequence[Cell]]:
    language = get_language() or "nl"
    for each in stocked(rows):
        row, stock = each.row, each.stock
        yield [
            row.sku,
            row.name(language),
            unit_name(row.unit, language),
            row.place,
            stock.on_hand,
            stock.reserved,
            stock.available,
            row.reorder_point,
            stock.to_order,
        ]
