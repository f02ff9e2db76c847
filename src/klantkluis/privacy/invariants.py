"""Truths about requests, erasures and retention that hold for all rows, always."""

from collections.abc import Iterator

from klantkluis.privacy import desk_invariants as desk
from klantkluis.privacy.breaches.invariants import broken_breaches
from klantkluis.privacy.erasing import invariants as erasing
from klantkluis.privacy.retaining import invariants as retaining


def broken() -> Iterator[str]:
    """Yield one sentence for each row that breaks a rule of this room."""
    yield from desk.broken()
    yield from erasing.broken()
    yield from broken_breaches()
    yield from retaining.broken()
