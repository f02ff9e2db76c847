"""A product in the shop: its texts, its pictures and its prices ahead."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.catalogue.pictures.commands import (
    NewPicture,
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
)
from klantkluis.catalogue.pictures.queries import (
    PictureRow,
    picture_data,
    picture_row,
    pictures_of,
)
from klantkluis.catalogue.pricing.commands import plan_price, plan_reduction, take_back_price
from klantkluis.catalogue.pricing.queries import price_rows
from klantkluis.catalogue.queries import ProductRow, product_row, rate_table
from klantkluis.catalogue.showing.categories import category_tree
from klantkluis.catalogue.showing.commands import present_product
from klantkluis.catalogue.showing.makers import makers
from klantkluis.catalogue.showing.queries import shop_card
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis
from klantkluis.office.access.permissions import allow
from klantkluis.office.catalogue.shop_forms import (
    PictureForm,
    PlanForm,
    ReductionForm,
    ShownForm,
    WordsForm,
)
from klantkluis.office.forms.base import initial_of
from klantkluis.office.requests import OfficeRequest


def _product(product_id: int) -> ProductRow:
    row = product_row(product_id=product_id, today=timezone.localdate())
    if row is None:
        raise Http404
    return row


def _picture(product_id: int, picture_id: int) -> PictureRow:
    row = picture_row(product_id=product_id, picture_id=picture_id)
    if row is None:
        raise Http404
    return row


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def in_shop(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Say how a product stands in the shop."""
    row, card = _product(product_id), shop_card(product_id=product_id)
    initial = dict(initial_of(card.fields)) | ({} if card.slug else {"shown": True})
    form = ShownForm(
        request.POST or None, initial=initial, rows=category_tree(), makers=makers(),
        language=get_language() or "nl",
    )  # fmt: skip
    if form.is_valid():
        with form.refusals():
            present_product(product_id=row.id, fields=form.shop(), actor=request.actor)
            messages.success(request, _("Saved. The shop shows it at the next publication."))
            return redirect("catalogue:product", row.id)
    context = {"form": form, "product": row, "slug": card.slug}
    return render(request, "office/catalogue/in_shop.html", context)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def pictures(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Show the pictures of a product; add one."""
    row = _product(product_id)
    form = PictureForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        picture = NewPicture(said["file"].read(), said["alt_nl"], said["alt_en"])
        with form.refusals():
            add_picture(product_id=row.id, picture=picture, actor=request.actor)
            messages.success(request, _("The picture is added."))
            return redirect("catalogue:pictures", row.id)
    found = pictures_of(product_ids=[row.id]).get(row.id, [])
    shown = [(each, WordsForm(initial=_words(each), prefix=f"p{each.id}")) for each in found]
    context = {"form": form, "product": row, "pictures": shown, "language": get_language()}
    return render(request, "office/catalogue/pictures.html", context)


def _words(row: PictureRow) -> dict[str, Any]:
    return {"alt_nl": row.alt_nl, "alt_en": row.alt_en}


@allow()
@require_safe
def picture(_request: OfficeRequest, product_id: int, picture_id: int, width: int) -> HttpResponse:
    """Give a picture in a width."""
    data = picture_data(product_id=product_id, picture_id=picture_id, width=width)
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/webp", headers={"Cache-Control": "private"})


@allow(Role.SALES)
@require_POST
def change_picture(request: OfficeRequest, product_id: int, picture_id: int) -> HttpResponse:
    """Describe a picture anew, move it, or remove it."""
    row, way = _picture(product_id, picture_id), request.POST.get("way", "")
    if way in {"up", "down"}:
        move_picture(picture_id=row.id, up=way == "up", actor=request.actor)
    elif way == "remove":
        remove_picture(picture_id=row.id, actor=request.actor)
        messages.success(request, _("The picture is removed."))
    else:
        said = [request.POST.get(f"p{row.id}-{name}", "") for name in ("alt_nl", "alt_en")]
        describe_picture(picture_id=row.id, alt_nl=said[0], alt_en=said[1], actor=request.actor)
        messages.success(request, _("Saved."))
    return redirect("catalogue:pictures", product_id)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def prices(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Plan a price or a reduction; show what is planned and what was."""
    row = _product(product_id)
    basis = row.basis or PriceBasis.GROSS
    what = request.POST.get("what")
    plan = PlanForm(request.POST if what == "plan" else None, initial={"basis": basis.value})
    cut = ReductionForm(request.POST if what == "cut" else None, prefix="cut")
    if _planned(request, row, plan, cut):
        return redirect("catalogue:prices", row.id)
    context = {"product": row, "plan": plan, "cut": cut, "basis": basis, "rows": _rows(row)}
    return render(request, "office/catalogue/prices.html", context)


def _planned(request: OfficeRequest, row: ProductRow, plan: PlanForm, cut: ReductionForm) -> bool:
    """Do what was asked of these two forms; tell whether it was done."""
    today = timezone.localdate()
    if plan.is_valid():
        said = plan.cleaned_data | {"basis": PriceBasis(plan.cleaned_data["basis"])}
        with plan.refusals():
            plan_price(product_id=row.id, actor=request.actor, today=today, **said)
            messages.success(request, _("The price is planned."))
            return True
    if cut.is_valid():
        with cut.refusals():
            plan_reduction(
                product_id=row.id, reduction=cut.reduction(), actor=request.actor, today=today
            )
            messages.success(request, _("The reduction is planned."))
            return True
    return False


def _rows(row: ProductRow) -> list[Any]:
    today = timezone.localdate()
    rate_bp = rate_table().on(today)[row.vat_category]
    return list(price_rows(product_id=row.id, rate_bp=rate_bp, today=today))


@allow(Role.SALES)
@require_POST
def take_back(request: OfficeRequest, product_id: int, price_id: int) -> HttpResponse:
    """Take back a price that has not begun."""
    if price_id not in {row.price.id for row in _rows(_product(product_id))}:
        raise Http404
    take_back_price(price_id=price_id, actor=request.actor, today=timezone.localdate())
    messages.success(request, _("The price is taken back."))
    return redirect("catalogue:prices", product_id)
