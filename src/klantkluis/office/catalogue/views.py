"""Products: the list, the form and the history of prices."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.catalogue.commands import add_product, change_product
from klantkluis.catalogue.queries import ProductRow, price_history, product_row, product_rows
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.tables.writing import Cell, csv_stream, xlsx_stream
from klantkluis.office.access.permissions import allow
from klantkluis.office.catalogue.forms import ProductForm
from klantkluis.office.customers.export import TYPES
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.forms import CATEGORIES
from klantkluis.office.tables import Column, Filter, Listing, ListState

PAGE = 50
KEEPERS = (Role.SALES, Role.WAREHOUSE, Role.BOOKKEEPER)


def _state(request: OfficeRequest) -> tuple[ListState, list[Column], list[Filter]]:
    columns = [
        Column(_("Product"), "name_nl"),
        Column(_("Article number"), "sku"),
        Column(_("VAT")),
        Column(_("For sale")),
        Column(_("Price"), align="right"),
    ]
    filters = [
        Filter("active", _("For sale"), [("yes", _("Yes")), ("no", _("No"))]),
        Filter("category", _("VAT"), [(code, str(label)) for code, label in CATEGORIES]),
    ]
    state = ListState.of(request, columns=columns, filters=filters, sort="name_nl")
    return state, columns, filters


def _rows(state: ListState, *, limit: int) -> list[ProductRow]:
    key, _dot, pk = state.after.rpartition("\x1f")
    return product_rows(
        today=timezone.localdate(),
        terms=state.terms,
        active={"yes": True, "no": False}.get(state.filters.get("active", "")),
        category=state.filters.get("category", ""),
        after=(key, int(pk)) if pk.isdigit() else None,
        sort=state.sort_name,
        descending=state.descending,
        limit=limit,
    )


@allow()
@require_safe
def products(request: OfficeRequest) -> HttpResponse:
    """List products."""
    state, columns, filters = _state(request)
    rows = _rows(state, limit=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    listing = Listing(
        state=state,
        columns=columns,
        rows=rows[:PAGE],
        filters=filters,
        next=f"{getattr(last, state.sort_name)}\x1f{last.id}" if last else "",
        search=_("Search by name, article number, barcode"),
    )
    context = {"list": listing, "language": get_language(), "categories": dict(CATEGORIES)}
    return render(request, "office/catalogue/products.html", context)


@allow()
@require_safe
def export(request: OfficeRequest) -> HttpResponseBase:
    """Give a file of the products that the list shows, all pages of it."""
    state, _columns, _filters = _state(request)
    rows = _rows(
        ListState(terms=state.terms, sort=state.sort, filters=state.filters), limit=100_000
    )
    kind = "csv" if request.GET.get("file") == "csv" else "xlsx"
    names = ("sku", "name_nl", "name_en", "unit", "vat_category", "barcode")
    header = [*names, "unit_price", "basis", "active"]
    cells = _cells(rows, names)
    stream = (
        xlsx_stream(header, cells, title=_("Products"))
        if kind == "xlsx"
        else csv_stream(header, cells)
    )
    response = StreamingHttpResponse(stream, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="products.{kind}"'
    return response


def _cells(rows: Sequence[ProductRow], names: Sequence[str]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield [*(getattr(row, name) for name in names), row.unit_price, row.basis, row.active]


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: OfficeRequest) -> HttpResponse:
    """Add a product."""
    initial = {"unit": "C62", "vat_category": "standard", "basis": "net", "active": True}
    form = ProductForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            today = timezone.localdate()
            product_id = add_product(fields=form.product(), actor=request.actor, today=today)
            messages.success(request, _("The product is added."))
            return redirect("catalogue:product", product_id)
    return render(request, "office/catalogue/product.html", {"form": form})


@allow()
@require_http_methods(["GET", "POST"])
def product(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Show and change one product, with every price it ever had."""
    row = product_row(product_id=product_id, today=timezone.localdate())
    if row is None:
        raise Http404
    initial = {**asdict(row), "basis": row.basis or PriceBasis.NET}
    form = ProductForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            change_product(
                product_id=product_id,
                fields=form.product(),
                actor=request.actor,
                today=timezone.localdate(),
            )
            messages.success(request, _("Saved."))
            return redirect("catalogue:product", product_id)
    context = {"form": form, "product": row, "prices": price_history(product_id=product_id)}
    return render(request, "office/catalogue/product.html", context)
