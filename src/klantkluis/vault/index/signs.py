"""By what two customers look the same: words that both have, and perhaps the same name."""

from collections.abc import Mapping
from typing import Any

from klantkluis.core.names import sort_key
from klantkluis.vault.index import terms

type Sign = tuple[tuple[str, ...], str | None]
"""Words that mark a look-alike, and the sort key that it must have too, if any."""

MOST_LOOKALIKES = 20


def signs(fields: Mapping[str, Any]) -> list[Sign]:
    """Give the signs of a customer: the same e-mail address, phone or VAT number, or the same
    name at the same house or in the same town; the surest first."""
    get = fields.get
    found: list[Sign] = []
    if vat_number := terms.compact(get("vat_number") or ""):
        found.append(((vat_number,), None))
    if "@" in (get("email") or ""):
        found.append((tuple(terms.tokens(get("email") or "")), None))
    if len(phone := terms.phone_token(get("phone") or "")) == terms.PHONE_DIGITS:
        found.append(((phone,), None))
    sort = sort_key(fields)
    words = terms.tokens(sort)
    house = [terms.compact(get("postcode") or ""), *terms.tokens(get("house_number") or "")]
    if words and len(house) > 1 and house[0]:
        found.append(((*words, *house), sort))
    if words and (town := terms.tokens(get("town") or "")):
        found.append(((*words, *town), sort))
    return [sign for sign in found if sign[0]]
