"""Amounts as they stand on the pages: Dutch and English notation, and nothing is rounded here."""

from datetime import date
from decimal import Decimal
from typing import Final

from klantkluis.core.money import from_cents

NO_BREAK: Final = "\u00a0"
_SWAP: Final = str.maketrans(",.", ".,")
_MONTHS: Final = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
           "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
}  # fmt: skip


def euros(cents: int, language: str) -> str:
    """Write cents as `€ 1.234,50` or `€1,234.50`."""
    return unit_euros(from_cents(cents), language)


def unit_euros(price: Decimal, language: str) -> str:
    """Write a unit price: two decimals, or as many as it has."""
    exponent = price.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    figures = f"{abs(price):,.{places}f}"
    sign = "\u2212" if price < 0 else ""
    if language == "nl":
        return f"{sign}€{NO_BREAK}{figures.translate(_SWAP)}"
    return f"{sign}€{figures}"


def percent(rate_bp: int, language: str) -> str:
    """Write a rate as `21%` or `5,5%`."""
    text = f"{Decimal(rate_bp).scaleb(-2).normalize():f}"
    return f"{text.translate(_SWAP) if language == 'nl' else text}%"


def weight(grams: int, language: str) -> str:
    """Write a weight as `900 g`, and from a kilo on as `1,25 kg`."""
    if grams < 1000:
        return f"{grams}{NO_BREAK}g"
    kilos = f"{Decimal(grams).scaleb(-3).normalize():,f}"
    return f"{kilos.translate(_SWAP) if language == 'nl' else kilos}{NO_BREAK}kg"


def long_day(day: date, language: str) -> str:
    """Write a day as `26 november 2026`."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
