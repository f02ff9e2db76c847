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
_ASCII_FOLD = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256)
)
_NOT_A_LETTER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Bring text down to lower case letters and digits without marks, with single spaces.

    Apostrophes vanish, other signs become a space: "'s-Hertogenbosch" becomes "s hertogenbosch".
    """
    if text.isascii():  # most names; bytes are four times as fast, and lists are long
        words = text.encode().translate(_ASCII_FOLD, b"'`").split()
        return b" ".join(words).decode()
    return " ".join(text.translate(_FOLDED).split())


class _Folded(dict[int, str]):
    """What each sign becomes, worked out once: no sign depends on its neighbours."""

    def __missing__(self, code: int) -> str:
        # Accents that stand alone, like the acute used as an apostrophe, would decompose into a
        # space.
        parts = unicodedata.normalize("NFKD", chr(code).translate(_STROKED).casefold())
        parts = unicodedata.normalize("NFKD", parts.casefold())  # a mathematical A is an A only now
        plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
        found = self[code] = _NOT_A_LETTER.sub(" ", plain.translate(_STROKED))
        return found


_FOLDED = _Folded()


def person_name(fields: Mapping[str, Any]) -> str:
    """Give first name, prefix and surname as they are spoken, or nothing.

    A prefix that ends in an apostrophe stands against the name: "d'Ancona".
    """
    first_name, prefix = fields.get("first_name"), fields.get("surname_prefix") or ""
    surname = fields.get("surname")
    if surname and prefix.endswith(("'", "’")):
        surname, prefix = f"{prefix}{surname}", ""
    return " ".join(filter(None, (first_name, prefix, surname)))


def display_name(fields: Mapping[str, Any]) -> str:
    """Give the name of a customer record: the company if it is one, otherwise the person.

    A record that lacks the name its kind asks for shows the other; empty only if both are.
    """
    company: str = fields.get("company") or ""
    if company and fields.get("kind") == "company":
        return company
    return person_name(fields) or company


def sort_key(fields: Mapping[str, Any]) -> str:
    """Give the key by which Dutch lists are sorted: surname, then prefix, then first name.

    "Jan van den Berg" stands at the B (NEN 8777). A company stands at its first word, articles
    included: "De Kaasboer" at the D, which is how its owner looks for it.
    """
    company = fields.get("company")
    if company and fields.get("kind") == "company":
        return fold(company)
    surname, prefix = fold(fields.get("surname") or ""), fold(fields.get("surname_prefix") or "")
    first_name = fold(fields.get("first_name") or "")
    if company and not (surname or prefix or first_name):
        return fold(company)
    if not surname:
        return f"{first_name}{BREAK}{prefix}".strip(BREAK)
    return f"{surname}{BREAK}{prefix}{BREAK}{first_name}".rstrip(BREAK)
