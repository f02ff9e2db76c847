"""From what a record holds to what is found, and from what a person types to a question."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from klantkluis.core.names import fold

_TOKEN = re.compile(r"[^\W_]+")
_DUTCH_POSTCODE = re.compile(r"(?<!\w)(\d{4})\s+([a-zA-Z]{2})(?!\w)")
_PHONE = re.compile(r"(?<!\w)(?:\+|00|0|\()[\d\s().\-/]{6,}\d(?!\w)")
_VAT_NUMBER = re.compile(r"^\s*[A-Za-z]{2}[\s.\-]?\d[\dA-Za-z\s.\-]{6,16}$")
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´", " "))
PHONE_DIGITS = 9
_WORDS = ("company", "first_name", "surname_prefix", "surname", "town", "street",
          "house_number", "house_number_addition", "address_line_2", "email")  # fmt: skip
_NOT_A_DIGIT = re.compile(r"\D+")


def tokens(text: str) -> list[str]:
    """Give the folded words of a text."""
    return _TOKEN.findall(fold(text)) if text else []


def phone_token(phone: str) -> str:
    """Give the last nine digits of a phone number, which no way of writing it changes."""
    if (end := phone[-PHONE_DIGITS:]).isascii() and end.isdigit():
        return end
    return _NOT_A_DIGIT.sub("", phone)[-PHONE_DIGITS:]


def compact(text: str) -> str:
    """Give a code (postcode, VAT number) as one folded word."""
    return fold(text).replace(" ", "")


def record_tokens(fields: Mapping[str, Any], number: int | None) -> str:
    """Give all words under which a customer is found, between single spaces."""
    get = fields.get
    text = " ".join([part for name in _WORDS if (part := get(name))])
    words = [fold(text.replace("' ", "'").replace("’ ", "’"))]
    if "'" in text or "’" in text:  # "d'Arc" is found as darc, and at arc
        words.append(fold(text.translate(_APOSTROPHES)))
    if postcode := get("postcode"):
        words.append(compact(postcode))
    if phone := get("phone"):
        words.append(phone_token(phone))
    if vat_number := get("vat_number"):
        words.append(compact(vat_number))
    if number is not None:
        words.append(str(number))
    return f" {' '.join(words)} "


def question_terms(typed: str) -> list[tuple[str, ...]]:
    """Turn what a person types into terms that must all be met, each in one of its spellings.

    A spelling is the beginning of a word. Postcodes lose their blank, phone numbers all but their
    last nine digits, VAT numbers their dots.
    """
    if _VAT_NUMBER.match(typed) and sum(sign.isdecimal() for sign in typed) >= 7:
        return [(compact(typed),)]
    terms: list[tuple[str, ...]] = []
    rest = _PHONE.sub(lambda match: _take_phone(match[0], terms), typed)
    rest = _DUTCH_POSTCODE.sub(r"\1\2", rest)
    for word in tokens(rest):
        if word.isdecimal() and word.startswith("0") and len(word) > 1:
            terms.append((word, word.lstrip("0") or word))  # the zero of a phone number
        else:
            terms.append((word,))
    return terms


def _take_phone(text: str, terms: list[tuple[str, ...]]) -> str:
    digits = "".join(sign for sign in text if sign.isdecimal())
    if len(digits) < PHONE_DIGITS:
        return text
    terms.append((digits[-PHONE_DIGITS:],))
    return " "


def match_text(terms: list[tuple[str, ...]]) -> str:
    """Write terms as a question to FTS5; each spelling is quoted, so nothing in it is syntax."""
    return " AND ".join(
        "(" + " OR ".join(f"{_quoted(word)}*" for word in spellings) + ")" for spellings in terms
    )


def exact_text(words: Sequence[str]) -> str:
    """Write whole words that must all be there as a question to FTS5."""
    return " AND ".join(_quoted(word) for word in dict.fromkeys(words))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def trigrams(word: str) -> list[str]:
    """Give all runs of three signs of a word."""
    return [word[place : place + 3] for place in range(len(word) - 2)]
