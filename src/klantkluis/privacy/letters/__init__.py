"""Letters about requests: what they say, in the language of the person, and their paper."""

from klantkluis.privacy.letters.drafting import (
    About,
    Details,
    HeldPart,
    draft_letter,
)
from klantkluis.privacy.letters.kinds import ANSWERS, LetterKind, letters_for

__all__ = (
    "ANSWERS",
    "About",
    "Details",
    "HeldPart",
    "LetterKind",
    "draft_letter",
    "letters_for",
)
