"""The entries by which a published product is found, sorted and listed."""

import time
from datetime import UTC, datetime
from decimal import Decimal

from klantkluis.core.names import fold
from klantkluis.messages.published import ShownProduct, said_in
from klantkluis.site.models import ProductEntry, ProductPlace


def index_product(sku: str, product: ShownProduct) -> None:
    """Write the entry of a product anew."""
    drop_product(sku)
    words = [sku, product.barcode, *product.name.values(), *product.summary.values()]
    entry = ProductEntry.objects.create(
        sku=sku,
        slug=product.slug,
        position=product.position,
        name_nl=said_in(product.name, "nl"),
        name_en=said_in(product.name, "en"),
        search=f" {fold(' '.join(words))}",
        sort_cents=_price_cents(product),
    )
    ProductPlace.objects.bulk_create(
        ProductPlace(
            product=entry, category=category, position=entry.position, sort_cents=entry.sort_cents
        )
        for category in dict.fromkeys(product.categories)
    )


def drop_product(sku: str) -> None:
    """Take the entry of a product away."""
    ProductEntry.objects.filter(pk=sku).delete()


def _price_cents(product: ShownProduct) -> int:
    today = datetime.fromtimestamp(time.time(), UTC).date()
    begun = [step for step in product.prices if step.valid_from <= today]
    step = begun[-1] if begun else product.prices[0]
    return int(step.unit_price * Decimal(100))
