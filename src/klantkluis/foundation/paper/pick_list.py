"""A pick list on paper: places, products, quantities and boxes to tick; it names nobody."""

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import PickListPaper, PickSection
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import breakable
from klantkluis.foundation.paper.values import Branding, Language
from klantkluis.foundation.paper.wording import WORDS


def compose_pick_list(paper: PickListPaper, branding: Branding) -> View:
    """Compose the view of a pick list, each section on a page of its own."""
    words, language = WORDS[paper.language], paper.language
    view = composing.page(
        language=language,
        seller=paper.seller,
        branding=branding,
        heading=words.pick_list,
        number=formatting.long_date(paper.made_on, language),
    )
    return view | {"sections": [_section(each, language) for each in paper.sections]}


def _section(section: PickSection, language: Language) -> View:
    words = WORDS[language]
    places = any(line.place for line in section.lines)
    columns = [
        composing.column(words.description, wide=True),
        *([composing.column(words.place)] if places else []),
        composing.column(words.to_pick),
    ]
    rows: list[list[View | str]] = [
        [
            composing.description(line.description, line.sku, ""),
            *([breakable(line.place, 20)] if places else []),
            composing.amount_of(formatting.quantity(line.quantity, language), line.unit),
        ]
        for line in section.lines
    ]
    return {
        "title": breakable(section.title),
        "facts": composing.facts(*section.facts),
        "table": composing.table(columns, rows),
    }
