"""A delivery note on paper: what is in the box, never what it costs."""

from decimal import Decimal

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import DeliveryLine, DeliveryNotePaper
from klantkluis.foundation.paper.figures import qr_as_svg
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import breakable
from klantkluis.foundation.paper.values import Branding
from klantkluis.foundation.paper.wording import WORDS


def compose_delivery_note(paper: DeliveryNotePaper, branding: Branding) -> View:
    """Compose the view of a delivery note."""
    words, language = WORDS[paper.language], paper.language
    view = composing.page(
        language=language,
        seller=paper.seller,
        branding=branding,
        heading=words.delivery_note,
        number=paper.number,
    )
    signing = {
        "title": words.received,
        "labels": [words.signed_name, words.signed_date, words.signature],
    }
    return view | {
        "address": composing.address(paper.recipient, paper.seller, language),
        "facts": composing.facts(
            (words.ship_date, formatting.long_date(paper.shipped_on, language)),
            (words.customer_number, (paper.buyer or paper.recipient).number),
            (words.order_number, paper.order_number),
            (words.your_reference, paper.reference),
            (words.carrier, paper.carrier),
            (words.track_and_trace, paper.track_and_trace),
            (words.packages, str(paper.packages) if paper.packages else ""),
        ),
        "aside": composing.aside(words.ordered_by, paper.buyer, language),
        "introduction": composing.introduction("", branding),
        "table": _table(paper),
        "remarks": {"title": words.remarks, "parts": composing.paragraphs(paper.remarks)},
        "closing": composing.closing("", branding),
        "tracking": _tracking(paper),
        "signing": signing if paper.to_be_signed else None,
    }


def _tracking(paper: DeliveryNotePaper) -> View | None:
    """Compose where the parcel can be followed: as a link, and as a code to point a phone at."""
    if not paper.track_link:
        return None
    words = WORDS[paper.language]
    return {
        "title": words.follow_parcel,
        "text": words.follow_text,
        "link": paper.track_link,
        "shown": breakable(paper.track_link, 60),
        "qr": qr_as_svg(paper.track_link),
        "qr-alt": words.follow_qr,
    }


def _table(paper: DeliveryNotePaper) -> View:
    """Compose the lines; ordered and still to come only where there is something to tell."""
    words = WORDS[paper.language]
    with_ordered = any(line.ordered is not None for line in paper.lines)
    with_remaining = any(line.remaining for line in paper.lines)
    columns = [
        composing.column(words.description, wide=True),
        *([composing.column(words.ordered)] if with_ordered else []),
        composing.column(words.delivered),
        *([composing.column(words.remaining)] if with_remaining else []),
    ]

    def cells(line: DeliveryLine) -> list[View | str]:
        def number(value: Decimal | None) -> str:
            return formatting.quantity(value, paper.language) if value is not None else ""

        return [
            composing.description(line.description, line.sku, line.note),
            *([number(line.ordered)] if with_ordered else []),
            composing.amount_of(number(line.delivered), line.unit),
            *([number(line.remaining or None)] if with_remaining else []),
        ]

    return composing.table(columns, [cells(line) for line in paper.lines])
