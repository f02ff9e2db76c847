"""Truths about products that hold for all rows, always."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Exists, OuterRef

from klantkluis.catalogue.models import (
    Picture,
    PictureSize,
    Product,
    ProductPrice,
    ShopCategory,
    StockLevel,
    StockMovement,
    VatRate,
)
from klantkluis.catalogue.showing.categories import DEEPEST
from klantkluis.core.vat import VatCategory
from klantkluis.foundation.streams import CHUNK, Groups


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    without = Product.objects.exclude(pk__in=ProductPrice.objects.values("product"))
    for pk in without.values_list("pk", flat=True)[:100]:
        yield f"product {pk} never had a price"
    known = set(VatRate.objects.filter(country="NL").values_list("category", flat=True))
    for category in VatCategory:
        if category.value not in known:
            yield f"no rate of VAT is known for {category.value}"
    yield from _wrong_stock()
    yield from _wrong_in_the_shop()


def _wrong_stock() -> Iterator[str]:
    """Each movement goes on from the one before, and the level is where the last one ended.

    Added up here and not in SQL: SQLite would add 0.1 and 0.7 to a bit less than 0.8.
    """
    kept = Product.objects.filter(keeps_stock=True).exclude(pk__in=StockLevel.objects.values("pk"))
    for pk in kept.values_list("pk", flat=True)[:100]:
        yield f"product {pk} keeps stock and has no level"
    movements = Groups(
        StockMovement.objects.order_by("product", "pk")
        .values_list("product", "pk", "quantity", "after")
        .iterator(CHUNK)
    )
    levels = StockLevel.objects.order_by("pk").values_list("pk", "on_hand", "last_movement")
    for product_id, on_hand, last_id in levels.iterator(CHUNK):
        level, last = Decimal(0), None
        for pk, quantity, after in movements.of(product_id):
            if level + quantity != after:
                yield f"stock movement {pk} does not go on from the one before"
            level, last = level + quantity, pk
        if (level, last) != (on_hand, last_id):
            yield f"the stock of product {product_id} differs from its movements"
    if movements.finish():
        yield f"{movements.strays} products moved and have no level"


def _wrong_in_the_shop() -> Iterator[str]:
    before = ProductPrice.objects.filter(
        product=OuterRef("product"), valid_from__lt=OuterRef("valid_from")
    )
    untold = ProductPrice.objects.filter(~Exists(before), is_reduction=True)
    for pk in untold.values_list("pk", flat=True)[:100]:
        yield f"price {pk} is a reduction of nothing"
    for pk in _too_deep():
        yield f"category {pk} stands too deep, or in itself"
    sizes = PictureSize.objects.filter(picture=OuterRef("pk"), width=OuterRef("width"))
    for pk in Picture.objects.filter(~Exists(sizes)).values_list("pk", flat=True)[:100]:
        yield f"picture {pk} is not there in its own width"


def _too_deep() -> Iterator[int]:
    parents = dict(ShopCategory.objects.values_list("pk", "parent"))
    for pk in sorted(parents):
        here: int | None = pk
        for _level in range(DEEPEST):
            here = parents.get(here) if here is not None else None
        if here is not None:
            yield pk
