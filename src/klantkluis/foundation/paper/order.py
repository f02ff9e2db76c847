"""An order, or its confirmation, on paper."""

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import OrderKind, OrderPaper
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import clean
from klantkluis.foundation.paper.values import Branding, PriceBasis
from klantkluis.foundation.paper.wording import WORDS


def compose_order(paper: OrderPaper, branding: Branding) -> View:
    """Compose the view of an order or its confirmation."""
    words, language = WORDS[paper.language], paper.language
    headings = {
        OrderKind.CONFIRMATION: words.order_confirmation,
        OrderKind.ORDER: words.order,
        OrderKind.PRO_FORMA: words.pro_forma,
    }
    pro_forma = paper.kind is OrderKind.PRO_FORMA
    day = words.date if pro_forma else words.order_date
    statements = (*paper.statements, words.no_invoice) if pro_forma else paper.statements
    without = paper.price_basis is PriceBasis.WITHOUT
    view = composing.page(
        language=language,
        seller=paper.seller,
        branding=branding,
        heading=headings[paper.kind],
        number=paper.number,
    )
    by = formatting.long_date(paper.deliver_by, language) if paper.deliver_by else ""
    return view | {
        "address": composing.address(paper.buyer, paper.seller, language),
        "facts": composing.facts(
            (day, formatting.long_date(paper.ordered_on, language)),
            (words.deliver_by, by),
            (words.customer_number, paper.buyer.number),
            (words.your_reference, paper.reference),
            (words.your_vat_number, paper.buyer.vat_number),
        ),
        "aside": composing.aside(words.deliver_to, paper.deliver_to, language),
        "introduction": composing.introduction(paper.introduction, branding),
        "table": composing.priced_table(paper),
        "sums": composing.sums(paper, final=words.total if without else words.total_including),
        "vat": composing.vat_table(paper),
        "after-sums": composing.vat_in_euro(paper),
        "statements": [clean(text) for text in statements],
        "terms": composing.facts((words.payment_terms, paper.payment_terms)),
        "closing": composing.closing(paper.closing, branding),
    }
