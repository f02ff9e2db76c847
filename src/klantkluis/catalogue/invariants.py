"""Truths about products that hold for all rows, always."""

from collections.abc import Iterator
from decimal import Decimal

from klantkluis.catalogue.models import Product, ProductPrice, StockLevel, StockMovement, VatRate
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
