"""The cart: looking at it, putting in, changing, and the choice of prices with or without VAT.

These forms carry no authority: whoever could forge one changes a wish list. That they come from
this site is seen by `middleware.same_origin`; they need no token, so that the pages which hold
them can be kept for everybody.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from klantkluis.core.vat import PriceBasis
from klantkluis.site.place import here
from klantkluis.site.shop.cart import MOST_EACH, Cart, keep_cart
from klantkluis.site.shop.goods import most_of
from klantkluis.site.shop.looking import look_into
from klantkluis.site.shop.visit import BASIS_DAYS, Visit, basis_cookie, in_the_shop

SEE_OTHER: Final = 303


@require_safe
@in_the_shop
def cart(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is in the cart, what it costs, and what has changed since it was put in."""
    seen = look_into(visit)
    said = request.GET.get("said", "")
    context = {"seen": seen, "visit": visit, "added": said == "added", "full": said == "full"}
    return keep_cart(render(request, "site/shop/cart.html", context), seen.cart)


@csrf_exempt
@require_POST
@in_the_shop
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Put a product in the cart, then show the cart."""
    sku, quantity = request.POST.get("sku", ""), _number(request.POST.get("quantity", "1"))
    found = visit.shop.product(sku) if sku and "\x00" not in sku else None
    most = most_of(found, visit.settings) if found is not None else 0
    if not most or not quantity:
        return _to_cart(visit, visit.cart, "")
    fuller = visit.cart.put(sku, min(visit.cart.of(sku) + quantity, most))
    if not fuller.fits:
        return _to_cart(visit, visit.cart, "?said=full")
    return _to_cart(visit, fuller, "?said=added")


@csrf_exempt
@require_POST
@in_the_shop
def change(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Change how many of each there are; what is set to none, or taken out, is gone."""
    changed = visit.cart
    for sku, before in visit.cart:
        quantity = _number(request.POST.get(f"quantity-{sku}", str(before)))
        changed = changed.put(sku, before if quantity is None else quantity)
    out = request.POST.get("out", "")
    return _to_cart(visit, changed.put(out, 0) if out else changed, "")


@csrf_exempt
@require_POST
@in_the_shop
def choose_basis(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep the choice of prices with or without VAT, and go back to the page."""
    chosen = request.POST.get("prices", "")
    back = request.POST.get("back", "")
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    response = HttpResponseRedirect(back if inside else visit.root, status=SEE_OTHER)
    if chosen in set(PriceBasis):
        response.set_cookie(
            basis_cookie(), chosen, max_age=BASIS_DAYS * 86_400, path="/", httponly=True,
            secure=not here().plays, samesite="Lax",
        )  # fmt: skip
    return response


def _to_cart(visit: Visit, cart: Cart, said: str) -> HttpResponse:
    return keep_cart(HttpResponseRedirect(f"{visit.root}cart/{said}", status=SEE_OTHER), cart)


def _number(text: str) -> int | None:
    """Read how many; None when that is no number."""
    text = text.strip()
    if not (text.isascii() and text.isdecimal()):
        return None
    return min(int(text[:6]), MOST_EACH)
