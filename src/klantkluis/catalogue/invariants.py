"""Truths about products that hold for all rows, always."""

from collections.abc import Iterator

from klantkluis.catalogue.models import Product, ProductPrice, VatRate
from klantkluis.core.vat import VatCategory


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    without = Product.objects.exclude(pk__in=ProductPrice.objects.values("product"))
    for pk in without.values_list("pk", flat=True)[:100]:
        yield f"product {pk} never had a price"
    known = set(VatRate.objects.filter(country="NL").values_list("category", flat=True))
    for category in VatCategory:
        if category.value not in known:
            yield f"no rate of VAT is known for {category.value}"
