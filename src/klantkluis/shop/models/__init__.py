"""Rows of the shop: the link with the site, what is published, and what came in."""

from klantkluis.shop.models.link import SiteLink

__all__ = ["SiteLink"]
