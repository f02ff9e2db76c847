"""What may never be kept: bank account numbers, and citizen numbers without a law that asks them.

Looks at every text of a row before it is sealed. It must not miss a number that somebody typed
with blanks, dots or hyphens, and must not stop a phone or order number.
"""

import hmac
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from stdnum import iban, numdb
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

from klantkluis.vault.refusals import (
    BankAccountRefused,
    CitizenNumberRefused,
    CitizenVatNumberRefused,
)

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


def refuse_forbidden(
    fields: Mapping[str, Any], *, own_accounts: Collection[bytes] = (), own_key: bytes = b""
) -> None:
    """Refuse fields that hold an IBAN, a BSN, or a VAT number that is made of a BSN.

    Args:
        fields: as they will be sealed; lists and mappings inside are looked through.
        own_accounts: `account_hash` of the business's own IBANs, which may be kept.
        own_key: the key of those hashes.

    Raises:
        BankAccountRefused, CitizenNumberRefused, CitizenVatNumberRefused: `field` names the
            outermost field.
    """
    for name, value in fields.items():
        for text in _texts(value):
            if not _worth_a_look(text):
                continue
            if has_citizen_vat_number(text):
                raise CitizenVatNumberRefused(field=name)
            if has_citizen_number(text):
                raise CitizenNumberRefused(field=name)
            for found in bank_accounts(text):
                if not (own_accounts and account_hash(own_key, found) in own_accounts):
                    raise BankAccountRefused(field=name)


def account_hash(key: bytes, account: str) -> bytes:
    """Give the keyed hash by which an own IBAN is recognised."""
    return hmac.digest(key, b"own account " + iban.compact(account).encode(), "sha256")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bool):
        return
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(key)
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _worth_a_look(text: str) -> bool:
    # Every forbidden number has eight digits at least; most fields have none.
    return len(text) >= 8 and sum(map(text.count, "0123456789")) + _other_digits(text) >= 6


def _other_digits(text: str) -> int:
    return 0 if text.isascii() else sum(not sign.isascii() and sign.isdigit() for sign in text)


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
