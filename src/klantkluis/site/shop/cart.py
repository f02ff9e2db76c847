"""The cart: article numbers and quantities in a cookie, and nothing of the person.

Whoever changes the cookie changes a wish list and nothing else: what it says is looked up anew on
each page, so it needs no signature. What cannot be read is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse

from klantkluis.site.place import here

MOST_LINES: Final = 50
MOST_EACH: Final = 999
MOST_TEXT: Final = 3500
"""A browser keeps 4,096 bytes of a cookie, name and attributes included."""
DAYS: Final = 14
_LONGEST_SKU: Final = 40


def cookie_name() -> str:
    """Give the name of the cookie; the prefix ties it to this host and to HTTPS."""
    return "cart" if here().plays else "__Host-cart"


@dataclass(frozen=True, slots=True)
class Cart:
    """Article numbers with how many of each, in the order in which they were put in."""

    lines: tuple[tuple[str, int], ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the cookie; what is malformed, double or too much is left out."""
        found: dict[str, int] = {}
        for each in text[: MOST_TEXT * 2].split("!"):
            name, _, number = each.rpartition("*")
            try:
                sku = unquote(name, errors="strict")
            except UnicodeDecodeError:
                continue
            fits = 0 < len(sku) <= _LONGEST_SKU and sku.isprintable()
            if fits and number.isascii() and number.isdecimal() and 0 < len(number) <= 3:
                quantity = int(number)
                if quantity and sku not in found and len(found) < MOST_LINES:
                    found[sku] = quantity
        return cls(tuple(found.items()))

    def text(self) -> str:
        """Write it for the cookie."""
        return "!".join(f"{quote(sku, safe='')}*{quantity}" for sku, quantity in self.lines)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self.lines)

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def count(self) -> int:
        """How many things are in it."""
        return sum(quantity for _, quantity in self.lines)

    @property
    def fits(self) -> bool:
        """Whether a browser can keep it."""
        return len(self.lines) <= MOST_LINES and len(self.text()) <= MOST_TEXT

    def of(self, sku: str) -> int:
        """Say how many of a product are in it."""
        return dict(self.lines).get(sku, 0)

    def put(self, sku: str, quantity: int) -> Self:
        """Give the cart with so many of a product: none takes it out."""
        lines = dict(self.lines)
        if quantity > 0:
            lines[sku] = min(quantity, MOST_EACH)
        else:
            lines.pop(sku, None)
        return type(self)(tuple(lines.items()))


def cart_of(request: HttpRequest) -> Cart:
    """Give the cart of a visitor."""
    return Cart.read(request.COOKIES.get(cookie_name(), ""))


def keep_cart[R: HttpResponse](response: R, cart: Cart) -> R:
    """Let the browser keep the cart; an empty one is no cookie at all."""
    if cart:
        response.set_cookie(
            cookie_name(), cart.text(), max_age=DAYS * 86_400, path="/", httponly=True,
            secure=not here().plays, samesite="Lax",
        )  # fmt: skip
    else:
        response.delete_cookie(cookie_name(), path="/", samesite="Lax")
    return response
