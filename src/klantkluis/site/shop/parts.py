"""A page of the shop window: its head and its content, made once and kept while it holds."""

import json
from collections.abc import Callable, Hashable
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from klantkluis.site.shop.structured import Thing, as_block
from klantkluis.site.shop.visit import Visit, root_of

DESCRIPTION = 160


@dataclass(frozen=True, slots=True)
class Part:
    """What is different about a page: title, head and content, as HTML that is escaped already."""

    title: str
    head: str
    body: str


def made(
    visit: Visit,
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    path: str,
    description: str = "",
    things: list[Thing] | None = None,
    image: str = "",
    listed: bool = True,
) -> Part:
    """Make a page from a template.

    Args:
        path: where it is, from the root of its language on.
        things: what search engines read.
        image: the path of a picture that shows what it is about.
        listed: whether search engines may list it.
    """
    shared = {"visit": visit, "root": visit.root, "settings": visit.settings}
    head = [
        _addresses(visit, path) if listed else '<meta name="robots" content="noindex">',
        _described(visit, title, path, description, image),
        as_block(things) if things else "",
    ]
    name = visit.settings.name
    return Part(
        title=title if title == name else f"{title} · {name}",
        head="\n".join(filter(None, head)),
        body=render_to_string(template, {**shared, **context}),
    )


def show(
    request: HttpRequest, visit: Visit, key: Hashable, make: Callable[[], Part]
) -> HttpResponse:
    """Show a page that is made once for everybody with the same language, basis and day."""
    text = visit.shop.kept.get((key, *visit.key), lambda: json.dumps(asdict(make())))
    return show_part(request, Part(**json.loads(text)))


def show_part(request: HttpRequest, part: Part) -> HttpResponse:
    """Show a page."""
    context = {"title": part.title, "head": _safe(part.head), "body": _safe(part.body)}
    return render(request, "site/shop/part.html", context)


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 - made of templates and escaped above


def _addresses(visit: Visit, path: str) -> SafeString:
    """Say which address is the right one, and where the page is in the other language."""
    lines = [format_html('<link rel="canonical" href="{}{}{}">', visit.origin, visit.root, path)]
    if len(visit.settings.languages) > 1:
        lines += [
            format_html(
                '<link rel="alternate" hreflang="{}" href="{}{}{}">',
                language, visit.origin, root_of(language), path,
            )
            for language in visit.settings.languages
        ]  # fmt: skip
    return _safe("\n".join(lines))


def _described(visit: Visit, title: str, path: str, description: str, image: str) -> SafeString:
    """Say in short what a page is about, for search engines and for who shares its address."""
    short = " ".join(description.split())
    if len(short) > DESCRIPTION:
        short = f"{short[: DESCRIPTION - 1].rsplit(' ', 1)[0]}…"
    said = [
        ("og:site_name", visit.settings.name),
        ("og:title", title),
        ("og:type", "website"),
        ("og:url", f"{visit.origin}{visit.root}{path}"),
        ("og:description", short),
        ("og:image", f"{visit.origin}{image}" if image else ""),
        ("og:locale", "en_GB" if visit.language == "en" else "nl_NL"),
    ]
    lines = [format_html('<meta property="{}" content="{}">', n, v) for n, v in said if v]
    if short:
        lines.insert(0, format_html('<meta name="description" content="{}">', short))
    return _safe("\n".join(lines))
