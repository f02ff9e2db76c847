"""The page that says how the shop stands, and the one on which it is set up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.catalogue.showing.categories import category_tree
from klantkluis.catalogue.showing.queries import shop_counts
from klantkluis.core.roles import Role
from klantkluis.foundation.company import company
from klantkluis.office.access.permissions import allow
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.shop.forms import ShopForm
from klantkluis.privacy.commands import show_published
from klantkluis.shop.commands.pages import write_first_pages
from klantkluis.shop.commands.selling import change_shop
from klantkluis.shop.link import is_paired
from klantkluis.shop.pages import pages
from klantkluis.shop.selling import ShopFields, shipping_methods, shop_fields


@allow(Role.SALES)
@require_safe
def overview(request: OfficeRequest) -> HttpResponse:
    """Say how the shop stands, and what it lacks."""
    context = {
        "shop": shop_fields(),
        "counts": shop_counts(),
        "categories": len(category_tree()),
        "methods": len([row for row in shipping_methods() if row.fields.active]),
        "pages": len(pages()),
        "paired": is_paired(),
    }
    return render(request, "office/shop/overview.html", context)


@allow(Role.SALES)
@require_POST
def begin(request: OfficeRequest) -> HttpResponse:
    """Set up a shop with our name and colour, and the pages that every shop needs."""
    if shop_fields() is None:
        ours = company()
        fields = ShopFields(name=ours.name[:80], accent=ours.colour.lower())
        change_shop(fields=fields, actor=request.actor)
    write_first_pages(actor=request.actor)
    show_published(actor=request.actor)
    messages.success(request, _("The shop is set up. Read its pages and make them your own."))
    return redirect("shop:settings")


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def settings(request: OfficeRequest) -> HttpResponse:
    """Say how the shop sells."""
    stored = shop_fields() or ShopFields(name=company().name[:80])
    form = ShopForm(request.POST or None, initial=ShopForm.initial_of(stored))
    if form.is_valid():
        with form.refusals():
            change_shop(fields=form.shop(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("shop:shop")
    return render(request, "office/shop/settings.html", {"form": form})
