"""A return slip on paper: it goes in the box, so that the goods are known when they arrive."""

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import ReturnSlipPaper
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.values import Branding, Party
from klantkluis.foundation.paper.wording import WORDS


def compose_return_slip(paper: ReturnSlipPaper, branding: Branding) -> View:
    """Compose the view of a return slip: our address in the window, the customer beside it."""
    words, language = WORDS[paper.language], paper.language
    view = composing.page(
        language=language,
        seller=paper.seller,
        branding=branding,
        heading=words.return_slip,
        number=paper.number,
    )
    columns = [composing.column(words.description, wide=True), composing.column(words.comes_back)]
    rows: list[list[View | str]] = [
        [
            composing.description(line.description, line.sku, line.note),
            composing.amount_of(formatting.quantity(line.delivered, language), line.unit),
        ]
        for line in paper.lines
    ]
    ours = Party(name=paper.seller.name, address=paper.seller.address)
    return view | {
        "address": composing.address(ours, paper.seller, language),
        "facts": composing.facts(
            (words.return_date, formatting.long_date(paper.announced_on, language)),
            (words.customer_number, paper.sender.number),
            (words.order_number, paper.order_number),
            (words.return_reason, paper.reason),
        ),
        "aside": composing.aside(words.sent_by, paper.sender, language),
        "introduction": [],
        "closing": [],
        "table": composing.table(columns, rows),
        "remarks": {"title": words.return_how, "parts": [words.return_steps]},
        "tracking": None,
        "signing": None,
    }
