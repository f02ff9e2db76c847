"""Customers out of nothing: believable, and nobody."""

import random
import re
import unicodedata
from typing import Any

from klantkluis.office.demo.words import (
    FIRST_NAMES,
    FORBIDDEN_LETTERS,
    LEGAL_FORMS,
    POSTCODE_LETTERS,
    REMARKS,
    STREETS,
    SURNAMES,
    TOWNS,
    TRADES,
)


def customer_fields(chance: random.Random) -> dict[str, Any]:
    """Make up a customer: one in four is a firm."""
    fields = {**_person(chance), **address(chance), "remarks": chance.choice(REMARKS)}
    if chance.random() < 0.25:
        trade, form = chance.choice(TRADES), chance.choice(LEGAL_FORMS)
        fields["company"] = f"{trade} {fields['surname']} {form}".strip()
        if form == "B.V.":
            fields["vat_number"] = vat_number(chance)
            # No number of the trade register starts like this, so none is somebody's.
            fields["coc_number"] = f"90{fields['vat_number'][2:8]}"
    fields["email"] = _email(fields, chance)
    if chance.random() < 0.8:
        fields["phone"] = f"+3197{chance.randrange(10**9):09d}"
    return {name: value for name, value in fields.items() if value}


def address(chance: random.Random) -> dict[str, str]:
    """Make up a Dutch address: the postcode fits the town, the street is anywhere."""
    town, first, last = chance.choice(TOWNS)
    letters = ""
    while not letters or letters in FORBIDDEN_LETTERS:
        letters = "".join(chance.choices(POSTCODE_LETTERS, k=2))
    return {
        "street": chance.choice(STREETS),
        "house_number": str(chance.randrange(1, 240)),
        "house_number_addition": chance.choice(("", "", "", "", "A", "B", "bis", "2hoog")),
        "postcode": f"{chance.randrange(first, last + 1)} {letters}",
        "town": town,
        "country": "NL",
    }


def vat_number(chance: random.Random) -> str:
    """Make up a Dutch VAT number whose check digits are right (ISO 7064 mod 97-10)."""
    stem = f"NL{chance.randrange(10**9):09d}B"
    as_digits = "".join(str(int(letter, 36)) for letter in stem)
    end = (1 - int(as_digits) * 100) % 97 or 97
    return f"{stem}{end:02d}"


def _person(chance: random.Random) -> dict[str, str]:
    prefix, surname = chance.choice(SURNAMES)
    return {
        "first_name": chance.choice(FIRST_NAMES),
        "surname_prefix": prefix,
        "surname": surname,
    }


def _email(fields: dict[str, Any], chance: random.Random) -> str:
    words = f"{fields['first_name']}.{fields['surname_prefix']}{fields['surname']}".lower()
    plain = unicodedata.normalize("NFKD", words.replace("ı", "i")).encode("ascii", "ignore")
    local = re.sub(r"[^a-z.]", "", plain.decode())
    return f"{local}{chance.randrange(1, 9999)}@example.com"
