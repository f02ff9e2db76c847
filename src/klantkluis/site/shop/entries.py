"""The entries by which a published product is found, sorted and listed."""

from typing import Final

from klantkluis.core.money import to_cents
from klantkluis.core.names import fold
from klantkluis.core.vat import HOME, PriceBasis
from klantkluis.messages import published
from klantkluis.messages.published import ShopSettings, ShownProduct, ThingKind, said_in
from klantkluis.site.models import ProductEntry, ProductPlace, PublishedThing
from klantkluis.site.shop import clock
from klantkluis.site.shop.prices import price_of, rate_tables, step_on

REDUCED: Final = "*reduced"
"""Where products stand that have a reduction, now or planned; no slug of a category."""


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
    reduced = [REDUCED] if any(step.prior is not None for step in product.prices) else []
    ProductPlace.objects.bulk_create(
        ProductPlace(
            product=entry, category=category, position=entry.position, sort_cents=entry.sort_cents
        )
        for category in dict.fromkeys([*product.categories, *reduced])
    )


def drop_product(sku: str) -> None:
    """Take the entry of a product away."""
    ProductEntry.objects.filter(pk=sku).delete()


def _price_cents(product: ShownProduct) -> int:
    """Give the price with VAT of today; as it was set where nobody knows the rates yet."""
    today = clock.today()
    step = step_on(product, today)
    settings = _settings() if step.basis != PriceBasis.GROSS else None
    if settings is None or HOME not in rate_tables(settings.rates):
        return to_cents(step.unit_price)
    return price_of(product, settings, today, PriceBasis.GROSS).cents


def _settings() -> ShopSettings | None:
    """Give the settings as they are published in this transaction; nothing is kept of it."""
    row = PublishedThing.objects.filter(kind=ThingKind.SHOP).values_list("body", flat=True).first()
    settings: ShopSettings | None = published.read(ThingKind.SHOP, bytes(row)) if row else None
    return settings
