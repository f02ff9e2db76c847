"""The pages of the shop's categories."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.catalogue.showing.categories import (
    CategoryRow,
    add_category,
    category_row,
    category_tree,
    change_category,
    move_category,
    remove_category,
)
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.shop.forms import CategoryForm


def _row(category_id: int) -> CategoryRow:
    row = category_row(category_id=category_id)
    if row is None:
        raise Http404
    return row


def _form(request: OfficeRequest, row: CategoryRow | None) -> CategoryForm:
    initial = asdict(row) | {"parent": row.parent_id} if row else {"active": True}
    rows = [each for each in category_tree() if row is None or each.id != row.id]
    return CategoryForm(
        request.POST or None, initial=initial, rows=rows, language=get_language() or "nl"
    )


@allow(Role.SALES)
@require_safe
def categories(request: OfficeRequest) -> HttpResponse:
    """List the categories as they stand in each other."""
    context = {"rows": category_tree(), "language": get_language()}
    return render(request, "office/shop/categories.html", context)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new(request: OfficeRequest) -> HttpResponse:
    """Add a category."""
    form = _form(request, None)
    if form.is_valid():
        with form.refusals():
            add_category(fields=form.category(), actor=request.actor)
            messages.success(request, _("The category is added."))
            return redirect("shop:categories")
    return render(request, "office/shop/category.html", {"form": form})


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def category(request: OfficeRequest, category_id: int) -> HttpResponse:
    """Change a category."""
    row = _row(category_id)
    form = _form(request, row)
    if form.is_valid():
        with form.refusals():
            change_category(category_id=row.id, fields=form.category(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("shop:categories")
    return render(request, "office/shop/category.html", {"form": form, "row": row})


@allow(Role.SALES)
@require_POST
def move(request: OfficeRequest, category_id: int) -> HttpResponse:
    """Move a category before or after its neighbour."""
    row = _row(category_id)
    move_category(category_id=row.id, up=request.POST.get("way") == "up", actor=request.actor)
    return redirect("shop:categories")


@allow(Role.SALES)
@require_POST
def remove(request: OfficeRequest, category_id: int) -> HttpResponse:
    """Remove a category; its products stay."""
    remove_category(category_id=_row(category_id).id, actor=request.actor)
    messages.success(request, _("The category is removed. Its products stay."))
    return redirect("shop:categories")
