"""Text as people type it, made fit to keep: composed, trimmed, without control characters."""

import re
import unicodedata

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.forbidden import bank_accounts, has_citizen_number, has_citizen_vat_number

LONGEST = {
    "company": 120,
    "first_name": 80,
    "surname_prefix": 30,
    "surname": 120,
    "street": 120,
    "house_number": 12,
    "house_number_addition": 40,
    "address_line_2": 120,
    "postcode": 16,
    "town": 100,
    "region": 100,
    "country": 2,
    "phone": 40,
    "email": 254,
    "vat_number": 20,
    "coc_number": 20,
    "oin": 24,
    "e_invoice_address": 60,
    "buyer_reference": 60,
    "remarks": 4000,
}
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    """Give text in composed form (NFC), without control characters; line ends become `\\n`."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        character
        for character in text
        if character in {"\n", "\t"} or unicodedata.category(character)[0] != "C"
    )
    lines = (_BLANKS.sub(" ", line).strip() for line in kept.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """Give text as one line: every run of white space is one space."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(clean_text(text).split())


def check_text(field: str, text: str) -> Checked:
    """Clean the text of one field and refuse what cannot be kept.

    That is what is too long, and what the vault will not seal: a bank account number (P3), a
    citizen number, or a VAT number made of one (VAULT §10). The vault's own scanner decides, so
    that no form or import promises what sealing refuses. `field` is a key of `LONGEST`. Remarks
    keep their lines, other fields are one line.
    """
    value = clean_text(text) if field == "remarks" else clean_line(text)
    if len(value) > LONGEST[field]:
        return Checked(value, error=Code.TOO_LONG)
    return Checked(value, error=_forbidden(value))


def _forbidden(value: str) -> Code | None:
    if len(value) < 8 or sum(character.isdigit() for character in value) < 6:
        return None
    if has_citizen_vat_number(value):
        return Code.CITIZEN_VAT_NUMBER
    if has_citizen_number(value):
        return Code.CITIZEN_NUMBER
    return Code.BANK_ACCOUNT if next(bank_accounts(value), None) else None
