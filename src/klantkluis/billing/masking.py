"""Leaving out of a text what we keep nowhere: bank accounts, and citizen numbers."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from klantkluis.billing.einvoice.model import Invoice
from klantkluis.core.forbidden import bank_accounts, has_citizen_number, has_citizen_vat_number

LEFT_OUT: Final = "…"
_BETWEEN: Final = r"[\s\-./\\_·–—\u200b]*"


def masked(text: str) -> str:
    """Give a text without any account number in it; one with a citizen number goes as a whole."""
    if has_citizen_number(text) or has_citizen_vat_number(text):
        return LEFT_OUT
    for account in set(bank_accounts(text)):
        spaced = _BETWEEN.join(map(re.escape, account))
        text = re.sub(spaced, LEFT_OUT, text, flags=re.IGNORECASE)
    # What is written in signs that look like ours and are not ours cannot be found that way.
    return LEFT_OUT if any(bank_accounts(text)) else text


def readable(invoice: Invoice) -> Invoice:
    """Give an e-invoice as a page may show it: nothing of how to pay, no account in any text."""
    shown: Invoice = _masked(replace(invoice, payment=None, attachments=()))
    return shown


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, tuple):
        return tuple(_masked(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {each.name: _masked(getattr(value, each.name)) for each in fields(value)}
        return replace(value, **found)
    return value
