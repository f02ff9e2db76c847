"""What the pages of quotes are about."""

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from klantkluis.office.requests import OfficeRequest
from klantkluis.sales.quotes.lines import QuotedLine
from klantkluis.sales.quotes.queries import QuoteCard, QuoteVersionCard, quote_card


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version as its card shows it: each line with its amount and whether it was chosen."""

    card: QuoteVersionCard
    chosen: frozenset[int] = frozenset()

    @property
    def shown(self) -> list[tuple[QuotedLine, int, bool]]:
        """The lines with their amounts, and whether somebody chose them."""
        lines = zip(self.card.lines, self.card.cents, strict=True)
        return [(line, cents, line.id in self.chosen) for line, cents in lines]


def quote_for(request: OfficeRequest, quote_id: int) -> QuoteCard:
    """Give a quote.

    Raises:
        Http404: there is none, or its term has passed.
    """
    card = quote_card(quote_id=quote_id, vault=request.actor.vault, today=timezone.localdate())
    if card is None:
        raise Http404
    return card


def shown_first(card: QuoteCard) -> list[ShownVersion]:
    """Give the versions: the one that was answered first, or else the newest."""
    answer = card.accepted or card.refused
    chosen = card.accepted.chosen if card.accepted else frozenset()
    first = answer.version if answer else card.newest.version
    ordered = sorted(card.versions, key=lambda each: (each.version != first, -each.version))
    return [ShownVersion(each, chosen) for each in ordered]
