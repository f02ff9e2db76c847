"""Numbers as people type them: Dutch or English, with or without a currency sign."""

import re
from decimal import Decimal, InvalidOperation

SPACES = re.compile(r"[\s\u00a0\u202f'’_]")
GROUPS = re.compile(r"\d{1,3}([.,]\d{3})+")
SIGNS = re.compile(r"^(?P<sign>[-−–+]?)(?P<rest>.*?)(?P<after>[-−–]?)$")
LONGEST = 30


def parse_number(text: str, *, language: str = "nl") -> Decimal:
    """Read a number in Dutch (1.234,56) or English (1,234.56) notation.

    With both signs the last one is the decimal sign. A single sign before exactly three digits
    is a thousands sign when it is the one of `language`, and a decimal sign otherwise, so that
    `1.250` is 1250 in Dutch and 1.25 in English.

    Raises:
        ValueError: this is no number.
    """
    plain = SPACES.sub("", text).removeprefix("€").removesuffix("€").removesuffix("%")
    match = SIGNS.match(plain.replace("€", ""))
    if match is None or len(plain) > LONGEST:
        raise ValueError("no number")
    digits = match["rest"]
    negative = match["sign"] in {"-", "−", "–"} or bool(match["after"])
    if not re.fullmatch(r"[\d.,]*\d[\d.,]*", digits):
        raise ValueError("no number")
    try:
        value = Decimal(_plain_notation(digits, language))
    except InvalidOperation as error:
        raise ValueError("no number") from error
    return -value if negative else value


def _plain_notation(digits: str, language: str) -> str:
    """Give digits with a point as decimal sign and nothing else."""
    point, comma = digits.count("."), digits.count(",")
    if point and comma:
        decimal = "." if digits.rindex(".") > digits.rindex(",") else ","
        other = "," if decimal == "." else "."
        whole, _sign, part = digits.partition(decimal)
        if decimal in part or not GROUPS.fullmatch(whole) or other in part:
            raise ValueError("no number")
        return whole.replace(other, "") + "." + part
    sign = "." if point else ","
    if point + comma > 1 or (
        digits.count(sign) == 1
        and GROUPS.fullmatch(digits)
        and sign == ("." if language == "nl" else ",")
    ):
        if not GROUPS.fullmatch(digits):
            raise ValueError("no number")
        return digits.replace(sign, "")
    return digits.replace(",", ".")
