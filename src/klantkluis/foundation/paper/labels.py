"""Addresses on labels: sheets of A4, or one label a page for a thermal printer."""

from typing import Final

from klantkluis.foundation.paper import composing
from klantkluis.foundation.paper.documents import LabelSheet, LabelsPaper
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import breakable, one_line
from klantkluis.foundation.paper.values import Branding, Party
from klantkluis.foundation.paper.wording import WORDS

TWO_BY_SEVEN: Final = LabelSheet(
    columns=2, rows=7, width=99.1, height=38.1, left=4.65, top=15.15, gap=2.5
)
"""Fourteen a sheet, as Avery L7163."""
THREE_BY_EIGHT: Final = LabelSheet(columns=3, rows=8, width=70, height=37, top=0.5)
"""Twenty-four a sheet without margins, as Avery 3474 and HERMA 4360."""


def compose_labels(paper: LabelsPaper, branding: Branding) -> View:
    """Compose the view of labels: pages of places, of which some are empty."""
    words = WORDS[paper.language]
    view = composing.page(
        language=paper.language,
        seller=paper.seller,
        branding=branding,
        heading=words.labels,
        number="",
    )
    sender = one_line(" · ".join([paper.seller.name, *paper.seller.address]))
    return view | {"sender": sender, "sheet": _sheet(paper.sheet), "pages": _pages(paper)}


def _sheet(sheet: LabelSheet | None) -> View | None:
    if sheet is None:
        return None
    names = ("columns", "rows", "width", "height", "left", "top", "gap")
    return {name: getattr(sheet, name) for name in names}


def _pages(paper: LabelsPaper) -> list[list[list[str]]]:
    """Put the labels in their places, page by page; a place without lines stays empty."""
    places: list[list[str]] = [[] for _ in range(paper.first - 1)]
    places += [_lines(party) for party in paper.labels]
    size = paper.sheet.places if paper.sheet else 1
    return [places[start : start + size] for start in range(0, len(places), size)]


def _lines(party: Party) -> list[str]:
    return [breakable(line) for line in (party.name, *party.address)]
