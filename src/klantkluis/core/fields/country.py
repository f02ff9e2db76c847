"""Countries: names in Dutch, English, German and French to their ISO 3166-1 code."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.core import get_global

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.text import check_text

LANGUAGES = ("en", "nl", "de", "fr")
_TWO_LETTERS = re.compile(r"[A-Z]{2}")
# Names that people and other systems use and that the Unicode tables do not give.
_ALSO = {
    "holland": "NL",
    "nederlanden": "NL",
    "koninkrijk der nederlanden": "NL",
    "kingdom of the netherlands": "NL",
    "the netherlands": "NL",
    "niederlande": "NL",
    "pays bas": "NL",
    "d": "DE",
    "brd": "DE",
    "b": "BE",
    "f": "FR",
    "l": "LU",
    "a": "AT",
    "uk": "GB",
    "great britain": "GB",
    "groot brittannie": "GB",
    "grossbritannien": "GB",
    "grande bretagne": "GB",
    "england": "GB",
    "engeland": "GB",
    "scotland": "GB",
    "schotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "noord ierland": "GB",
    "usa": "US",
    "u s a": "US",
    "u s": "US",
    "america": "US",
    "amerika": "US",
    "vs": "US",
    "united states of america": "US",
    "verenigde staten van amerika": "US",
    "el": "GR",
    "czech republic": "CZ",
    "tsjechische republiek": "CZ",
    "tschechische republik": "CZ",
    "russian federation": "RU",
    "republic of ireland": "IE",
    "turkey": "TR",
    "cote d ivoire": "CI",
    "ivory coast": "CI",
}
# What carries a code in the tables and is no country to send a parcel to.
_NO_COUNTRY = frozenset({"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB"})


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[^a-z0-9&]+", " ", plain).split())


@cache
def _in(language: str) -> Mapping[str, str]:
    """Give the names of the territories in one language, by their code."""
    named = Locale.parse(language, sep="-").territories
    return MappingProxyType({str(code): str(name) for code, name in named.items()})


@cache
def codes() -> frozenset[str]:
    """Give all ISO 3166-1 alpha-2 codes of countries and territories."""
    return frozenset(c for c in _in("en") if _TWO_LETTERS.fullmatch(c)) - _NO_COUNTRY - {"ZZ"}


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in _in(language).items():
            if code in codes():
                names.setdefault(_fold(name), code)
    for alias, meant in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(meant) == 1 and meant[0] in codes():
            names.setdefault(alias.casefold(), meant[0])
    return names | _ALSO


def country_code(text: str) -> str:
    """Give the ISO code of a country named or coded in any usual way, or "" if unknown."""
    compact = text.strip().upper()
    if compact in codes():
        return compact
    return _names().get(_fold(text), "")


def country_name(code: str, language: str) -> str:
    """Give the name of a country in `language` ("nl", "en", …), or the code if it has none."""
    return _in(language).get(code, code)


def check_country(text: str) -> Checked:
    """Turn a country into its ISO code; an unknown one is dropped, with a warning.

    Only a code is kept, because tax and postage depend on it.
    """
    if not text.strip():
        return Checked("")
    code = country_code(text)
    if code:
        return Checked(code)
    refused = check_text("company", text).error
    return Checked("", warning=Code.COUNTRY_UNKNOWN, error=refused)
