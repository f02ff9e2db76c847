"""How companies and public bodies are named and found on e-invoices."""

import re
from typing import Final

from stdnum import ean
from stdnum.be import vat as belgian
from stdnum.nl import bsn, btw

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.text import check_text

COC_SCHEME: Final = "0106"
OIN_SCHEME: Final = "0190"

_FILLERS: Final = re.compile(r"[\s.\-/_]+")
_COC: Final = re.compile(r"[0-9]{8}")
_OIN: Final = re.compile(r"0000000[0-9]{13}")
_OF_RSIN: Final = re.compile(r"00000001([0-9]{9})[0-9]{3}")
_ADDRESS: Final = re.compile(r"([0-9]{4}):([^\s:].{0,49})")


def check_coc_number(text: str) -> Checked:
    """Normalise a number of the Dutch trade register: eight digits."""
    checked = check_text("coc_number", _FILLERS.sub("", text))
    return _doubted(checked, Code.COC_NUMBER_UNLIKELY, good=is_coc_number(checked.value))


def check_oin(text: str) -> Checked:
    """Normalise the number of a Dutch public body: twenty digits, often made of its RSIN."""
    checked = check_text("oin", _FILLERS.sub("", text))
    return _doubted(checked, Code.OIN_UNLIKELY, good=is_oin(checked.value))


def check_e_invoice_address(text: str) -> Checked:
    """Normalise where e-invoices go: four digits of a scheme, a colon, and the number in it.

    Numbers of schemes that we know are checked by their own rule; others are taken as they are.
    """
    value = "".join(text.split())
    scheme, colon, number = value.partition(":")
    value = f"{scheme}{colon}{number.upper()}" if scheme.isdigit() else value
    checked = check_text("e_invoice_address", value)
    return _doubted(checked, Code.E_INVOICE_ADDRESS_UNLIKELY, good=is_address(checked.value))


def is_coc_number(number: str) -> bool:
    """Tell whether this can be a number of the Dutch trade register."""
    return _COC.fullmatch(number) is not None


def is_oin(number: str) -> bool:
    """Tell whether this can be the number of a public body."""
    if _OIN.fullmatch(number) is None:
        return False
    made_of = _OF_RSIN.fullmatch(number)
    # A number of a legal person passes the same test of eleven as one of a citizen.
    return made_of is None or bool(bsn.is_valid(made_of[1]))


def is_address(address: str) -> bool:
    """Tell whether an e-invoice can be sent there: a scheme, and a number that suits it."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return False
    scheme, number = match.groups()
    match scheme:
        case "0106":
            return is_coc_number(number)
        case "0190":
            return is_oin(number)
        case "9944":
            return number.startswith("NL") and bool(btw.is_valid(number))
        case "0088":
            return len(number) == 13 and bool(ean.is_valid(number))
        case "0208":
            return bool(belgian.is_valid(number))
        case _:
            return True


def _doubted(checked: Checked, doubt: Code, *, good: bool) -> Checked:
    if not checked.value or checked.error or good:
        return checked
    return Checked(checked.value, warning=doubt)
