"""A credit note on paper."""

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import CreditNotePaper
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import clean
from klantkluis.foundation.paper.values import Branding
from klantkluis.foundation.paper.wording import WORDS


def compose_credit_note(paper: CreditNotePaper, branding: Branding) -> View:
    """Compose the view of a credit note; it is laid out as its invoice was."""
    words, language = WORDS[paper.language], paper.language
    view = composing.page(
        language=language,
        seller=paper.seller,
        branding=branding,
        heading=words.credit_note,
        number=paper.number,
    )
    corrects = words.credits_invoice.format(
        number=paper.invoice_number, day=formatting.long_date(paper.invoiced_on, language)
    )
    return view | {
        "address": composing.address(paper.buyer, paper.seller, language),
        "facts": composing.facts(
            (words.credit_date, formatting.long_date(paper.issued_on, language)),
            (words.customer_number, paper.buyer.number),
            (words.order_number, paper.order_number),
            (words.your_reference, paper.reference),
            (words.your_vat_number, paper.buyer.vat_number),
        ),
        "aside": None,
        "introduction": composing.introduction(corrects, branding),
        "table": composing.priced_table(paper),
        "sums": composing.sums(paper, final=words.credit_total),
        "vat": composing.vat_table(paper),
        "after-sums": composing.vat_in_euro(paper),
        "statements": [clean(text) for text in paper.statements],
        "payment": {
            "title": words.payment,
            "text": words.credit_is_settled,
            "rows": [],
            "qr": "",
        },
        "closing": composing.closing(paper.closing, branding),
    }
