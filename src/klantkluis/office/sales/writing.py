"""Taking and changing an order, and delivering on it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.catalogue.queries import ProductRow, product_rows, products_by_sku, rate_table
from klantkluis.core.roles import Role
from klantkluis.core.vat import Priced, Totals, totals
from klantkluis.customers.queries import CustomerCard
from klantkluis.foundation.company import company
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import card_for
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.forms import (
    EMPTY_LINES,
    KEPT,
    LINES,
    OWN,
    DeliveryForm,
    LineSet,
    OrderForm,
    lines_of,
    new_uid,
)
from klantkluis.office.sales.views import card_of
from klantkluis.sales.commands import NewLine, NewOrder, change_order, deliver, take_order
from klantkluis.vault.refusals import VaultLocked

OPTIONS = 12


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new_order(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Take an order of a customer."""
    card = _open_customer(request, customer_id)
    today = timezone.localdate()
    basis = company().price_basis
    initial = {"ordered_on": today, "basis": basis, "deliver_to": OWN, "uid": new_uid()}
    form = OrderForm(request.POST or None, initial=initial, customer=card)
    lines: LineSet = LINES(request.POST or None, initial=[{} for _n in range(EMPTY_LINES)])
    order = _typed(form, lines)
    if order is not None:
        with form.refusals():
            order_id = take_order(customer_id=customer_id, order=order, actor=request.actor)
            messages.success(request, _("The order is taken."))
            return redirect("sales:order", order_id)
    return render(request, "office/sales/order_form.html", _page(card, form, lines))


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def change(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Change an order of which nothing has been delivered or billed."""
    before = card_of(request, order_id)
    card = _open_customer(request, before.customer_id)
    kept = before.contents.get("deliver_to")
    form = OrderForm(request.POST or None, initial=_initial(before), customer=card, kept=kept)
    lines: LineSet = LINES(request.POST or None, initial=[*lines_of(before), {}])
    order = _typed(form, lines)
    if order is not None:
        with form.refusals():
            rev = form.cleaned_data["rev"] or 0
            change_order(order_id=order_id, rev=rev, order=order, actor=request.actor)
            messages.success(request, _("The order is changed."))
            return redirect("sales:order", order_id)
    context = {**_page(card, form, lines), "order": before}
    return render(request, "office/sales/order_form.html", context)


def _open_customer(request: OfficeRequest, customer_id: int) -> CustomerCard:
    card = card_for(customer_id, request.actor)
    if card is None:
        raise Http404
    if not card.fields:
        raise VaultLocked
    return card


def _initial(order: Any) -> dict[str, Any]:
    return {
        "ordered_on": order.ordered_on,
        "basis": order.basis,
        "discount_bp": order.discount_bp or None,
        "deliver_to": KEPT,
        "reference": order.contents.get("reference", ""),
        "remarks": order.contents.get("remarks", ""),
        "uid": order.uid,
        "rev": order.rev,
    }


def _page(card: CustomerCard, form: OrderForm, lines: LineSet) -> dict[str, Any]:
    return {"card": card, "form": form, "lines": lines, "result": None}


def _typed(form: OrderForm, lines: LineSet) -> NewOrder | None:
    """Give the order when everything typed can be used; else the forms say what cannot."""
    both = [form.is_valid(), lines.is_valid()] if form.is_bound else [False]
    if not all(both):
        return None
    found = lines.lines(_products(lines))
    return form.order(found) if found is not None else None


def _products(lines: LineSet) -> Mapping[str, ProductRow]:
    """Give the products that were typed, by article number in small letters."""
    rows = products_by_sku(skus=lines.skus(), today=timezone.localdate())
    return {row.sku.casefold(): row for row in rows}


@allow(Role.SALES)
@require_POST
def order_totals(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Add up what is typed so far, by the same rule as the order and its invoice will."""
    card = card_for(customer_id, request.actor)
    if card is None:
        raise Http404
    form = OrderForm(request.POST, customer=card)
    lines: LineSet = LINES(request.POST)
    order = _typed(form, lines)
    result = _totals(order) if order is not None and order.lines else None
    return render(request, "office/sales/totals.html", {"result": result})


def _totals(order: NewOrder) -> Totals:
    rates = rate_table().on(order.ordered_on)
    priced = [_priced(line, rates[line.vat_category]) for line in order.lines]
    return totals(priced, basis=order.basis, discount_bp=order.discount_bp)


def _priced(line: NewLine, rate_bp: int) -> Priced:
    return Priced(
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_bp=line.discount_bp,
        category=line.vat_category,
        rate_bp=rate_bp,
    )


@allow(Role.SALES)
@require_safe
def product_options(request: OfficeRequest) -> HttpResponse:
    """Give products that fit what is typed on a line."""
    typed = next((v for name, v in request.GET.items() if name.endswith("product")), "")
    rows = product_rows(
        today=timezone.localdate(), terms=typed[:60], active=True, sort="name_nl", limit=OPTIONS
    )
    context = {"products": rows, "language": get_language()}
    return render(request, "office/sales/product_options.html", context)


@allow(Role.SALES, Role.WAREHOUSE)
@require_http_methods(["GET", "POST"])
def new_delivery(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Deliver on an order: everything that is left, or less of each line."""
    card = card_of(request, order_id)
    initial = {"delivered_on": timezone.localdate()}
    form = DeliveryForm(request.POST or None, initial=initial, lines=card.lines)
    if form.is_valid():
        with form.refusals():
            names = ("delivered_on", "track_and_trace", "remarks")
            delivery_id = deliver(
                order_id=order_id,
                quantities=form.quantities,
                actor=request.actor,
                **{name: form.cleaned_data[name] for name in names},
            )
            messages.success(request, _("The delivery note is made."))
            return redirect("sales:delivery", delivery_id)
    return render(request, "office/sales/delivery_form.html", {"card": card, "form": form})
