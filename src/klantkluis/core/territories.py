"""Territories of member states with rules of their own, told by country and postcode.

The EU area of VAT is not the map of the EU (Directive 2006/112/EC, art. 5 to 7): the Canary
Islands, Åland, the French overseas departments and some valleys and islands are outside it, and
Monaco counts as France. Northern Ireland counts as a member state for goods and not for services
(Protocol on Ireland and Northern Ireland, art. 8).

A territory has a code as a country has: its own of ISO 3166-1 where there is one, a reserved one
(IC, EA), XI for Northern Ireland, and codes for users (X…) where the standard has none. Regions
inside the area with lower rates (Madeira, the Azores, Jungholz and Mittelberg) count as their
member state: in doubt we charge too much VAT and not too little.
"""

import re
from typing import Final

NORTHERN_IRELAND: Final = "XI"
CANARY_ISLANDS: Final = "IC"
CEUTA_AND_MELILLA: Final = "EA"
LIVIGNO: Final = "XV"
CAMPIONE: Final = "XC"
BUESINGEN: Final = "XB"
HELIGOLAND: Final = "XH"
ATHOS: Final = "XO"

_BY_POSTCODE: Final = (
    ("ES", r"3[58]\d{3}", CANARY_ISLANDS),
    ("ES", r"5[12]\d{3}", CEUTA_AND_MELILLA),
    ("FI", r"22\d{3}", "AX"),
    ("DE", r"78266", BUESINGEN),
    ("DE", r"27498", HELIGOLAND),
    ("IT", r"23041|23030", LIVIGNO),
    ("IT", r"22061|22060", CAMPIONE),
    ("GR", r"6308[67]", ATHOS),
    ("FR", r"971\d{2}", "GP"),
    ("FR", r"972\d{2}", "MQ"),
    ("FR", r"973\d{2}", "GF"),
    ("FR", r"974\d{2}", "RE"),
    ("FR", r"975\d{2}", "PM"),
    ("FR", r"976\d{2}", "YT"),
    ("FR", r"986\d{2}", "WF"),
    ("FR", r"987\d{2}", "PF"),
    ("FR", r"988\d{2}", "NC"),
    ("GB", r"BT\d{1,2}\w*", NORTHERN_IRELAND),
)
_COUNTS_AS: Final = {"MC": "FR"}
_ISO: Final = {
    CANARY_ISLANDS: "ES",
    CEUTA_AND_MELILLA: "ES",
    LIVIGNO: "IT",
    CAMPIONE: "IT",
    BUESINGEN: "DE",
    HELIGOLAND: "DE",
    ATHOS: "GR",
}


def vat_territory(country: str, postcode: str = "") -> str:
    """Give the territory that decides about VAT: of an address in a country, by its postcode.

    Without a postcode it is the country; a territory is never guessed.
    """
    code = re.sub(r"[^0-9A-Z]", "", postcode.upper())
    code = code if country == "GB" else code.removeprefix(country)
    for member, pattern, territory in _BY_POSTCODE:
        if country == member and re.fullmatch(pattern, code):
            return territory
    return _COUNTS_AS.get(country, country)


def country_of_territory(territory: str) -> str:
    """Give the country of ISO 3166-1 that a territory is part of, as documents write it."""
    return _ISO.get(territory, territory)
