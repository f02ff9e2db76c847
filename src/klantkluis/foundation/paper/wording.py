"""The words on paper, by language."""

from typing import Final

from klantkluis.foundation.paper.values import Language
from klantkluis.foundation.paper.words import Words as Words  # noqa: PLC0414 - from here
from klantkluis.foundation.paper.words_en import ENGLISH
from klantkluis.foundation.paper.words_nl import DUTCH

WORDS: Final = {Language.DUTCH: DUTCH, Language.ENGLISH: ENGLISH}
