"""The list of products: searched, sorted, exported, and put on or off sale many at once."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.catalogue.commands import offer_products
from klantkluis.catalogue.queries import ProductRow, product_rows, rate_table
from klantkluis.catalogue.showing.commands import show_products
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.pages import every
from klantkluis.foundation.tables.writing import Cell
from klantkluis.foundation.units import unit_name
from klantkluis.office.access.permissions import allow
from klantkluis.office.exporting import list_file, picked
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.choices import BASES, CATEGORIES, rated
from klantkluis.office.tables import Column, Filter, Listing, ListState

PAGE = 50
SPLIT = "\x1f"


def _parts(request: OfficeRequest) -> dict[str, Any]:
    """Give what the list is made of, and what was asked of it."""
    columns = [
        Column(_("Product"), "name_nl"),
        Column(_("Article number"), "sku"),
        Column(_("VAT")),
        Column(_("Sold")),
        Column(_("Price"), align="right"),
    ]
    filters = [
        Filter("active", _("For sale"), [("yes", _("yes")), ("no", _("no"))]),
        Filter("shop", _("In the web shop"), [("yes", _("yes")), ("no", _("no"))]),
        Filter("category", _("VAT"), [(code, str(label)) for code, label in CATEGORIES]),
    ]
    state = ListState.of(request, columns=columns, filters=filters, sort="name_nl")
    return {"state": state, "columns": columns, "filters": filters}


def _key(state: ListState, row: ProductRow) -> tuple[str, int]:
    return getattr(row, state.sort_name), row.id


def _place(after: str) -> tuple[str, int] | None:
    """Read a place in the list; one that is none leads to the first page."""
    key, _split, pk = after.rpartition(SPLIT)
    return (key, int(pk)) if pk.isdigit() and len(pk) < 19 else None


def _rows(state: ListState, *, after: tuple[str, int] | None, limit: int) -> list[ProductRow]:
    return product_rows(
        today=timezone.localdate(),
        terms=state.terms,
        active={"yes": True, "no": False}.get(state.filters.get("active", "")),
        category=state.filters.get("category", ""),
        shown={"yes": True, "no": False}.get(state.filters.get("shop", "")),
        after=after,
        sort=state.sort_name,
        descending=state.descending,
        limit=limit,
    )


def _cursor(row: ProductRow, state: ListState) -> str:
    key, pk = _key(state, row)
    return f"{key}{SPLIT}{pk}"


@allow()
@require_safe
def products(request: OfficeRequest) -> HttpResponse:
    """List products."""
    parts = _parts(request)
    state = parts["state"]
    rows = _rows(state, after=_place(state.after), limit=PAGE + 1)
    listing = Listing(
        **parts,
        rows=rows[:PAGE],
        next=_cursor(rows[PAGE - 1], state) if len(rows) > PAGE else "",
        search=_("Search by name, article number, barcode"),
        picks=True,
        export=reverse("catalogue:export"),
    )
    context = {"list": listing, "sells": request.actor.may(Role.SALES), **_words()}
    return render(request, "office/catalogue/products.html", context)


def _words() -> dict[str, Any]:
    """Give what the rows need to be said: the language, and the rates of today."""
    rates = rate_table().on(timezone.localdate())
    return {"language": get_language(), "categories": dict(rated(rates))}


@allow(Role.SALES)
@require_POST
def offer(request: OfficeRequest, *, active: bool) -> HttpResponse:
    """Put the picked products on sale, or take them off it; the list stays as it was."""
    changed = offer_products(product_ids=picked(request), active=active, actor=request.actor)
    sentence = (
        ngettext("%(n)s product is for sale now.", "%(n)s products are for sale now.", changed)
        if active
        else ngettext(
            "%(n)s product is no longer for sale.",
            "%(n)s products are no longer for sale.",
            changed,
        )
    )
    messages.success(request, sentence % {"n": changed})
    return _back(request)


def _back(request: OfficeRequest) -> HttpResponse:
    kept = {name: request.POST[name] for name in CARRIED if request.POST.get(name)}
    return redirect(f"{reverse('catalogue:products')}?{urlencode(kept)}")


@allow(Role.SALES)
@require_POST
def show_in_shop(request: OfficeRequest, *, shown: bool) -> HttpResponse:
    """Put the picked products in the web shop, or take them out; the list stays as it was."""
    changed = show_products(product_ids=picked(request), shown=shown, actor=request.actor)
    sentence = (
        ngettext(
            "%(n)s product is in the shop now.", "%(n)s products are in the shop now.", changed
        )
        if shown
        else ngettext(
            "%(n)s product is no longer in the shop.",
            "%(n)s products are no longer in the shop.",
            changed,
        )
    )
    messages.success(request, sentence % {"n": changed})
    return _back(request)


CARRIED = ("terms", "sort", "active", "shop", "category", "after", "trail")


@allow()
@require_safe
def export(request: OfficeRequest) -> HttpResponseBase:
    """Give a file of the products that were picked, or of all that the list shows."""
    state, ids = _parts(request)["state"], picked(request)
    rows = _picked(ids) if ids else every(partial(_rows, state), partial(_key, state))
    return list_file(request, _("Products"), _header(), _cells(rows))


def _picked(ids: Sequence[int]) -> list[ProductRow]:
    return product_rows(ids=ids, today=timezone.localdate())


def _header() -> list[str]:
    return [
        _("Article number"),
        _("Name in Dutch"),
        _("Name in English"),
        _("Unit"),
        _("VAT"),
        _("Price"),
        _("This price is"),
        _("Barcode (EAN)"),
        _("For sale"),
    ]


def _cells(rows: Iterable[ProductRow]) -> Iterator[Sequence[Cell]]:
    """Give row after row, a batch at a time: the catalogue may be large."""
    language, categories, bases = get_language() or "nl", dict(CATEGORIES), dict(BASES)
    for row in rows:
        yield [
            row.sku,
            row.name_nl,
            row.name_en,
            unit_name(row.unit, language),
            str(categories[row.vat_category]),
            row.unit_price,
            str(bases[row.basis or PriceBasis.NET]) if row.unit_price is not None else "",
            row.barcode,
            _("yes") if row.active else _("no"),
        ]
