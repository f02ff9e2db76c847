"""The recovery code: 32 secret bytes that a person can print, keep and type.

Crockford's base32 in four lines of 13 symbols, each with one check symbol modulo 37, which finds
every single wrong symbol and every swap of two neighbours within the line.
"""

from klantkluis.vault.refusals import SheetRefused

LINES = 4
SYMBOLS = 13
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _ALPHABET + "*~$=U"
_VALUES = {symbol: value for value, symbol in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_CHECK_VALUES = {symbol: value for value, symbol in enumerate(_CHECKS)} | {"O": 0, "I": 1, "L": 1}
_PADDING_BITS = LINES * SYMBOLS * 5 - 256


def encode(secret: bytes) -> str:
    """Write 32 bytes as four lines "XXXXX-XXXX-XXXX C"."""
    assert len(secret) == 32, "a recovery code holds 32 bytes"
    number = int.from_bytes(secret) << _PADDING_BITS
    lines = []
    for line in reversed(range(LINES)):
        part = (number >> (line * SYMBOLS * 5)) & ((1 << SYMBOLS * 5) - 1)
        symbols = "".join(
            _ALPHABET[(part >> (place * 5)) & 31] for place in reversed(range(SYMBOLS))
        )
        lines.append(f"{symbols[:5]}-{symbols[5:9]}-{symbols[9:]} {_CHECKS[part % 37]}")
    return "\n".join(lines)


def decode(text: str) -> bytes:
    """Read a recovery code as a person types it: any case, O for 0, I and L for 1, any blanks.

    Raises:
        SheetRefused: `details["line"]` is the first line (1 to 4) with an error, or 0 if there
            are too many or too few symbols as a whole.
    """
    symbols = "".join(text.split()).replace("-", "").upper()
    if len(symbols) != LINES * (SYMBOLS + 1):
        raise SheetRefused(line=_short_line(text))
    number = 0
    for line in range(LINES):
        start = line * (SYMBOLS + 1)
        part = _line_value(symbols[start : start + SYMBOLS + 1])
        if part is None:
            raise SheetRefused(line=line + 1)
        number = (number << SYMBOLS * 5) | part
    if number & ((1 << _PADDING_BITS) - 1):
        raise SheetRefused(line=LINES)
    return (number >> _PADDING_BITS).to_bytes(32)


def _short_line(text: str) -> int:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) != LINES:
        return 0
    sizes = (len("".join(line.split()).replace("-", "")) for line in lines)
    return next((n for n, size in enumerate(sizes, 1) if size != SYMBOLS + 1), 0)


def _line_value(line: str) -> int | None:
    value = 0
    for symbol in line[:SYMBOLS]:
        if symbol not in _VALUES:
            return None
        value = value * 32 + _VALUES[symbol]
    return value if _CHECK_VALUES.get(line[SYMBOLS]) == value % 37 else None
