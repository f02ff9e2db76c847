"""The pages of makers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.catalogue.showing.makers import (
    MakerRow,
    add_maker,
    change_maker,
    maker_row,
    makers,
    remove_maker,
)
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.forms.base import initial_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.shop.forms import MakerForm


def _row(maker_id: int) -> MakerRow:
    row = maker_row(maker_id=maker_id)
    if row is None:
        raise Http404
    return row


@allow(Role.SALES)
@require_safe
def makers_page(request: OfficeRequest) -> HttpResponse:
    """List the makers."""
    return render(request, "office/shop/makers.html", {"rows": makers()})


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new(request: OfficeRequest) -> HttpResponse:
    """Add a maker."""
    form = MakerForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            add_maker(fields=form.maker(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("shop:makers")
    return render(request, "office/shop/maker.html", {"form": form})


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def maker(request: OfficeRequest, maker_id: int) -> HttpResponse:
    """Change a maker, at all products of that maker."""
    row = _row(maker_id)
    form = MakerForm(request.POST or None, initial=initial_of(row.fields))
    if form.is_valid():
        with form.refusals():
            change_maker(maker_id=row.id, fields=form.maker(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("shop:makers")
    return render(request, "office/shop/maker.html", {"form": form, "row": row})


@allow(Role.SALES)
@require_POST
def remove(request: OfficeRequest, maker_id: int) -> HttpResponse:
    """Remove a maker of whom no product is there."""
    remove_maker(maker_id=_row(maker_id).id, actor=request.actor)
    messages.success(request, _("The maker is removed."))
    return redirect("shop:makers")
