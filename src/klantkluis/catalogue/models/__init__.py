"""Rows of products: what they cost, how many there are, and how they stand in the shop."""

from klantkluis.catalogue.models.goods import (
    BASES,
    CATEGORIES,
    SUPPLIES,
    Product,
    ProductPrice,
    StockLevel,
    StockMovement,
    StockNote,
    VatRate,
)
from klantkluis.catalogue.models.shown import (
    Maker,
    Picture,
    PictureSize,
    ProductCategory,
    ShopCategory,
    ShopProduct,
)

__all__ = [
    "BASES",
    "CATEGORIES",
    "SUPPLIES",
    "Maker",
    "Picture",
    "PictureSize",
    "Product",
    "ProductCategory",
    "ProductPrice",
    "ShopCategory",
    "ShopProduct",
    "StockLevel",
    "StockMovement",
    "StockNote",
    "VatRate",
]
