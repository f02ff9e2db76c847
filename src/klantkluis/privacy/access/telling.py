"""Values in words, in the language of the person: money, days, codes and lists."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from klantkluis.core.declared import Term
from klantkluis.core.fields.country import country_name
from klantkluis.core.retention import RULES
from klantkluis.foundation.paper import formatting
from klantkluis.foundation.paper.values import EURO, Language
from klantkluis.privacy.access.information import TERMS
from klantkluis.privacy.access.terms import Kept, Months, usual
from klantkluis.privacy.access.words import LABELS, NO, VALUES, YES

_HERE: Final = ZoneInfo("Europe/Amsterdam")
_BOOLEANS: Final = {True: YES, False: NO}
_HIDDEN: Final = frozenset({"position", "order_line_position", "unit", "product_name_en"})
_COUNTRIES: Final = frozenset({"country", "ship_country", "buyer_country"})
_FIRST: Final = (
    "number", "company", "first_name", "surname_prefix", "surname", "name", "street",
    "house_number", "house_number_addition", "address_line_2", "postcode", "town", "region",
    "country", "phone", "email", "subject", "text",
)  # fmt: skip
"""What is said of somebody comes in the order of a letter, and not of the alphabet."""


def label(name: str) -> str:
    """Give what a field is called; one that has no words keeps its name."""
    return str(LABELS.get(name, name.replace("_", " ").capitalize()))


def words(name: str, value: Any, language: Language) -> str:
    """Give a value as a person reads it; empty when there is nothing to say."""
    match value:
        case None | "" | () | [] | {}:
            return ""
        case bool():
            return str(_BOOLEANS[value])
        case datetime():
            here = value.astimezone(_HERE)
            return f"{formatting.short_date(here.date(), language)} {here:%H:%M}"
        case date():
            return formatting.short_date(value, language)
        case int() | Decimal():
            return _of_number(name, value, language)
        case Mapping():
            return _of_mapping(value, language)
        case list() | tuple():
            return _of_list(name, value, language)
        case str():
            return _of_text(name, value)
        case _:
            return str(value)


def _of_number(name: str, value: int | Decimal, language: Language) -> str:
    if isinstance(value, Decimal):
        is_price = name == "unit_price"
        return (
            formatting.price(value, EURO, language)
            if is_price
            else formatting.quantity(value, language)
        )
    if name.endswith("_cents"):
        return formatting.money(value, EURO, language)
    if name.endswith("_bp"):
        return formatting.rate(value, language) if value else ""
    return str(value)


@cache
def _country(code: str, language: str) -> str:
    return country_name(code, language) or code


def _of_text(name: str, value: str) -> str:
    if name in _COUNTRIES:
        return _country(value, get_language() or "nl")
    return str(VALUES.get(name, {}).get(value, value))


def _of_mapping(value: Mapping[str, Any], language: Language) -> str:
    """Give an address on one line, and anything else with its labels."""
    if "street" in value or "town" in value:
        parts = (words(name, part, language) for name, part in value.items() if name != "country")
        named = [
            *(part for part in parts if part),
            words("country", value.get("country"), language),
        ]
        return ", ".join(part for part in named if part)
    said = ((key, words(key, part, language)) for key, part in value.items())
    return ", ".join(f"{_key(key)}: {part}" for key, part in said if part)


def _key(key: str) -> str:
    return key if key.isdecimal() else label(key)


def _of_list(name: str, value: Sequence[Any], language: Language) -> str:
    if name in {"fields", "without"}:
        return ", ".join(label(str(each)) for each in value)
    if name == "lines" and all(isinstance(each, list | tuple) for each in value):
        return "; ".join(f"{quantity} × {sku}" for sku, quantity in value)
    return "; ".join(words(name, each, language) for each in value)


def line_of(part: Mapping[str, Any], language: Language) -> str:
    """Give a line of an order: quantity, article, price."""
    wanted = "product_name_en" if language is Language.ENGLISH else "product_name_nl"
    name = part.get(wanted) or part.get("product_name_nl") or ""
    quantity = formatting.quantity(part["quantity"], language)
    sku = f" ({part['product_sku']})" if part.get("product_sku") else ""
    said = [f"{quantity} × {name or _('line')}{sku}"]
    if part.get("unit_price") is not None:
        said.append(formatting.price(part["unit_price"], EURO, language))
    if part.get("discount_bp"):
        said.append(f"- {formatting.rate(part['discount_bp'], language)}")
    return " ".join(said)


def told(values: Mapping[str, Any], language: Language) -> Iterator[tuple[str, str]]:
    """Give what a row says, a label and a text each; what is empty is left out."""
    names = [*(name for name in _FIRST if name in values), *(n for n in values if n not in _FIRST)]
    for name in names:
        if name not in _HIDDEN and (text := words(name, values[name], language)):
            yield label(name), text


def until(kept: Kept, language: Language, months: Months = usual) -> str:
    """Say until when something is kept: the day, or what it waits for."""
    if kept.until is not None:
        return formatting.short_date(kept.until, language)
    return term(kept.term, months)


def term(which: Term, months: Months = usual) -> str:
    """Say a term in words, with the length that holds."""
    decided = months(which)
    return str(TERMS[which]) % {"length": _length(decided or RULES[which].months)}


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    said = []
    if years:
        said.append(ngettext("%(count)d year", "%(count)d years", years) % {"count": years})
    if rest or not years:
        said.append(ngettext("%(count)d month", "%(count)d months", rest) % {"count": rest})
    return _(" and ").join(said)
