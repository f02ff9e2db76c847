"""The list of products: searched, sorted, exported, and put on or off sale many at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.catalogue.commands import offer_products
from klantkluis.catalogue.queries import ProductRow, product_rows, rate_table
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.tables.writing import Cell, csv_stream, xlsx_stream
from klantkluis.foundation.units import unit_name
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.export import TYPES
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.choices import BASES, CATEGORIES, rated
from klantkluis.office.tables import Column, Filter, Listing, ListState

PAGE = 50
BATCH = 500
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
        Filter("category", _("VAT"), [(code, str(label)) for code, label in CATEGORIES]),
    ]
    state = ListState.of(request, columns=columns, filters=filters, sort="name_nl")
    return {"state": state, "columns": columns, "filters": filters}


def _rows(state: ListState, *, after: str, limit: int) -> list[ProductRow]:
    key, _split, pk = after.rpartition(SPLIT)
    return product_rows(
        today=timezone.localdate(),
        terms=state.terms,
        active={"yes": True, "no": False}.get(state.filters.get("active", "")),
        category=state.filters.get("category", ""),
        after=(key, int(pk)) if pk.isdigit() and len(pk) < 19 else None,
        sort=state.sort_name,
        descending=state.descending,
        limit=limit,
    )


def _cursor(row: ProductRow, state: ListState) -> str:
    return f"{getattr(row, state.sort_name)}{SPLIT}{row.id}"


@allow()
@require_safe
def products(request: OfficeRequest) -> HttpResponse:
    """List products."""
    parts = _parts(request)
    state = parts["state"]
    rows = _rows(state, after=state.after, limit=PAGE + 1)
    listing = Listing(
        **parts,
        rows=rows[:PAGE],
        next=_cursor(rows[PAGE - 1], state) if len(rows) > PAGE else "",
        search=_("Search by name, article number, barcode"),
        picks=request.actor.may(Role.SALES),
    )
    rates = rate_table().on(timezone.localdate())
    context = {"list": listing, "language": get_language(), "categories": dict(rated(rates))}
    return render(request, "office/catalogue/products.html", context)


@allow(Role.SALES)
@require_POST
def offer(request: OfficeRequest, *, active: bool) -> HttpResponse:
    """Put the picked products on sale, or take them off it; the list stays as it was."""
    picked = [int(pk) for pk in request.POST.getlist("pick") if pk.isdigit()]
    changed = offer_products(product_ids=picked, active=active, actor=request.actor)
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
    kept = {name: request.POST[name] for name in CARRIED if request.POST.get(name)}
    return redirect(f"{reverse('catalogue:products')}?{urlencode(kept)}")


CARRIED = ("terms", "sort", "active", "category", "after", "trail")


@allow()
@require_safe
def export(request: OfficeRequest) -> HttpResponseBase:
    """Give a file of the products that the list shows, all pages of it."""
    state, title = _parts(request)["state"], _("Products")
    kind = "csv" if request.GET.get("file") == "csv" else "xlsx"
    header, cells = _header(), _cells(state)
    stream = csv_stream(header, cells) if kind == "csv" else xlsx_stream(header, cells, title=title)
    response = StreamingHttpResponse(stream, content_type=TYPES[kind])
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{title.lower()}-{day}.{kind}"'
    return response


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


def _cells(state: ListState) -> Iterator[Sequence[Cell]]:
    """Give row after row, a batch at a time: the catalogue may be large."""
    language, after = get_language() or "nl", ""
    categories, bases = dict(CATEGORIES), dict(BASES)
    while True:
        rows = _rows(state, after=after, limit=BATCH)
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
        if len(rows) < BATCH:
            return
        after = _cursor(rows[-1], state)
