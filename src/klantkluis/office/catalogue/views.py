"""A product: its card and its form."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.catalogue.commands import add_product, change_product
from klantkluis.catalogue.pictures.queries import pictures_of
from klantkluis.catalogue.pricing.queries import price_rows
from klantkluis.catalogue.queries import ProductRow, price_history, product_row, rate_table
from klantkluis.catalogue.showing.queries import shop_card
from klantkluis.catalogue.stock.queries import levels
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.company import company
from klantkluis.office.access.permissions import allow
from klantkluis.office.catalogue.forms import OtherPrice, PriceForm, ProductForm
from klantkluis.office.catalogue.history import price_steps
from klantkluis.office.customers.reading import names_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.choices import rated
from klantkluis.sales.backorders import stocked
from klantkluis.sales.goods import sales_of_product


def _row(product_id: int) -> ProductRow:
    row = product_row(product_id=product_id, today=timezone.localdate())
    if row is None:
        raise Http404
    return row


@allow()
@require_safe
def product(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Show a product: what it costs, what it cost, and who bought it lately."""
    row, today = _row(product_id), timezone.localdate()
    rates = rate_table().on(today)
    rate_bp, basis = rates[row.vat_category], row.basis or PriceBasis.NET
    prices, sold = price_history(product_id=product_id), sales_of_product(product_id=product_id)
    context = {
        "product": row,
        "language": get_language(),
        "vat": dict(rated(rates))[row.vat_category],
        "prices": prices,
        "steps": price_steps(prices, wanted=basis, rate_bp=rate_bp, today=today),
        "sold": sold,
        "names": names_of([each.customer_id for each in sold], request.actor),
        "other": OtherPrice.of(row.unit_price, basis, rate_bp) if row.unit_price else None,
        **_stock(request, product_id),
        **_shop(request, row, rate_bp),
    }
    return render(request, "office/catalogue/product.html", context)


def _shop(request: OfficeRequest, row: ProductRow, rate_bp: int) -> dict[str, Any]:
    """Give what the card says of the shop, and every price with what stands beside it."""
    found = pictures_of(product_ids=[row.id]).get(row.id, [])
    return {
        "card": shop_card(product_id=row.id),
        "pictures": found,
        "presents": request.actor.may(Role.SALES),
        "price_rows": price_rows(product_id=row.id, rate_bp=rate_bp, today=timezone.localdate()),
    }


def _stock(request: OfficeRequest, product_id: int) -> dict[str, Any]:
    """Give what the card says of the stock, to who may see it."""
    if not request.actor.may(Role.SALES, Role.WAREHOUSE, Role.BOOKKEEPER):
        return {}
    level = levels(product_ids=[product_id])
    return {
        "sees_stock": True,
        "moves_stock": request.actor.may(Role.SALES, Role.WAREHOUSE),
        "stocked": stocked(level.values())[0] if level else None,
    }


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new(request: OfficeRequest) -> HttpResponse:
    """Add a product."""
    initial = {"unit": "C62", "vat_category": VatCategory.STANDARD.value, "active": True}
    form = _form(request, {**initial, "basis": company().price_basis})
    if form.is_valid():
        with form.refusals():
            today = timezone.localdate()
            product_id = add_product(fields=form.product(), actor=request.actor, today=today)
            messages.success(request, _("The product is added."))
            return redirect("catalogue:product", product_id)
    return render(request, "office/catalogue/form.html", {"form": form})


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def data(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Change a product; a new price holds from today, and documents keep theirs."""
    row = _row(product_id)
    form = _form(request, {**asdict(row), "basis": row.basis or company().price_basis})
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
    return render(request, "office/catalogue/form.html", {"form": form, "product": row})


def _form(request: OfficeRequest, initial: dict[str, Any]) -> ProductForm:
    rates = rate_table().on(timezone.localdate())
    return ProductForm(request.POST or None, initial=initial, rates=rates)


@allow(Role.SALES)
@require_POST
def price(request: OfficeRequest) -> HttpResponse:
    """Give the other price, with the VAT put in or taken out, while one types."""
    form = PriceForm(request.POST, rates=rate_table().on(timezone.localdate()))
    return render(request, "office/catalogue/other_price.html", {"other": form.other_price()})
