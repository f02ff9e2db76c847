"""How a product is shown: its picture, its price in words, and whether it can be ordered."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.core.vat import PriceBasis
from klantkluis.messages.published import ShopSettings, ShownPicture, ShownProduct
from klantkluis.site.shop.amounts import euros, unit_euros
from klantkluis.site.shop.cart import MOST_EACH
from klantkluis.site.shop.prices import Price, price_of
from klantkluis.site.shop.visit import Visit

_UNITS: Final = {
    "HUR": ("uur", "hour"), "DAY": ("dag", "day"), "KGM": ("kg", "kg"), "GRM": ("g", "g"),
    "LTR": ("liter", "litre"), "MTR": ("m", "m"), "MTK": ("m²", "m²"), "XPK": ("pak", "pack"),
    "XBX": ("doos", "box"), "PR": ("paar", "pair"), "SET": ("set", "set"),
}  # fmt: skip
"""Units that are worth saying beside a price (UN/ECE Recommendation 20); a piece is not."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the sizes that there are; the browser takes the one that fits."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Stock:
    """What is said of the stock: `kind` is "there", "later", "out", or empty when nothing is."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A product as it stands in a list, in words that are ready to be shown."""

    sku: str
    url: str
    name: str
    summary: str
    price: str
    per: str
    prior: str
    less_percent: int
    image: Image | None
    stock: Stock
    orderable: bool


def image_of(picture: ShownPicture, visit: Visit) -> Image | None:
    """Give a picture for the page; None when the office published it without any size."""
    sizes = sorted((int(w), n) for w, n in picture.sizes.items() if w.isdecimal())
    if not sizes:
        return None
    return Image(
        src=f"/pictures/{sizes[0][1]}",
        srcset=", ".join(f"/pictures/{name} {width}w" for width, name in sizes),
        width=picture.width,
        height=picture.height,
        alt=visit.say(picture.alt),
    )


def most_of(product: ShownProduct, settings: ShopSettings) -> int:
    """Say how many of a product can be ordered at once; 0 when it is sold out.

    Where the business shows only whether there is any, the office sees to the rest.
    """
    if product.stock is None or product.sell_without_stock or product.supply != "goods":
        return MOST_EACH
    if settings.stock == "number" or product.stock <= 0:
        return max(0, min(product.stock, MOST_EACH))
    return MOST_EACH


def stock_of(product: ShownProduct, settings: ShopSettings) -> Stock:
    """Say what the business lets know of the stock."""
    if most_of(product, settings) == 0:
        return Stock("out", _("Sold out"))
    if product.stock is None or settings.stock == "none":
        return Stock("", "")
    if product.stock <= 0:
        return Stock("later", _("Can be ordered"))
    if settings.stock == "number":
        words = ngettext("%(number)s in stock", "%(number)s in stock", product.stock)
        return Stock("there", words % {"number": product.stock})
    return Stock("there", _("In stock"))


def unit_of(product: ShownProduct, language: str) -> str:
    """Give the unit of a price in words; empty for a piece."""
    names = _UNITS.get(product.unit)
    return "" if names is None else names[1 if language == "en" else 0]


def price_words(price: Decimal, basis: PriceBasis, language: str) -> str:
    """Write a price: finer than cents only where it was set so."""
    if basis is PriceBasis.NET:
        return euros(Price(price, None).cents, language)
    return unit_euros(price, language)


def card_of(product: ShownProduct, visit: Visit) -> Card:
    """Give a product for a list."""
    price = price_of(product, visit.settings, visit.today, visit.basis)
    images = (image_of(picture, visit) for picture in product.pictures[:1])
    return Card(
        sku=product.sku,
        url=f"{visit.root}products/{product.slug}/",
        name=visit.say(product.name),
        summary=visit.say(product.summary),
        price=price_words(price.each, visit.basis, visit.language),
        per=unit_of(product, visit.language),
        prior=euros(price.prior_cents, visit.language) if price.prior is not None else "",
        less_percent=price.less_percent,
        image=next(images, None),
        stock=stock_of(product, visit.settings),
        orderable=most_of(product, visit.settings) > 0,
    )


def cards_of(skus: tuple[str, ...], visit: Visit) -> list[Card]:
    """Give products for a list, in one question."""
    found = visit.shop.products(skus)
    return [card_of(found[sku], visit) for sku in skus if sku in found]


def card_texts(skus: tuple[str, ...], visit: Visit) -> list[SafeString]:
    """Give products for a list, written out; each is made once and kept while it holds."""
    keys = {sku: ("card", sku, visit.language, visit.basis, visit.today) for sku in skus}
    texts = {sku: visit.shop.kept.peek(key) for sku, key in keys.items()}
    missing = [sku for sku, text in texts.items() if text is None]
    for sku, it in visit.shop.products(missing).items():
        card = card_of(it, visit)
        texts[sku] = visit.shop.kept.get(keys[sku], lambda card=card: written(card))  # type: ignore[misc]
    return [mark_safe(text) for text in texts.values() if text is not None]  # noqa: S308 - templates


def written(card: Card) -> SafeString:
    """Write a card as it stands in a list."""
    return render_to_string("site/shop/_card.html", {"card": card})
