"""The pages of the ways to send."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.shop.forms import ShippingForm
from klantkluis.shop.commands.selling import (
    add_shipping_method,
    change_shipping_method,
    move_shipping_method,
    remove_shipping_method,
)
from klantkluis.shop.selling import ShippingRow, shipping_method, shipping_methods


def _row(method_id: int) -> ShippingRow:
    row = shipping_method(method_id=method_id)
    if row is None:
        raise Http404
    return row


@allow(Role.SALES)
@require_safe
def methods(request: OfficeRequest) -> HttpResponse:
    """List the ways to send."""
    rows = [(row, min(row.fields.steps)[1], max(row.fields.steps)[1]) for row in shipping_methods()]
    context = {"rows": rows, "language": get_language()}
    return render(request, "office/shop/shipping.html", context)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new(request: OfficeRequest) -> HttpResponse:
    """Add a way to send."""
    form = ShippingForm(request.POST or None, initial={"active": True, "countries": ["NL"]})
    if form.is_valid():
        with form.refusals():
            add_shipping_method(fields=form.method(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("shop:shipping")
    return render(request, "office/shop/shipping_method.html", {"form": form})


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def method(request: OfficeRequest, method_id: int) -> HttpResponse:
    """Change a way to send."""
    row = _row(method_id)
    form = ShippingForm(request.POST or None, initial=ShippingForm.initial_of(row.fields))
    if form.is_valid():
        with form.refusals():
            change_shipping_method(method_id=row.id, fields=form.method(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("shop:shipping")
    return render(request, "office/shop/shipping_method.html", {"form": form, "row": row})


@allow(Role.SALES)
@require_POST
def move(request: OfficeRequest, method_id: int) -> HttpResponse:
    """Move a way to send before or after its neighbour."""
    row = _row(method_id)
    move_shipping_method(method_id=row.id, up=request.POST.get("way") == "up", actor=request.actor)
    return redirect("shop:shipping")


@allow(Role.SALES)
@require_POST
def remove(request: OfficeRequest, method_id: int) -> HttpResponse:
    """Remove a way to send."""
    remove_shipping_method(method_id=_row(method_id).id, actor=request.actor)
    messages.success(request, _("It is removed. Orders that were placed keep what they cost."))
    return redirect("shop:shipping")
