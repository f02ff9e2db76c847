"""How a person or a firm is called, and where it stands in a Dutch list."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

BREAK = "\x1f"
"""Parts a sort key; lower than a space, so that "Berg" stands before "Berg Jansen"."""

# Letters that Unicode does not take apart into a base letter and a mark.
_STROKED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"ð": "d", "ŋ": "n", "'": "", "’": "", "‘": "", "`": "", "´": ""}
)
_NOT_A_LETTER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Bring text down to lower case letters and digits without marks, with single spaces.

    Apostrophes vanish, other signs become a space: "'s-Hertogenbosch" becomes "s hertogenbosch".
    """
    lowered = text.lower() if text.isascii() else _without_marks(text)
    if lowered.isalnum():
        return lowered
    return _NOT_A_LETTER.sub(" ", lowered.translate(_STROKED)).strip()


def _without_marks(text: str) -> str:
    # Accents that stand alone, like the acute used as an apostrophe, would decompose into a space.
    parts = unicodedata.normalize("NFKD", text.translate(_STROKED).casefold().translate(_STROKED))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def person_name(fields: Mapping[str, Any]) -> str:
    """Give first name, prefix and surname as they are spoken, or nothing."""
    parts = (fields.get(part) or "" for part in ("first_name", "surname_prefix", "surname"))
    return " ".join(part for part in parts if part)


def display_name(fields: Mapping[str, Any]) -> str:
    """Give the name of a customer record: the company if it is one, otherwise the person.

    A record that lacks the name its kind asks for shows the other; empty only if both are.
    """
    company, person = str(fields.get("company") or ""), person_name(fields)
    is_company = fields.get("kind") == "company"
    return (company or person) if is_company else (person or company)


def sort_key(fields: Mapping[str, Any]) -> str:
    """Give the key by which Dutch lists are sorted: surname, then prefix, then first name.

    "Jan van den Berg" stands at the B (NEN 8777). A company stands at its first word, articles
    included: "De Kaasboer" at the D, which is how its owner looks for it.
    """
    company = str(fields.get("company") or "")
    person = [fold(str(fields.get(part) or "")) for part in ("surname", "surname_prefix")]
    first_name = fold(str(fields.get("first_name") or ""))
    is_company = fields.get("kind") == "company"
    if company and (is_company or not (any(person) or first_name)):
        return fold(company)
    if not person[0]:
        return BREAK.join(part for part in (first_name, person[1]) if part)
    return BREAK.join((*person, first_name)).rstrip(BREAK)
