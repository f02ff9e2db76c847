"""Rows of the shop: the link with the site, what is published, and what came in."""

from klantkluis.shop.models.link import SiteLink
from klantkluis.shop.models.settings import (
    PageVersion,
    ShippingMethod,
    ShippingStep,
    Shop,
    ShopName,
)

__all__ = ["PageVersion", "ShippingMethod", "ShippingStep", "Shop", "ShopName", "SiteLink"]
