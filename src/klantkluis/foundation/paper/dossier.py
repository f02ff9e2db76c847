"""What we hold of somebody, on paper: chapters with facts and tables, in words for its reader."""

from dataclasses import dataclass, field
from datetime import date

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import breakable
from klantkluis.foundation.paper.values import Branding, Language, Party, Seller
from klantkluis.foundation.paper.wording import WORDS

type Pair = tuple[str, str]
type DossierCell = str | tuple[Pair, ...]
"""A text, or labels with their values below one another."""


@dataclass(frozen=True, slots=True)
class DossierTable:
    """Rows of one kind. A column that is wide takes the room that the others leave."""

    title: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[DossierCell, ...], ...] = field(repr=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class DossierSection:
    """A chapter: what it is about, facts of it, and what is held."""

    title: str
    paragraphs: tuple[str, ...] = field(default=(), repr=False)
    bullets: tuple[str, ...] = field(default=(), repr=False)
    facts: tuple[Pair, ...] = field(default=(), repr=False)
    tables: tuple[DossierTable, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPaper:
    """A dossier for the person whom it is about."""

    language: Language
    seller: Seller
    recipient: Party = field(repr=False)
    written_on: date
    heading: str
    facts: tuple[Pair, ...] = field(default=(), repr=False)
    introduction: tuple[str, ...] = field(default=(), repr=False)
    sections: tuple[DossierSection, ...] = field(default=(), repr=False)


def compose_dossier(paper: DossierPaper, branding: Branding) -> View:
    """Compose the view of a dossier."""
    words, language = WORDS[paper.language], paper.language
    view = composing.page(
        language=language, seller=paper.seller, branding=branding, heading=paper.heading, number=""
    )
    return view | {
        "address": composing.address(paper.recipient, paper.seller, language),
        "facts": composing.facts(
            (words.letter_date, formatting.long_date(paper.written_on, language)), *paper.facts
        ),
        "aside": None,
        "introduction": [breakable(text, 60) for text in paper.introduction],
        "sections": [_section(each) for each in paper.sections],
    }


def _section(section: DossierSection) -> View:
    return {
        "title": breakable(section.title),
        "paragraphs": [breakable(text, 60) for text in section.paragraphs],
        "bullets": [breakable(text, 60) for text in section.bullets],
        "facts": [[breakable(label), breakable(value, 50)] for label, value in section.facts],
        "tables": [_table(each) for each in section.tables],
    }


def _table(table: DossierTable) -> View:
    return {
        "title": breakable(table.title),
        "note": breakable(table.note, 60),
        "columns": [{"label": breakable(label), "wide": wide} for label, wide in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: DossierCell) -> View | str:
    if isinstance(cell, str):
        return breakable(cell, 24)
    return {"pairs": [[breakable(label), breakable(value, 50)] for label, value in cell]}
