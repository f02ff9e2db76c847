"""The stock of one product: its level, who waits for it, its history, and how it is set up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.catalogue.queries import ProductRow, product_row
from klantkluis.catalogue.stock.commands import set_up_stock
from klantkluis.catalogue.stock.queries import MovementRow, levels, movement_rows, stock_setting
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.stock.choices import KINDS, REASONS
from klantkluis.office.stock.forms import SettingsForm
from klantkluis.office.stock.listing import MOVERS, READERS
from klantkluis.office.tables import Column, Listing, ListState, number_cursor
from klantkluis.sales.backorders import documents_of, stocked, waiting_for
from klantkluis.vault.client import LockedVault

PAGE = 50


def _product(product_id: int) -> ProductRow:
    row = product_row(product_id=product_id, today=timezone.localdate())
    if row is None:
        raise Http404
    return row


def _movements(request: OfficeRequest, product_id: int, state: ListState) -> list[MovementRow]:
    """Give a page of the history; notes are shown to those who work with the stock."""
    reads = request.actor.may(*MOVERS)
    return movement_rows(
        product_id=product_id,
        vault=request.actor.vault if reads else LockedVault(),
        below=number_cursor(state.after),
        limit=PAGE + 1,
    )


@allow(*READERS)
@require_safe
def product(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Show how many there are of a product, who waits for it, and what moved it."""
    level = levels(product_ids=[product_id])
    waiting = waiting_for(product_ids=[product_id]).get(product_id, [])
    context = {
        "product": _product(product_id),
        "stocked": stocked(level.values())[0] if level else None,
        **_history(request, product_id),
        "waiting": waiting,
        "names": names_of([each.customer_id for each in waiting], request.actor),
        "moves": request.actor.may(*MOVERS),
        "language": get_language(),
    }
    return render(request, "office/stock/product.html", context)


def _history(request: OfficeRequest, product_id: int) -> dict[str, Any]:
    """Give a page of what moved the stock, with the papers and the words of it."""
    state = ListState.of(request, columns=_columns())
    rows = _movements(request, product_id, state)
    listing = Listing(
        state=state,
        columns=_columns(),
        rows=rows[:PAGE],
        next=str(rows[PAGE - 1].id) if len(rows) > PAGE else "",
    )
    return {
        "list": listing,
        "documents": documents_of(movement_ids=[each.id for each in listing.rows]),
        "kinds": KINDS,
        "reasons": dict(REASONS),
    }


def _columns() -> list[Column]:
    return [
        Column(_("Date")),
        Column(_("What happened")),
        Column(_("Quantity"), align="right"),
        Column(_("On hand after"), align="right"),
    ]


@allow(*MOVERS)
@require_http_methods(["GET", "POST"])
def data(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Say whether a product keeps stock, when to order more and where it lies."""
    row, now = _product(product_id), stock_setting(product_id=product_id)
    assert now is not None, "the product is there"
    initial = {
        "keeps_stock": now.keeps_stock,
        "reorder_point": now.reorder_point,
        "place": now.place,
    }
    form = SettingsForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            set_up_stock(product_id=product_id, settings=form.settings(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("stock:product", product_id)
    context = {"form": form, "product": row, "language": get_language()}
    return render(request, "office/stock/data.html", context)
