"""Letters about requests: what they say, in the language of the person, and their paper."""

from klantkluis.privacy.letters.drafting import (
    About,
    Details,
    HeldPart,
    StaysLine,
    draft_letter,
)
from klantkluis.privacy.letters.kinds import ANSWERS, LetterKind, letters_for

__all__ = (
    "ANSWERS",
    "About",
    "Details",
    "HeldPart",
    "LetterKind",
    "StaysLine",
    "draft_letter",
    "letters_for",
)
