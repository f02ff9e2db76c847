"""Names: a full name taken apart, surname prefixes, and whether it is a firm."""

import re
from dataclasses import dataclass

from klantkluis.core.fields.text import clean_line

_PREFIX_WORDS = frozenset(
    {
        "van",
        "von",
        "der",
        "den",
        "de",
        "het",
        "'t",
        "’t",
        "‘t",
        "'s",
        "’s",
        "ten",
        "ter",
        "te",
        "op",
        "in",
        "aan",
        "bij",
        "uit",
        "voor",
        "over",
        "onder",
        "zu",
        "zum",
        "zur",
        "vom",
        "du",
        "des",
        "la",
        "le",
        "les",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "del",
        "della",
        "af",
        "av",
    }
)
# In these countries a prefix is sorted apart, also when a list writes it with a capital.
_SORTED_APART = frozenset({"", "NL"})
_COURTESY = re.compile(
    r"(?:de heer|mevrouw|dhr|mevr|mw|hr|mr\s*/\s*mrs|mr|mrs|ms|miss|herr|frau|monsieur|madame|mme|"
    r"mlle|m\.)\.?\s+",
    re.IGNORECASE,
)
_LEGAL_FORMS = (
    r"b\.?v\.?(?:b\.?a\.?)?|n\.?v\.?|v\.?o\.?f\.?|c\.?v\.?|b\.?v\.? i\.?o\.?|s\.?r\.?l\.?|s\.?a\.?|"
    r"s\.?a\.?s\.?|s\.?a\.?r\.?l\.?|s\.?p\.?a\.?|gmbh(?: & co\.? kg)?|mbh|ag|kg|ohg|ug|e\.?v\.?|"
    r"e\.?k\.?|ltd|limited|llc|l\.l\.c\.|llp|plc|inc|incorporated|corp|corporation|co|company|oy|"
    r"ab|a/s|aps|as|s\.?l\.?|lda|bros|commv|bvba|vzw|asbl|coöperatie|u\.?a\.?"
)
_FIRM = re.compile(
    rf"(?:.*[\s,])(?:{_LEGAL_FORMS})\.?|(?:stichting|vereniging|coöperatie|gemeente|firma|"
    r"maatschap|v\.?o\.?f\.?)\s.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name; a part that is not there is empty."""

    first_name: str
    surname_prefix: str
    surname: str


def is_firm(name: str) -> bool:
    """Tell whether a name carries a legal form (B.V., GmbH, Ltd, Stichting …)."""
    return _FIRM.fullmatch(clean_line(name)) is not None


def _prefix_length(words: list[str], *, any_case: bool) -> int:
    """Count the words at the start that form a surname prefix; at least one word must remain."""
    count = 0
    for word in words[:-1]:
        if word in _PREFIX_WORDS or (any_case and word.casefold() in _PREFIX_WORDS):
            count += 1
        else:
            break
    return count


def split_surname(text: str, country: str = "") -> tuple[str, str]:
    """Take the prefix off a surname: `van der Berg` is `van der` and `Berg`.

    `Van der Berg` too, in the Netherlands; a Belgian `Van Damme` is a surname as a whole.
    """
    words = clean_line(text).split(" ")
    count = _prefix_length(words, any_case=country in _SORTED_APART)
    prefix, surname = words[:count], words[count:]
    if prefix:
        prefix[0] = prefix[0][0].lower() + prefix[0][1:]
    return " ".join(prefix), " ".join(surname)


def split_name(text: str, country: str = "") -> PersonName:
    """Take a full name apart: `Jan van der Berg`, `Berg, Jan van der`, `Dhr. J. de Vries`.

    A form of address (Mr., Mevrouw, Herr …) is left out: it would tell a gender, which we do not
    keep. One single word is a surname.
    """
    value = _COURTESY.sub("", clean_line(text), count=1)
    if value.count(",") == 1:
        last, first = (part.strip() for part in value.split(","))
        if last and first:
            return _around_comma(last, first, country)
    words = value.split(" ")
    for index in range(1, len(words) - 1):
        if _prefix_length(words[index:], any_case=True):
            prefix, surname = split_surname(" ".join(words[index:]), country)
            return PersonName(" ".join(words[:index]), prefix, surname)
    prefix, surname = split_surname(value, country)
    if prefix:
        return PersonName("", prefix, surname)
    return PersonName(" ".join(words[:-1]), "", words[-1])


def _around_comma(last: str, first: str, country: str) -> PersonName:
    words = first.split(" ")
    start = len(words)
    while start > 1 and words[start - 1].casefold() in _PREFIX_WORDS:
        start -= 1
    if start < len(words):
        return PersonName(" ".join(words[:start]), " ".join(words[start:]), last)
    prefix, surname = split_surname(last, country)
    return PersonName(first, prefix, surname)
