"""The text inside the payment QR code of a European invoice (EPC069-12, SEPA credit transfer).

The code carries who is paid, on which account, how much and for what. Nothing about the payer.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from stdnum import bic as bic_rules
from stdnum import iban as iban_rules
from stdnum import iso11649
from stdnum.exceptions import ValidationError

from klantkluis.core.refusals import Refusal

MAX_CENTS: Final = 99_999_999_999
"""The largest amount that the guideline allows: 999,999,999.99 euros, in cents."""

MAX_BYTES: Final = 331
"""The largest payload: a QR code of version 13 with error correction M."""

NAME_LENGTH: Final = 70

_CHARACTER_SETS: Final = {
    "1": "utf-8",
    "2": "iso-8859-1",
    "3": "iso-8859-2",
    "4": "iso-8859-4",
    "5": "iso-8859-5",
    "6": "iso-8859-7",
    "7": "iso-8859-10",
    "8": "iso-8859-15",
}
_AMOUNT: Final = re.compile(r"EUR([0-9]{1,9}(?:\.[0-9]{1,2})?)")
_PURPOSE: Final = re.compile(r"[A-Z0-9]{1,4}")
_MOST_LINES: Final = 12
_LEAST_LINES: Final = 8


class EpcRefused(Refusal):
    """These values cannot stand in a payment QR code, or this text is not one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """One payment as the QR code tells it to the payer's bank.

    Args:
        name: the holder of the account that is paid, at most 70 characters.
        iban: that account; blanks are taken out.
        amount_cents: 1 to 99,999,999,999 euro cents.
        bic: the bank; may be empty inside the EEA.
        purpose: an ISO 20022 purpose code of at most four characters, or empty.
        reference: an ISO 11649 (RF) creditor reference, or empty.
        text: free text of at most 140 characters, or empty; never together with `reference`.
        information: text for the payer's screen, at most 70 characters.

    Raises:
        EpcRefused: a value breaks EPC069-12.
    """

    name: str
    iban: str
    amount_cents: int
    bic: str = ""
    purpose: str = ""
    reference: str = ""
    text: str = ""
    information: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "iban", _checked(iban_rules, self.iban, "account number", "iban"))
        if self.bic:
            object.__setattr__(self, "bic", _checked(bic_rules, self.bic, "BIC", "bic"))
        if self.reference:
            compact = _checked(iso11649, self.reference, "creditor reference", "reference")
            object.__setattr__(self, "reference", compact)
        self._refuse_wrong_lengths()
        self._refuse_wrong_contents()

    def _refuse_wrong_lengths(self) -> None:
        limits = (
            ("name", self.name, NAME_LENGTH),
            ("reference", self.reference, 35),
            ("text", self.text, 140),
            ("information", self.information, 70),
        )
        for field, value, most in limits:
            if len(value) > most:
                raise EpcRefused(f"At most {most} characters fit in the QR code here.", field=field)
            if any(ord(character) < 32 for character in value):
                raise EpcRefused("A QR code for payment takes no line breaks.", field=field)

    def _refuse_wrong_contents(self) -> None:
        if not self.name.strip():
            raise EpcRefused("A payment needs the name of the account's holder.", field="name")
        if not 1 <= self.amount_cents <= MAX_CENTS:
            raise EpcRefused("The amount is outside 0.01 to 999,999,999.99.", field="amount")
        if self.purpose and not _PURPOSE.fullmatch(self.purpose):
            raise EpcRefused("A purpose is one to four capitals or digits.", field="purpose")
        if self.reference and self.text:
            raise EpcRefused("Use the reference or the text, not both.", field="text")


def _checked(
    rules: object, value: str, what: str, field: Literal["iban", "bic", "reference"]
) -> str:
    """Give the compact form of a number, or refuse it without repeating it."""
    try:
        return str(rules.validate(value))  # type: ignore[attr-defined]
    except ValidationError:
        raise EpcRefused(f"The {what} is not right.", field=field) from None


def write_epc(transfer: CreditTransfer) -> bytes:
    """Write the payload: version 002, UTF-8, line feeds, trailing empty lines left out.

    Raises:
        EpcRefused: the whole is over 331 bytes.
    """
    euros, cents = divmod(transfer.amount_cents, 100)
    lines = [
        "BCD",
        "002",
        "1",
        "SCT",
        transfer.bic,
        transfer.name,
        transfer.iban,
        f"EUR{euros}.{cents:02d}",
        transfer.purpose,
        transfer.reference,
        transfer.text,
        transfer.information,
    ]
    payload = "\n".join(lines).rstrip("\n").encode()
    if len(payload) > MAX_BYTES:
        raise EpcRefused("The name and the text together are too long for the QR code.")
    return payload


def read_epc(payload: bytes) -> CreditTransfer:
    """Read a payload of version 001 or 002, in any of its eight character sets.

    Raises:
        EpcRefused: the payload breaks EPC069-12.
    """
    if len(payload) > MAX_BYTES:
        raise EpcRefused("The code is longer than the guideline allows.")
    lines = _decoded(payload).replace("\r\n", "\n").split("\n")
    while lines and not lines[-1]:
        lines.pop()
    if not _LEAST_LINES <= len(lines) <= _MOST_LINES or (lines[0], lines[3]) != ("BCD", "SCT"):
        raise EpcRefused("This is not a payment code.")
    if lines[1] not in {"001", "002"}:
        raise EpcRefused("The version of the payment code is unknown.")
    if lines[1] == "001" and not lines[4]:
        raise EpcRefused("Version 001 needs the BIC.", field="bic")
    lines += [""] * (_MOST_LINES - len(lines))
    return CreditTransfer(
        bic=lines[4],
        name=lines[5],
        iban=lines[6],
        amount_cents=_cents(lines[7]),
        purpose=lines[8],
        reference=lines[9],
        text=lines[10],
        information=lines[11],
    )


def _decoded(payload: bytes) -> str:
    """Turn the bytes into text, in the character set that the third line names."""
    heads = payload.split(b"\n", 3)
    codec = _CHARACTER_SETS.get(heads[2].strip().decode("ascii", "replace")) if heads[2:] else None
    if codec is None:
        raise EpcRefused("The character set of the payment code is unknown.")
    try:
        return payload.decode(codec)
    except UnicodeDecodeError:
        raise EpcRefused("The payment code is not in the character set that it names.") from None


def _cents(amount: str) -> int:
    """Read `EUR12.30` as 1230."""
    match = _AMOUNT.fullmatch(amount)
    if match is None:
        raise EpcRefused("The amount is not in euros with a decimal point.", field="amount")
    return int(Decimal(match[1]) * 100)
