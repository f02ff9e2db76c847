"""A street with its number in one cell, taken apart: `Dorpsstraat 12-a 3hoog`."""

import re
from dataclasses import dataclass

from klantkluis.core.fields.text import clean_line

# Where the number comes before the street, or where nobody takes the two apart, the line stays
# whole: it would be printed in the wrong order.
_NUMBER_LAST = frozenset(
    {
        "AT",
        "BA",
        "BE",
        "BG",
        "CH",
        "CW",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "GR",
        "HR",
        "HU",
        "IS",
        "IT",
        "LI",
        "LT",
        "LV",
        "ME",
        "MK",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "SE",
        "SI",
        "SK",
        "SR",
        "SX",
        "TR",
        "UA",
        "AW",
        "BQ",
    }
)
_BOX = re.compile(
    r"(?P<street>postbus|antwoordnummer|p\.? ?o\.? ?box|postfach|bo[iî]te postale|b\.?p\.?)"
    r"\s*(?:nr\.?\s*)?(?P<number>\d{1,6})",
    re.IGNORECASE,
)
_DASHES = re.compile(r"\s*[\u2010-\u2015]\s*")
_NUMBER = re.compile(r"(?<![\w/'’‘])(?P<number>\d{1,5})(?P<rest>(?![\d.]).*)$")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d\s*-\s*(?:1[5-9]|20)\d\d\b")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# Streets that are called after a year have one of these as their only other word.
_NAMED_AFTER_A_YEAR = frozenset({"plein", "laan", "park", "straat", "weg", "dreef", "hof", "kade"})
_WORDS = (
    "hoog|huis|hs|bis|ter|bus|bte|box|boven|beneden|bovenwoning|bg|begane|grond|rood|zwart|rd|zw|"
    "links|rechts|li|re|achter|voor|app|apt|appartement|unit|kamer|kmr|etage|verdieping|verd|"
    "toren|trap|flat|souterrain|sous|kelder|loods|hal|gebouw|geb|poort|ingang|winkel|whg|wohnung|"
    "stock|eg|og|dg|hinterhaus|hh|vh|t/o|to|nabij|ong|i{1,3}|iv|v|vi{1,3}|ix|x"
)
_TOKEN = re.compile(
    rf"(?:[a-z]|(?:[a-z]{{1,2}}|bus|bte|box)\d{{1,4}}|\d{{1,4}}[a-z]{{0,2}}|"
    rf"\d{{1,2}}(?:e|de|ste)|\d{{1,2}}-?hoog|{_WORDS})\.?",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"[\s\-/,+&:;#]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class StreetLine:
    """The three parts of a street line; a part that is not there is empty."""

    street: str
    number: str = ""
    addition: str = ""


def number_comes_last(country: str) -> bool:
    """Tell whether a country (ISO code; "" = ours) writes the street before the number."""
    return not country or country in _NUMBER_LAST


def _addition(rest: str) -> str | None:
    """Give what follows the number as an addition, or None if it is something else."""
    text = rest.strip(" -/,.")
    if not text:
        return ""
    if len(text) > 40:
        return None
    tokens = [token for token in _JOINTS.split(text) if token]
    return text if all(_TOKEN.fullmatch(token) for token in tokens) else None


def _belongs_to_the_name(before: str, number: str, rest: str) -> bool:
    """Tell whether a number is the year that a street is called after (`Plein 1944`)."""
    if not _YEAR.fullmatch(number):
        return False
    if _YEARS.match(number + rest):
        return True
    if re.match(r"\s+\d", rest):
        return True
    return before.strip().casefold() in _NAMED_AFTER_A_YEAR and not rest.strip()


def split_number(text: str) -> tuple[str, str]:
    """Take a house number with its addition apart: `12-a 3hoog` is `12` and `a 3hoog`.

    What does not start with a number of one to five digits stays whole, as the number.
    """
    value = _DASHES.sub("-", clean_line(text))
    value = re.sub(r"^(\d+)\.0$", r"\1", value)
    found = re.fullmatch(r"(\d{1,5})(?!\d)(.*)", value)
    if found is None:
        return value, ""
    return found.group(1), found.group(2).strip(" -/,.")


def split_street(text: str, country: str = "") -> StreetLine:
    """Take a street line apart into street, number and addition.

    `country` is an ISO code; where the number comes first (France, Britain, …) the line stays
    whole, except post office boxes. When in doubt nothing is taken off: a number that stays in
    the street can still be delivered, one that was torn off wrongly cannot.
    """
    line = clean_line(text)
    box = _BOX.fullmatch(line)
    if box:
        return StreetLine(box.group("street"), box.group("number"))
    if not number_comes_last(country):
        return StreetLine(line)
    dashed = _DASHES.sub("-", line)
    position = 0
    while found := _NUMBER.search(dashed, position):
        before, number, rest = dashed[: found.start()], found.group("number"), found.group("rest")
        position = found.end("number")
        if not _LETTER.search(before):
            continue
        if _belongs_to_the_name(before, number, rest):
            years = _YEARS.match(dashed, found.start())
            position = years.end() if years else position
            continue
        addition = _addition(rest)
        if addition is not None:
            return StreetLine(before.strip(" ,"), number, addition)
    return StreetLine(line)


def join_street(street: str, number: str, addition: str) -> str:
    """Write the three parts as one line: `Dorpsstraat 12a`, `Singel 12-3`, `Plein 7 bis`."""
    if not number:
        return " ".join(part for part in (street, addition) if part)
    if not addition:
        house = number
    elif addition[0].isdigit() and number.isdigit() and " " not in addition:
        house = f"{number}-{addition}"
    elif len(addition) == 1 and addition.isalpha():
        house = f"{number}{addition}"
    else:
        house = f"{number} {addition}"
    return f"{street} {house}".strip()
