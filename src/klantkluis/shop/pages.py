"""Questions about the pages of text in the shop, and the texts that a new shop begins with."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from klantkluis.foundation.models import Company
from klantkluis.messages import published
from klantkluis.shop.filling import filled_in, values_of
from klantkluis.shop.models import PageVersion, ShopName

FIRST_PAGES: Final = ("terms", "privacy", "shipping", "returns", "guarantee", "contact", "about")
"""The pages that a new shop begins with, in the order of the footer."""
NEEDED: Final = frozenset({"terms", "privacy"})
"""Nobody can order without having been able to read these."""
GENERATED: Final = frozenset({"privacy"})
"""Nobody writes these by hand: they follow from what is declared and switched on."""
_TEXTS: Final = Path(__file__).parent / "data" / "pages"


@dataclass(frozen=True, slots=True)
class PageFields:
    """A page as it is written, in the small Markdown of the shop; `{company}` and so on are
    filled in when it is shown."""

    title_nl: str
    body_nl: str
    title_en: str = ""
    body_en: str = ""
    position: int = 0
    in_footer: bool = True


@dataclass(frozen=True, slots=True)
class PageRow:
    """A version of a page; the newest of a name is what the shop shows, unless it is `gone`."""

    id: int
    name: str
    fields: PageFields
    gone: bool
    recorded_at: datetime


def pages() -> list[PageRow]:
    """Give the pages that are there now, in their order."""
    newest: dict[str, PageRow] = {}
    for row in PageVersion.objects.order_by("pk"):
        newest[row.name] = _row(row)
    kept = [row for row in newest.values() if not row.gone]
    return sorted(kept, key=lambda row: (row.fields.position, row.name))


def page(*, name: str) -> PageRow | None:
    """Give a page as it is now, or None."""
    row = PageVersion.objects.filter(name=name).order_by("-pk").first()
    return _row(row) if row is not None and not row.gone else None


def page_versions(*, name: str, limit: int = 100) -> list[PageRow]:
    """Give what a page said through time, the newest first."""
    return [_row(row) for row in PageVersion.objects.filter(name=name).order_by("-pk")[:limit]]


def shown_page(
    row: PageRow, company: Company, shop_name: str, *, in_english: bool
) -> published.Page:
    """Give a page as the shop shows it, filled in, with a version that follows from its words."""
    values, fields = values_of(company, shop_name), row.fields
    title, body = {"nl": fields.title_nl}, {"nl": filled_in(fields.body_nl, values)}
    if in_english and fields.title_en and fields.body_en:
        title["en"], body["en"] = fields.title_en, filled_in(fields.body_en, values)
    words = published.Page(name=row.name, title=title, body=body)
    return published.Page(
        name=row.name, title=title, body=body, position=fields.position,
        in_footer=fields.in_footer, version=published.digest(published.write(words))[:16],
    )  # fmt: skip


def page_that_was_shown(*, name: str, version: str) -> published.Page | None:
    """Give a page as it was when an order names its version: the evidence of what was agreed.

    Its words follow from a version of the page, a version of our own data and a name that the shop
    had; none of these is ever thrown away.
    """
    shop_names = {*ShopName.objects.values_list("name", flat=True), ""}
    companies = list(Company.objects.order_by("-pk"))
    for row in PageVersion.objects.filter(name=name, gone=False).order_by("-pk"):
        for company in companies:
            for shop_name in sorted(shop_names, reverse=True):
                for in_english in (True, False):
                    shown = shown_page(_row(row), company, shop_name, in_english=in_english)
                    if shown.version == version:
                        return shown
    return None


@cache
def first_page(name: str) -> PageFields:
    """Give the text with which a page begins: written by us, to be read and made one's own."""
    said = {}
    for language in ("nl", "en"):
        text = (_TEXTS / f"{name}.{language}.md").read_text(encoding="utf-8")
        title, _line, body = text.partition("\n")
        said[language] = (title.removeprefix("# ").strip(), body.strip())
    return PageFields(
        title_nl=said["nl"][0], body_nl=said["nl"][1], title_en=said["en"][0],
        body_en=said["en"][1], position=FIRST_PAGES.index(name) + 1,
    )  # fmt: skip


def _row(row: PageVersion) -> PageRow:
    fields = PageFields(
        row.title_nl, row.body_nl, row.title_en, row.body_en, row.position, row.in_footer
    )
    return PageRow(row.pk, row.name, fields, row.gone, row.recorded_at)
