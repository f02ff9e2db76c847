"""What should have been done by now, as the rooms tell it: for the check that nothing is late."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils import timezone

from klantkluis.privacy.breach_rules import State
from klantkluis.privacy.breaches.queries import breaches_waiting
from klantkluis.privacy.queries import desk_counts
from klantkluis.privacy.retaining.sweeping import overdue
from klantkluis.shop.unused import days_unheard

UNHEARD_DAYS: Final = 7
"""A shop that cannot be asked for longer may have accounts that should have ended."""


def terms_overdue(now: datetime) -> Iterator[str]:
    """Say what is kept beyond its term."""
    yield from overdue(timezone.localdate(now))[1]
    days = days_unheard(timezone.localdate(now))
    if days > UNHEARD_DAYS:
        yield f"the shop has not said for {days} days which accounts nobody uses"


def desk_overdue(now: datetime) -> Iterator[str]:
    """Say how many requests about personal data are beyond their month."""
    late = desk_counts(today=timezone.localdate(now)).overdue
    if late:
        yield f"requests about personal data beyond their term: {late}"


def breaches_overdue(now: datetime) -> Iterator[str]:
    """Say which breaches should have been reported."""
    for row in breaches_waiting(now=now).clocks:
        if row.clock.state is State.LATE:
            yield f"breach {row.id} should have been reported by now"
