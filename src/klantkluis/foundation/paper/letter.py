"""A letter on paper."""

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import LetterPaper
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import breakable, one_line
from klantkluis.foundation.paper.values import Branding
from klantkluis.foundation.paper.wording import WORDS


def compose_letter(paper: LetterPaper, branding: Branding) -> View:
    """Compose the view of a letter; its subject is the heading and the title."""
    words, language = WORDS[paper.language], paper.language
    view = composing.page(
        language=language, seller=paper.seller, branding=branding, heading=paper.subject, number=""
    )
    names = " · ".join(one_line(name) for name in paper.enclosures)
    return view | {
        "address": composing.address(paper.recipient, paper.seller, language),
        "facts": composing.facts(
            (words.letter_date, formatting.long_date(paper.written_on, language)), *paper.facts
        ),
        "aside": None,
        "salutation": breakable(paper.salutation),
        "paragraphs": [part for text in paper.paragraphs for part in composing.paragraphs(text)],
        "farewell": breakable(paper.farewell),
        "signatory": [breakable(line) for line in (paper.signatory, paper.signatory_role) if line],
        "enclosures": {"label": words.enclosures, "names": names} if names else None,
    }
