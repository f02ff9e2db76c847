"""What may never be kept of a customer: bank account numbers (promise P3)."""

import re

from stdnum import iban

_SEPARATORS = re.compile(r"[\s.\-_/\u00ad\u200b-\u200d\u2010-\u2015]+")
_START = re.compile(r"(?=([A-Z]{2}\d{2}[A-Z0-9]{11,30}))")


def holds_bank_account(text: str) -> bool:
    """Tell whether the text holds an IBAN, however it is spaced (ISO 13616, mod 97).

    Blanks, dots and dashes are looked through, so that no layout hides a number.
    """
    if sum(character.isdigit() for character in text) < 8:
        return False
    compact = _SEPARATORS.sub("", text).upper()
    for found in _START.finditer(compact):
        run = found.group(1)
        if any(
            iban.is_valid(run[:length], check_country=False) for length in range(15, len(run) + 1)
        ):
            return True
    return False
