"""Questions about products in the shop."""

from collections.abc import Collection
from dataclasses import dataclass

from klantkluis.catalogue.models import Picture, Product, ShopProduct
from klantkluis.catalogue.showing.categories import categories_of
from klantkluis.catalogue.showing.commands import ShopFields
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import VatCategory


@dataclass(frozen=True, slots=True)
class ShopCard:
    """How one product stands in the shop; `slug` is empty when it never stood there."""

    slug: str
    fields: ShopFields


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A product that is in the shop and for sale, with what it says there."""

    id: int
    sku: str
    name_nl: str
    name_en: str
    unit: str
    vat_category: VatCategory
    supply: Supply
    barcode: str
    keeps_stock: bool
    slug: str
    fields: ShopFields


@dataclass(frozen=True, slots=True)
class ShopCounts:
    """How many products are in the shop, and what they lack."""

    shown: int
    off_sale: int
    without_picture: int
    without_maker: int
    without_weight: int
    without_english: int


def shop_card(*, product_id: int) -> ShopCard:
    """Give how a product stands in the shop, or would."""
    row = ShopProduct.objects.filter(pk=product_id).first()
    if row is None:
        return ShopCard("", ShopFields(shown=False))
    return ShopCard(row.slug, _fields(row, tuple(categories_of(product_id=product_id))))


def shown_ids(*, product_ids: Collection[int]) -> set[int]:
    """Give which of these products are in the shop."""
    rows = ShopProduct.objects.filter(pk__in=product_ids, shown=True)
    return set(rows.values_list("pk", flat=True))


def shown_rows(*, after: int = 0, limit: int = 500, skus: Collection[str] | None = None) -> list[
    ShownRow
]:  # fmt: skip
    """Give products that are in the shop and for sale, by rising id, after one."""
    rows = ShopProduct.objects.filter(shown=True, product__active=True).select_related("product")
    if skus is not None:
        rows = rows.filter(product__sku__in=skus)
    return [_row(row) for row in rows.filter(pk__gt=after).order_by("pk")[:limit]]


def shop_counts() -> ShopCounts:
    """Count the products in the shop, and those that lack something a customer looks for."""
    shown = ShopProduct.objects.filter(shown=True)
    there = shown.filter(product__active=True)
    goods = there.filter(product__supply=Supply.GOODS.value)
    return ShopCounts(
        shown=there.count(),
        off_sale=shown.filter(product__active=False).count(),
        without_picture=there.exclude(pk__in=Picture.objects.values("product")).count(),
        without_maker=goods.filter(maker=None).count(),
        without_weight=goods.filter(weight_grams=0).count(),
        without_english=there.filter(product__name_en="").count(),
    )


def _row(row: ShopProduct) -> ShownRow:
    product: Product = row.product
    return ShownRow(
        id=product.pk, sku=product.sku, name_nl=product.name_nl, name_en=product.name_en,
        unit=product.unit, vat_category=VatCategory(product.vat_category),
        supply=Supply(product.supply), barcode=product.barcode, keeps_stock=product.keeps_stock,
        slug=row.slug, fields=_fields(row, ()),
    )  # fmt: skip


def _fields(row: ShopProduct, category_ids: tuple[int, ...]) -> ShopFields:
    return ShopFields(
        shown=row.shown, summary_nl=row.summary_nl, summary_en=row.summary_en,
        description_nl=row.description_nl, description_en=row.description_en,
        weight_grams=row.weight_grams, maker_id=row.maker_id, warnings_nl=row.warnings_nl,
        warnings_en=row.warnings_en, delivery_nl=row.delivery_nl, delivery_en=row.delivery_en,
        returnable=row.returnable, not_returnable_nl=row.not_returnable_nl,
        not_returnable_en=row.not_returnable_en, durability_months=row.durability_months,
        position=row.position, sell_without_stock=row.sell_without_stock,
        category_ids=category_ids,
    )  # fmt: skip
