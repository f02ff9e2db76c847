"""What an import would do with each good row, and how it says how far it is."""

from collections.abc import Callable
from enum import StrEnum

type Progress = Callable[[int, int], None]
"""Called now and then with the rows done and the rows in all."""

EVERY = 200
"""After how many rows somebody is told how far it is."""


class Expected(StrEnum):
    """What would become of a good row, compared with what is here already."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


def silence(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""
