"""Telephone numbers: kept as E.164, shown as people write them."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.text import check_text

_EXTENSION = " x"
# A spreadsheet writes a long number as 5.558675309E9.
_SCIENTIFIC = re.compile(r"(\d)\.(\d+)[eE]\+?(\d{1,2})")


def _from_a_spreadsheet(text: str) -> str:
    found = _SCIENTIFIC.fullmatch(text)
    if found and len(found.group(2)) <= int(found.group(3)):
        return found.group(1) + found.group(2).ljust(int(found.group(3)), "0")
    return re.sub(r"^(\d{6,})\.0$", r"\1", text)


def check_phone(text: str, country: str) -> Checked:
    """Normalise a telephone number to E.164, with ` x` and the extension where it has one.

    `country` (ISO code) says how to read a number without a country code; with "" such a number
    stays as it was typed. A number that cannot exist also stays, with a warning.
    """
    checked = check_text("phone", text)
    if not checked.value or checked.error:
        return checked
    value = _from_a_spreadsheet(checked.value.removeprefix("tel:").replace("(0)", " "))
    international = value.startswith(("+", "00"))
    if value.startswith("00") and not country:
        value = "+" + value[2:]
    if not country and not international:
        return Checked(value, warning=Code.PHONE_WITHOUT_COUNTRY)
    try:
        number = phonenumbers.parse(value, country or None)
    except NumberParseException:
        return Checked(checked.value, warning=Code.PHONE_UNLIKELY)
    if not phonenumbers.is_valid_number(number):
        return Checked(value, warning=Code.PHONE_UNLIKELY)
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Checked(plain + (_EXTENSION + number.extension if number.extension else ""))


def pretty_phone(kept: str, home: str = "NL") -> str:
    """Show a kept number: nationally for `home`, internationally for other countries."""
    try:
        number = phonenumbers.parse(kept, None)
    except NumberParseException:
        return kept
    at_home = phonenumbers.region_code_for_number(number) == home
    shape = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    shown: str = phonenumbers.format_number(number, shape)
    return shown
