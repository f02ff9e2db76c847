"""What may never be kept: how bank account numbers and citizen numbers are known in a text.

It must not miss a number that somebody typed with blanks, dots or hyphens, and must not stop a
phone or order number.
"""

import re
from collections.abc import Iterator
from functools import cache

from stdnum import numdb
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

_BETWEEN = r"[\s\-./\\_·–—\u200b]"
_SIGNS = re.compile(_BETWEEN + "+")
_IBAN_START = re.compile(r"(?=([A-Z]{2})\d{2})")
_BSN_WORD = re.compile(
    r"(?:bsn|burger\s?service\s?(?:nr|nummer)|sofi(?:[\s-]?(?:nr|nummer))?|citizen service number)"
    r"\b[^0-9]{0,20}(\d(?:[ .\-]?\d){7,8})(?![ .\-]?\d)",
    re.IGNORECASE,
)
_BSN_LAYOUT = re.compile(r"(?<![\d.])\d{4}\.\d{2}\.\d{3}(?![\d.])")
_VAT_NUMBER = re.compile(
    rf"(?<!\d)(\d(?:{_BETWEEN}?\d){{8}}){_BETWEEN}?B{_BETWEEN}?(\d{_BETWEEN}?\d)(?!\d)",
    re.IGNORECASE,
)
# Numbers of legal persons (RSIN) pass the same 11-test; they are issued from these series only.
_LEGAL_PERSONS = ("8", "00")
_DIGITS_OF_A_STRICT_COUNTRY = 8


def has_citizen_vat_number(text: str) -> bool:
    """Say whether a text holds a Dutch VAT number that is made of a citizen number.

    The number of a sole trader from before 2020 passes the 11-test of the BSN and not the mod-97
    test of the btw-id that replaced it. Legal persons kept theirs: made of their RSIN, which
    passes the 11-test too but comes from the series 8… and 00….
    """
    for match in _VAT_NUMBER.finditer(_plain_digits(text)):
        digits = _SIGNS.sub("", match[1])
        suffix = _SIGNS.sub("", match[2])
        if digits.startswith(_LEGAL_PERSONS) or not bsn.is_valid(digits):
            continue
        if not mod_97_10.is_valid(f"NL{digits}B{suffix}"):
            return True
    return False


def has_citizen_number(text: str) -> bool:
    """Say whether a text holds a BSN: named as such, or in its layout 1234.56.789."""
    plain = _plain_digits(text)
    named = (match[1] for match in _BSN_WORD.finditer(plain))
    laid_out = (match[0] for match in _BSN_LAYOUT.finditer(plain))
    return any(bsn.is_valid(found) for found in (*named, *laid_out))


def bank_accounts(text: str) -> Iterator[str]:
    """Find the IBANs in a text, however they are spaced; give them compact."""
    plain = _plain_digits(text).upper()
    compact = _SIGNS.sub("", plain)
    for match in _IBAN_START.finditer(compact):
        structure = _structure(match[1])
        if structure is None:
            continue
        length, bban, strict = structure
        start, end = match.start(), match.start() + 4 + length
        found = compact[start:end]
        if not bban.fullmatch(found[4:]) or not mod_97_10.is_valid(found[4:] + found[:4]):
            continue
        if strict or _stands_alone(plain, start, end - 1):
            yield found


def _stands_alone(plain: str, first: int, last: int) -> bool:
    places = [place for place, sign in enumerate(plain) if not _SIGNS.match(sign)]
    before = plain[: places[first]][-1:]
    after = plain[places[last] + 1 :][:1]
    return not before.isalnum() and not after.isalnum()


def _plain_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(int(sign))
    code = ord(sign)  # full-width Latin letters
    return chr(code - 0xFEE0) if 0xFF21 <= code <= 0xFF5A else sign


@cache
def _structure(country: str) -> tuple[int, re.Pattern[str], bool] | None:
    """Give length and pattern of a country's account part, and whether digits dominate it."""
    properties = numdb.get("iban").info(country)[0][1]
    if "bban" not in properties:
        return None
    parts = re.findall(r"(\d+)!([nac])", properties["bban"])
    classes = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
    pattern = "".join(f"{classes[kind]}{{{count}}}" for count, kind in parts)
    digits = sum(int(count) for count, kind in parts if kind == "n")
    length = sum(int(count) for count, _ in parts)
    return length, re.compile(pattern), digits >= _DIGITS_OF_A_STRICT_COUNTRY
