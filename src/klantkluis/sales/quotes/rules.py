"""Where a quote stands, without a database."""

from datetime import date
from enum import StrEnum


class QuoteState(StrEnum):
    """Where a quote stands, as follows from the facts."""

    DRAFT = "draft"
    OPEN = "open"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    REFUSED = "refused"


def state_of(
    *, issued_until: date | None, accepted: bool, refused: bool, today: date
) -> QuoteState:
    """Say where a quote stands: an answer goes before everything, and a day that passed is last.

    Args:
        issued_until: until when the version that the customer has is valid; None when they have
            none yet.
    """
    if accepted:
        return QuoteState.ACCEPTED
    if refused:
        return QuoteState.REFUSED
    if issued_until is None:
        return QuoteState.DRAFT
    return QuoteState.EXPIRED if today > issued_until else QuoteState.OPEN
