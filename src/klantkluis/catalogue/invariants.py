"""Truths about products that hold for all rows, always."""

from collections.abc import Iterator

from klantkluis.catalogue.models import Product, ProductPrice


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    without = Product.objects.exclude(pk__in=ProductPrice.objects.values("product"))
    for pk in without.values_list("pk", flat=True)[:100]:
        yield f"product {pk} never had a price"
