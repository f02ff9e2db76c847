"""Words of a page that are filled in when it is shown: `{company}` becomes our name."""

import re
from collections.abc import Mapping
from typing import Final

from klantkluis.foundation.letterhead import address_lines
from klantkluis.foundation.models import Company

PLACES: Final = (
    "company", "shop", "address", "phone", "email", "website", "coc_number", "vat_number",
)  # fmt: skip
_PLACE: Final = re.compile(r"\{([a-z_]+)\}")


def values_of(company: Company, shop_name: str) -> dict[str, str]:
    """Give what is filled in; our bank account is not among it."""
    lines = address_lines(
        {
            "street": company.street, "house_number": company.house_number,
            "postcode": company.postcode, "town": company.town, "country": company.country,
        }
    )  # fmt: skip
    return {
        "company": company.name, "shop": shop_name or company.name, "address": ", ".join(lines),
        "phone": company.phone, "email": company.email, "website": company.website,
        "coc_number": company.coc_number, "vat_number": company.vat_number,
    }  # fmt: skip


def unknown_places(text: str) -> list[str]:
    """Give the names between braces that nothing is known for."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in PLACES]


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Fill in a text. An item of a list about something that we do not have is left out."""
    kept = []
    for line in text.splitlines():
        empty = any(not values.get(name) for name in _PLACE.findall(line))
        if not (empty and line.startswith("- ")):
            kept.append(_PLACE.sub(lambda found: values.get(found[1], ""), line))
    return "\n".join(kept)
