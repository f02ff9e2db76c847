"""Truths about requests, erasures and retention that hold for all rows, always."""

from collections.abc import Iterator

from klantkluis.privacy.erasing import invariants as erasing
from klantkluis.privacy.retaining import invariants as retaining


def broken() -> Iterator[str]:
    """Yield one sentence for each row that breaks a rule of this room."""
    yield from erasing.broken()
    yield from retaining.broken()
