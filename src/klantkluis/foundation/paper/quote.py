"""A quote on paper."""

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import QuotePaper
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import clean
from klantkluis.foundation.paper.values import Branding, PriceBasis
from klantkluis.foundation.paper.wording import WORDS, Words


def compose_quote(paper: QuotePaper, branding: Branding) -> View:
    """Compose the view of a quote."""
    words, language = WORDS[paper.language], paper.language
    without = paper.price_basis is PriceBasis.WITHOUT
    view = composing.page(
        language=language,
        seller=paper.seller,
        branding=branding,
        heading=words.quote,
        number=paper.number,
    )
    return view | {
        "address": composing.address(paper.buyer, paper.seller, language),
        "facts": composing.facts(
            (words.quote_date, formatting.long_date(paper.quoted_on, language)),
            (words.valid_until, formatting.long_date(paper.valid_until, language)),
            (words.version, str(paper.version)),
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
        "options": _options(paper, words),
        "statements": [clean(text) for text in paper.statements],
        "closing": composing.closing(paper.closing, branding),
        "signing": _signing(words) if paper.to_be_signed else None,
    }


def _options(paper: QuotePaper, words: Words) -> View | None:
    """Compose what may be chosen besides, apart from what the total counts."""
    if not paper.options:
        return None
    return {
        "title": words.options,
        "text": words.options_text,
        "table": composing.priced_table(paper, paper.options),
    }


def _signing(words: Words) -> View:
    return {
        "title": words.agreed,
        "labels": [words.signed_name, words.signed_date, words.signature],
    }
