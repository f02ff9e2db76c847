"""Files that are no pages: pictures, the colour of the shop, and what search engines ask for."""

import base64
from collections.abc import Iterator
from typing import Final

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.html import escape
from django.views.decorators.http import require_safe

from klantkluis.messages import published
from klantkluis.messages.published import Picture, ThingKind
from klantkluis.site.models import ProductEntry, PublishedThing
from klantkluis.site.shop.colours import DARK, LIGHT, colour, on_top, readable_on, written
from klantkluis.site.shop.visit import Visit, in_the_shop, root_of
from klantkluis.site.window import shop

PLAIN_ACCENT: Final = "#1f5f8b"
PART: Final = 20_000
"""So many products stand in one sitemap; a file may have 50,000 addresses (sitemaps.org)."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Give a picture; its name is made of its content, so that it never changes."""
    etag = f'"{name}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    row = PublishedThing.objects.filter(kind=ThingKind.PICTURE, name=name)
    body = row.values_list("body", flat=True).first()
    if body is None:
        raise Http404
    it: Picture = published.read(ThingKind.PICTURE, bytes(body))
    response = HttpResponse(base64.b64decode(it.data), content_type=it.media_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["ETag"] = etag
    return response


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Give the colour of the shop as a stylesheet, for light and dark pages."""
    settings = shop().settings
    accent = colour(settings.accent if settings else PLAIN_ACCENT)
    light, dark = readable_on(accent, LIGHT), readable_on(accent, DARK)
    css = (
        f":root{{--accent:{written(light)};--on-accent:{written(on_top(light))}}}\n"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root{{--accent:{written(dark)};--on-accent:{written(on_top(dark))}}}}}\n"
    )
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def mark(request: HttpRequest) -> HttpResponse:
    """Give the mark of the shop: the first letter of its name on its colour."""
    settings = shop().settings
    ground = readable_on(colour(settings.accent if settings else PLAIN_ACCENT), LIGHT)
    letter = escape((settings.name if settings else "")[:1].upper())
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{written(ground)}"/>'
        '<text x="16" y="22.5" text-anchor="middle" font-family="system-ui,sans-serif"'
        f' font-size="19" font-weight="700" fill="{written(on_top(ground))}">{letter}</text></svg>'
    )
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
@in_the_shop
def robots(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Tell search engines where the sitemap is, and what is of no use to them."""
    away = ("cart/", "checkout/", "thanks/", "account/", "search/", "prices/")
    paths = [root_of(language) + each for language in ("nl", "en") for each in away]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    lines += ["", f"Sitemap: {visit.origin}/sitemap.xml", ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
@in_the_shop
def sitemap(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """List every page; a large shop has several lists and an index of them."""
    parts = -(-ProductEntry.objects.count() // PART)
    if parts <= 1:
        return _xml(_pages(visit, 0, 1))
    listed = (
        f"<sitemap><loc>{visit.origin}/sitemap-{number}.xml</loc></sitemap>\n"
        for number in range(parts)
    )
    return _xml(iter([f"{_HEAD}<sitemapindex {_SPACE}>\n", *listed, "</sitemapindex>\n"]))


@require_safe
@in_the_shop
def sitemap_part(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """List one part of the pages."""
    parts = -(-ProductEntry.objects.count() // PART)
    if number >= max(parts, 1):
        raise Http404
    return _xml(_pages(visit, number, parts))


def _xml(lines: Iterator[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines, content_type="application/xml; charset=utf-8")


def _pages(visit: Visit, number: int, parts: int) -> Iterator[str]:
    """Write a list of pages, as they are read from the database."""
    yield f"{_HEAD}<urlset {_SPACE}>\n"
    roots = [visit.origin + root_of(each) for each in visit.settings.languages]
    if number == 0:
        paths = ["", "reductions/", "withdrawal-right/", "guarantee/"]
        paths += [f"categories/{each.slug}/" for each in visit.shop.categories_in_order]
        paths += [f"pages/{each.name}/" for each in visit.shop.pages_in_order]
        for path in paths:
            yield from (f"<url><loc>{escape(root + path)}</loc></url>\n" for root in roots)
    slugs = ProductEntry.objects.order_by("sku").values_list("slug", flat=True)
    window = slugs[number * PART : (number + 1) * PART] if parts > 1 else slugs
    for slug in window.iterator(chunk_size=2000):
        yield from (
            f"<url><loc>{escape(f'{root}products/{slug}/')}</loc></url>\n" for root in roots
        )
    yield "</urlset>\n"
