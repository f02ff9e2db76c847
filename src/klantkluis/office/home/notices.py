"""What a notice on the first screen is."""

from dataclasses import dataclass
from typing import Final

BAD: Final = "bad"
"""The mood of what cannot wait."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence that leads to where something can be done."""

    sentence: str
    url: str
    icon: str
    mood: str = "wait"
