"""What is in a cart as it stands in the shop now, and what has changed since."""

from dataclasses import dataclass

from klantkluis.core.vat import PriceBasis
from klantkluis.messages.published import ShownProduct
from klantkluis.site.shop.amounts import euros
from klantkluis.site.shop.cart import Cart
from klantkluis.site.shop.goods import Image, image_of, most_of, price_words
from klantkluis.site.shop.quoting import Quote, quote
from klantkluis.site.shop.visit import Visit


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the cart, in words."""

    sku: str
    name: str
    url: str
    image: Image | None
    quantity: int
    most: int
    unit_price: str
    amount: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The cart with what can be ordered of it; what is gone and what became less is told."""

    cart: Cart
    wanted: tuple[tuple[ShownProduct, int], ...]
    rows: tuple[Row, ...]
    quote: Quote
    gone: tuple[str, ...]
    fewer: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether something is not as it was put in."""
        return bool(self.gone or self.fewer)


def look_into(visit: Visit) -> Seen:
    """Look up everything in the cart, in one question."""
    found = visit.shop.products(sku for sku, _ in visit.cart)
    wanted: list[tuple[ShownProduct, int]] = []
    gone: list[str] = []
    fewer: list[str] = []
    for sku, number in visit.cart:
        it = found.get(sku)
        most = most_of(it, visit.settings) if it is not None else 0
        if it is None or not most:
            gone.append(visit.say(it.name) if it is not None else sku)
            continue
        if number > most:
            fewer.append(visit.say(it.name))
        wanted.append((it, min(number, most)))
    quoted = quote(wanted, visit.settings, visit.today, basis=visit.basis)
    return Seen(
        cart=Cart(tuple((it.sku, number) for it, number in wanted)),
        wanted=tuple(wanted),
        rows=rows_of(quoted, visit),
        quote=quoted,
        gone=tuple(gone),
        fewer=tuple(fewer),
    )


def rows_of(quoted: Quote, visit: Visit) -> tuple[Row, ...]:
    """Write the lines of a quote in words."""
    return tuple(
        Row(
            sku=line.product.sku,
            name=visit.say(line.product.name),
            url=f"{visit.root}products/{line.product.slug}/",
            image=next((image_of(each, visit) for each in line.product.pictures[:1]), None),
            quantity=line.quantity,
            most=most_of(line.product, visit.settings),
            unit_price=price_words(line.unit_price, PriceBasis.GROSS, visit.language),
            amount=euros(line.amount_cents, visit.language),
        )
        for line in quoted.lines
    )
