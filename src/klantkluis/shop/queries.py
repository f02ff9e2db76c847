"""Questions about the shop."""

from uuid import UUID

from klantkluis.shop.models import SiteLink


def is_paired() -> bool:
    """Tell whether this office has a site."""
    return SiteLink.objects.exists()


def paired_by() -> UUID | None:
    """Give who paired this office with its site; None without one."""
    return SiteLink.objects.values_list("staff_id", flat=True).first()
