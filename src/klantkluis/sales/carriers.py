"""Carriers, and where a parcel can be followed: from its code to the carrier's own page.

Nothing is asked of the carrier: the link is for whoever reads the delivery note.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote, urlsplit

HOME: Final = "NL"
LONGEST_LINK: Final = 500


class Carrier(StrEnum):
    """Who brings the parcel."""

    POSTNL = "postnl"
    DHL = "dhl"
    DPD = "dpd"
    GLS = "gls"
    UPS = "ups"
    OTHER = "other"


NAMES: Final[Mapping[Carrier, str]] = {
    Carrier.POSTNL: "PostNL",
    Carrier.DHL: "DHL",
    Carrier.DPD: "DPD",
    Carrier.GLS: "GLS",
    Carrier.UPS: "UPS",
}
_LINKS: Final[Mapping[Carrier, str]] = {
    Carrier.POSTNL: "https://jouw.postnl.nl/track-and-trace/{code}-{country}-{postcode}",
    Carrier.DHL: "https://www.dhl.com/nl-nl/home/tracking.html?tracking-id={code}&submit=1",
    Carrier.DPD: "https://tracking.dpd.de/status/nl_NL/parcel/{code}",
    Carrier.GLS: "https://gls-group.eu/EU/en/parcel-tracking?match={code}",
    Carrier.UPS: "https://www.ups.com/track?loc=nl_NL&tracknum={code}",
}
_DHL_PARCEL: Final = "https://my.dhlecommerce.nl/home/tracktrace/{code}/{postcode}"


def is_link(text: str) -> bool:
    """Tell whether a text is the address of a page on the web, and nothing else."""
    if len(text) > LONGEST_LINK or any(letter.isspace() for letter in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and "." in (parts.hostname or "")


def track_link(carrier: str, code: str, deliver_to: Mapping[str, Any]) -> str:
    """Give where a parcel can be followed, or nothing when nobody can tell.

    What was typed as a code may be a link itself, whoever the carrier is.

    Args:
        carrier: a `Carrier`, or nothing.
        code: as it stands on the parcel.
        deliver_to: the address, of which PostNL and DHL want the postcode.
    """
    typed = code.strip()
    if is_link(typed):
        return typed
    if not typed or carrier not in set(Carrier):
        return ""
    country = str(deliver_to.get("country") or HOME)
    postcode = "".join(str(deliver_to.get("postcode", "")).split()).upper()
    form = _LINKS.get(Carrier(carrier), "")
    if carrier == Carrier.DHL and country == HOME and postcode:
        form = _DHL_PARCEL
    if carrier == Carrier.POSTNL and not postcode:
        return ""
    bare = "".join(typed.split())
    parts = {"code": bare, "country": country, "postcode": postcode}
    return form.format(**{name: quote(part, safe="") for name, part in parts.items()})


def carrier_name(carrier: str) -> str:
    """Give the name of a carrier as it stands on paper; nothing for another one."""
    return NAMES.get(Carrier(carrier), "") if carrier in set(Carrier) else ""
