"""What every page of the shop shows around its content."""

from typing import Any

from django.http import HttpRequest

from klantkluis.site.window import shop


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the shop's settings, its pages and categories, and the language."""
    now = shop()
    return {
        "shop": now.settings,
        "pages": sorted(now.pages.values(), key=lambda page: (page.position, page.name)),
        "categories": sorted(now.categories.values(), key=lambda each: (each.position, each.slug)),
        "language": getattr(request, "LANGUAGE_CODE", "nl"),
    }
