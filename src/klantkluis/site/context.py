"""What every page of the shop shows around its content."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from klantkluis import __version__
from klantkluis.site.shop.visit import Visit, language_of, root_of, visit_of
from klantkluis.site.window import shop


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the shop's settings, its menu and foot, the cart, and the choices of the visitor.

    Templates make the addresses of the pages from `root`: `/` in Dutch, `/en/` in English.
    """
    language = language_of(request)
    visit = visit_of(request)
    said: dict[str, Any] = {
        "shop": shop().settings if visit is None else visit.settings,
        "language": language,
        "root": root_of(language),
        "version": __version__,
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else "",
    }
    if visit is None:
        return said
    return said | {
        "menu": _part(visit, "site/shop/menu.html"),
        "foot": _part(visit, "site/shop/foot.html"),
        "in_cart": visit.cart.count,
        "net": visit.basis == "net",
        "there": _other_language(request, visit),
        "basis_matters": not visit.settings.small_business,
    }


def _part(visit: Visit, template: str) -> SafeString:
    """Give a part that is the same on all pages in a language, made once for each edition."""
    text = visit.shop.kept.get(
        (template, visit.language), lambda: render_to_string(template, _around(visit))
    )
    return mark_safe(text)  # noqa: S308 - made by a template


def _around(visit: Visit) -> dict[str, Any]:
    return {
        "settings": visit.settings,
        "us": visit.settings.identity,
        "root": visit.root,
        "categories": [
            (each.slug, visit.say(each.name), [
                (below.slug, visit.say(below.name)) for below in visit.shop.below(each.slug)
            ])
            for each in visit.shop.below("")
        ],
        "pages": [
            (page.name, visit.say(page.title))
            for page in visit.shop.pages_in_order
            if page.in_footer
        ],
    }  # fmt: skip


def _other_language(request: HttpRequest, visit: Visit) -> str:
    """Give where this page is in the other language; its home when it is what came of a form."""
    if len(visit.settings.languages) < 2:
        return ""
    other = "/" if visit.language == "en" else "/en/"
    if request.method not in {"GET", "HEAD"}:
        return other
    path = request.path_info.removeprefix(visit.root)
    query = request.META.get("QUERY_STRING", "")
    return other + quote(path.lstrip("/")) + (f"?{query}" if query else "")
