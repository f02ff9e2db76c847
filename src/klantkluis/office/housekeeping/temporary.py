"""What is kept for a day under a temporary key: told by the pages that keep it (`apps.py`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Temporary:
    """A kind of thing that is kept for a day.

    `forget` removes what is too old and gives how many; `classes` names the keys still in use.
    """

    forget: Callable[[datetime], int]
    classes: Callable[[], set[str]]


KINDS: list[Temporary] = []
"""Every kind; filled when the office starts."""
