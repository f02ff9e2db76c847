"""Questions about the shop."""

from klantkluis.shop.models import SiteLink


def is_paired() -> bool:
    """Tell whether this office has a site."""
    return SiteLink.objects.exists()
