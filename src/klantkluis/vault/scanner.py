"""What may never be kept: bank account numbers, and citizen numbers without a law that asks them.

Looks at every text of a row before it is sealed.
"""

import hmac
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from stdnum import iban

from klantkluis.core.forbidden import (
    bank_accounts,
    has_citizen_number,
    has_citizen_vat_number,
)
from klantkluis.vault.refusals import (
    BankAccountRefused,
    CitizenNumberRefused,
    CitizenVatNumberRefused,
)


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
