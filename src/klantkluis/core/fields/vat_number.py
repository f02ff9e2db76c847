"""VAT numbers of companies in the European Union."""

import re

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.text import check_text

_DUTCH = re.compile(r"NL\d{9}B\d{2}")
_PREFIX = re.compile(r"[A-Z]{2}")
_FILLERS = re.compile(r"[\s.\-/_]+")


def _compact(text: str) -> str:
    return _FILLERS.sub("", text).upper()


def _is_valid(number: str) -> bool:
    if number.startswith("NL"):
        # The library fills a short number up with zeros; a btw-id is written in full.
        return _DUTCH.fullmatch(number) is not None and bool(vat.is_valid(number))
    return bool(vat.is_valid(number))


def _canonical(number: str) -> str:
    try:
        number = str(vat.validate(number))
    except ValidationError:
        return number
    return "EL" + number[2:] if number.startswith("GR") else number


def check_vat_number(text: str, country: str = "") -> Checked:
    """Normalise a VAT number: no fillers, upper case, Greece as EL (VIES, ICP).

    A number without its country letters gets those of `country` (ISO code) if that makes it a
    valid one. The old Dutch kind that holds a citizen's number is an error
    (UAVG article 46); since 1 January 2020 sole traders have a btw-id that does not.
    """
    checked = check_text("vat_number", _compact(text))
    if not checked.value or checked.error:
        return checked
    value = checked.value
    prefix = "EL" if country == "GR" else country
    if prefix and not value.startswith(prefix) and _is_valid(prefix + value):
        value = prefix + value
    if _is_valid(value):
        value = _canonical(value)
        own = "GR" if value.startswith("EL") else value[:2].replace("XI", "GB")
        other = bool(country) and own != country
        return Checked(value, warning=Code.VAT_NUMBER_OTHER_COUNTRY if other else None)
    inside = value[:2].lower().replace("el", "gr") in vat.MEMBER_STATES
    if _PREFIX.match(value) and not inside:
        return Checked(value, warning=Code.VAT_NUMBER_OUTSIDE_EU)
    return Checked(value, warning=Code.VAT_NUMBER_UNLIKELY)
