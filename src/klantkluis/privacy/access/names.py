"""Which words of a text may be names of somebody else: a hint for who looks it through. Pure."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from klantkluis.core.names import fold

MOST: Final = 6
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PARTS: Final = re.compile(r"['’-]")
_BETWEEN: Final = frozenset(
    {"van", "de", "der", "den", "ten", "ter", "te", "el", "al", "von", "zu", "da", "di", "du", "la"}
)
_TITLED: Final = re.compile(
    r"(?:\b(?:dhr|mevr|mw|mr|mrs|ms|dr)\.?|\b(?:heer|mevrouw|meneer|mevr))\s+$", re.IGNORECASE
)
_BEGINS: Final = re.compile(r"(?:^|[.!?:;\n\r•–-])\s*[\"'“‘(\[]*$")
_NO_NAMES: Final = frozenset(
    {"ik", "wij", "we", "u", "hij", "zij", "ze", "het", "de", "een", "dit", "dat", "er"}
    | {"i", "you", "he", "she", "it", "they", "the", "this", "that"}
    | {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"}
    | {"september", "oktober", "november", "december"}
    | {"january", "february", "march", "may", "june", "july", "august", "october"}
    | {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"}
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"nederland", "belgie", "duitsland", "netherlands", "belgium", "germany"}
    | {"nederlands", "nederlandse", "engels", "engelse", "duits", "duitse", "dutch", "english"}
    | {"avg", "gdpr", "kvk", "btw", "vat", "ok", "postnl", "dhl", "dpd", "ups"}
)


def names_in(text: str, *, own: Collection[str], known: Collection[str] = ()) -> tuple[str, ...]:
    """Give what may be names of other people, as they stand in the text, at most a few.

    It is modest: a word with a capital at the beginning of a sentence is no name by itself, and
    neither is a word of the person, of a month, or of a few firms that everybody has to do with.

    Args:
        own: words of the person and of our business, folded.
        known: words that are names for sure, such as those of employees, folded.
    """
    found: dict[str, None] = {}
    for start, end in _groups(text):
        words = fold(text[start:end]).split()
        strange = {word for word in words if word not in {*own, *_NO_NAMES, *_BETWEEN}}
        before = text[max(0, start - 30) : start]
        is_first = bool(_BEGINS.search(before)) and not _TITLED.search(before)
        if strange and not (is_first and len(strange) < 2 and not strange & set(known)):
            found[text[start:end]] = None
    return tuple(found)[:MOST]


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Give where words with a capital stand, those together that only prefixes are between."""
    start = end = -1
    for match in _WORD.finditer(text):
        if not _has_capital(match[0]):
            continue
        if start >= 0 and not _only_prefixes(text[end : match.start()]):
            yield start, end
            start = -1
        start = match.start() if start < 0 else start
        end = match.end()
    if start >= 0:
        yield start, end


def _only_prefixes(between: str) -> bool:
    """Tell whether nothing but prefixes, such as “van de”, stands between two words."""
    return not set(between.split()) - _BETWEEN and between[:1].isspace() and between[-1:].isspace()


def _has_capital(word: str) -> bool:
    """Tell a word with a capital from a lower one, an abbreviation, or the number of an article."""
    if word.isupper() or any(map(str.isdigit, word)):
        return False
    return any(part[0].isupper() for part in _PARTS.split(word))
