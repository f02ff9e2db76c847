"""What of the sales waits for a person: for the first screen."""

from dataclasses import dataclass
from datetime import date

from klantkluis.foundation.counting import counted
from klantkluis.sales.models import OpenOrder
from klantkluis.sales.quotes.lists import expired_quotes, quotes_to_follow_up
from klantkluis.sales.returns.queries import announced_returns


@dataclass(frozen=True, slots=True)
class SalesWait:
    """How much of each kind waits."""

    to_deliver: int
    to_bill: int
    to_follow_up: int
    expired: int
    returns: int


def sales_waits(*, today: date) -> SalesWait:
    """Count what waits for a person, in one question."""
    found = counted(
        to_deliver=OpenOrder.objects.filter(to_deliver=True),
        to_bill=OpenOrder.objects.filter(to_bill=True),
        to_follow_up=quotes_to_follow_up(today),
        expired=expired_quotes(today),
        returns=announced_returns(),
    )
    return SalesWait(**found)
