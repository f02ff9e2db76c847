"""Money, rates, quantities and dates in words of the paper's language: the one place that knows.

Amounts follow CLDR: `€ 1.234,56` and `€ -5,00` in Dutch, `€1,234.56` and `-€5.00` in English.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from klantkluis.foundation.paper.values import Language, Period

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_SYMBOLS: Final = {"EUR": "€"}
# fmt: off
_MONTHS: Final = {
    Language.DUTCH: (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}
# fmt: on


def _number(value: Decimal, language: Language, decimals: int) -> str:
    """Group the thousands and use the language's marks; `value` has at most `decimals`."""
    english = f"{value:,.{decimals}f}"
    if language is Language.ENGLISH:
        return english
    return english.translate(str.maketrans(",.", ".,"))


def _decimals(value: Decimal, least: int) -> int:
    """Count the decimals that are needed to show the value exactly, at least `least`."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "not a finite number"
    return max(least, -exponent)


def _with_currency(number: str, currency: str, language: Language) -> str:
    """Put the currency before the number, with the sign where the language wants it."""
    symbol = _SYMBOLS.get(currency, currency)
    if language is Language.DUTCH:
        return f"{symbol}{_NO_BREAK}{number}"
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    blank = "" if currency in _SYMBOLS else _NO_BREAK
    return f"{sign}{symbol}{blank}{digits}"


def money(cents: int, currency: str, language: Language) -> str:
    """Write an amount of cents, e.g. 123456 as `€ 1.234,56`."""
    return _with_currency(_number(Decimal(cents) / 100, language, 2), currency, language)


def price(value: Decimal, currency: str, language: Language) -> str:
    """Write a unit price in full, with two decimals or as many as it has."""
    return _with_currency(_number(value, language, _decimals(value, 2)), currency, language)


def quantity(value: Decimal, language: Language) -> str:
    """Write a quantity in full, without trailing zeros."""
    return _number(value, language, _decimals(value, 0))


def rate(basis_points: int, language: Language) -> str:
    """Write basis points as a percentage: 2100 as `21%`, 550 as `5,5%`."""
    value = Decimal(basis_points) / 100
    return f"{_number(value, language, _decimals(value, 0))}%"


def long_date(day: date, language: Language) -> str:
    """Write a date in full: `22 november 2026`."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def short_date(day: date, language: Language) -> str:
    """Write a day as it fits in a column: 20-11-2026, or 20/11/2026 in English."""
    mark = "-" if language is Language.DUTCH else "/"
    return f"{day.day:02}{mark}{day.month:02}{mark}{day.year}"


def long_period(period: Period, language: Language) -> str:
    """Write a period without saying the same month or year twice."""
    first, last = period.first, period.last
    end = long_date(last, language)
    if first == last:
        return end
    month = _MONTHS[language][first.month - 1]
    if first.year != last.year:
        return f"{long_date(first, language)} – {end}"
    if first.month != last.month:
        return f"{first.day} {month} – {end}"
    return f"{first.day} – {end}"


def iban(account: str) -> str:
    """Group an account number by four, as people read it, without breaking it over lines."""
    compact = account.replace(" ", "")
    return _NO_BREAK.join(compact[at : at + 4] for at in range(0, len(compact), 4))
