"""Sheets of facts on paper, such as those of the register of processing: a heading and what is
known, each on a page of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.figures import logo_as_svg
from klantkluis.foundation.paper.press import Pictures, View, press
from klantkluis.foundation.paper.texts import breakable, one_line
from klantkluis.foundation.paper.values import Branding, Language, Seller

WIDTH: Final = 60
"""Signs of a value after which a line may break anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSheet:
    """One sheet: its title, a line below it, and label and value pairs; a value may have lines."""

    title: str
    introduction: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsPaper:
    """Sheets that belong together, as a document."""

    language: Language
    seller: Seller
    title: str
    made_on: date
    sheets: tuple[FactSheet, ...]

    def __post_init__(self) -> None:
        assert self.sheets, "there is something to print"


def compose_sheets(paper: SheetsPaper, branding: Branding) -> View:
    """Compose the view of sheets, each beginning on a page of its own."""
    view = composing.page(
        language=paper.language, seller=paper.seller, branding=branding, heading=paper.title,
        number=formatting.long_date(paper.made_on, paper.language),
    )  # fmt: skip
    return view | {
        "sections": [
            {
                "title": one_line(sheet.title),
                "introduction": breakable(sheet.introduction, WIDTH),
                "facts": [
                    [breakable(label), [breakable(line, WIDTH) for line in lines]]
                    for label, lines in sheet.facts
                    if any(lines)
                ],
            }
            for sheet in paper.sheets
        ]
    }


def render_sheets(paper: SheetsPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print sheets of facts."""
    below = branding.background
    logo = logo_as_svg(branding.logo) if branding.logo else ""
    pictures = Pictures(logo, below.first, below.following)
    return press("sheets", compose_sheets(paper, branding), pictures=pictures, made_at=made_at)
