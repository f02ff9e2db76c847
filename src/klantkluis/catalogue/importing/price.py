"""Prices as people and programs write them, read exactly."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

_CURRENCY = re.compile(r"€|\beur\b|\beuro\b|,-$|\.-$|,–$", re.IGNORECASE)
_OTHER_CURRENCY = re.compile(
    r"[$£¥₹₽₺]|\b(?:usd|gbp|chf|dkk|sek|nok|pln|czk|huf|jpy)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"-?\d+(?:[.,' \u00a0\u202f]\d+)*|-?[.,]\d+")
HIGHEST = Decimal(10) ** 10
FINEST = Decimal("0.0001")


class PriceCode(StrEnum):
    """Why a price cannot be used."""

    UNREADABLE = "price_unreadable"
    OTHER_CURRENCY = "price_other_currency"
    TOO_LARGE = "price_too_large"
    NEGATIVE = "price_negative"
    AMBIGUOUS = "price_ambiguous"


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in euros with at most four decimals, or the reason why there is none."""

    amount: Decimal | None
    error: PriceCode | None = None
    warning: PriceCode | None = None


def _plain(number: str) -> str:
    """Write a number with a decimal point; with both signs the last one is the decimal one."""
    number = re.sub(r"[' \u00a0\u202f]", "", number)
    comma, point = number.rfind(","), number.rfind(".")
    if comma >= 0 and point >= 0:
        decimal, other = (",", ".") if comma > point else (".", ",")
        return number.replace(other, "").replace(decimal, ".")
    sign = "," if comma >= 0 else "."
    return number.replace(sign, "" if number.count(sign) > 1 else ".")


def read_price(text: str, *, decimal_comma: bool | None = None) -> Price:
    """Read a price: `1.234,50`, `1,234.50`, `€ 9,95`, `12,-`, `35.949999999999`.

    `decimal_comma` says what the file does everywhere (see `uses_decimal_comma`); without it a
    lone sign before three digits is taken as a decimal sign, with a warning. What is finer than
    four decimals is rounded half up: it is the noise of a computer's floating point.
    """
    value = text.strip()
    if _OTHER_CURRENCY.search(value):
        return Price(None, PriceCode.OTHER_CURRENCY)
    value = _CURRENCY.sub("", value).strip()
    if not _NUMBER.fullmatch(value):
        return Price(None, PriceCode.UNREADABLE)
    warning = None
    lone = re.fullmatch(r"-?[1-9]\d{0,2}([.,])\d{3}", value)
    if lone:
        if decimal_comma is None:
            warning = PriceCode.AMBIGUOUS
        elif decimal_comma is not (lone.group(1) == ","):
            value = value.replace(lone.group(1), "")
    try:
        amount = Decimal(_plain(value))
    except InvalidOperation:
        return Price(None, PriceCode.UNREADABLE)
    if amount < 0:
        return Price(None, PriceCode.NEGATIVE)
    if amount >= HIGHEST:
        return Price(None, PriceCode.TOO_LARGE)
    return Price(_four_decimals(amount), None, warning)


def _four_decimals(amount: Decimal) -> Decimal:
    shown = amount.quantize(FINEST, rounding="ROUND_HALF_UP")
    cents = amount.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    # 9.779999999999999 is what a computer made of 9.78.
    noise = len(amount.as_tuple().digits) >= 12 and abs(amount - cents) < Decimal("0.00001")
    return cents if noise or shown == cents else shown.normalize()


def uses_decimal_comma(texts: list[str]) -> bool | None:
    """Tell from all prices of a file whether it writes a decimal comma; None if none tells."""
    for text in texts:
        value = _CURRENCY.sub("", text).strip()
        if re.fullmatch(r"-?(?:\d{1,3}(?:[. ']\d{3})*|\d+),\d{1,2}", value):
            return True
        if re.fullmatch(r"-?(?:\d{1,3}(?:[, ']\d{3})*|\d+)\.(?:\d{1,2}|\d{4,})", value):
            return False
    return None
