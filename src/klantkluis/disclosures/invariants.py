"""Truths about hand-overs that hold for all rows, always."""

from collections.abc import Iterator


def broken() -> Iterator[str]:
    """Yield one sentence for each row that breaks a rule of this room."""
    yield from ()
