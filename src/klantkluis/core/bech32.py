"""Bech32 (BIP 173) without its limit on the length, as age writes its keys. Pure."""

from typing import Final

_SIGNS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_POLYNOMIAL: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_SIGNS: Final = 6


def encoded(before: str, data: bytes) -> str:
    """Write bytes behind a word and a 1, in lower case.

    >>> encoded("age", bytes(2))
    'age1qqqqlpnwam'
    """
    values = _in_fives(data)
    check = _check(before, [*values, *[0] * _CHECK_SIGNS]) ^ 1
    values += [check >> 5 * place & 31 for place in reversed(range(_CHECK_SIGNS))]
    return f"{before}1" + "".join(_SIGNS[value] for value in values)


def decoded(text: str) -> tuple[str, bytes] | None:
    """Give what stands before the last 1, and the bytes behind it; None for what is mistyped."""
    if text not in {text.lower(), text.upper()}:
        return None
    before, _one, behind = text.lower().rpartition("1")
    if not before or not before.isascii() or len(behind) < _CHECK_SIGNS:
        return None
    if not set(behind) <= set(_SIGNS):
        return None
    values = [_SIGNS.index(sign) for sign in behind]
    if _check(before, values) != 1:
        return None
    data = _in_bytes(values[:-_CHECK_SIGNS])
    return None if data is None else (before, data)


def _check(before: str, values: list[int]) -> int:
    high = [ord(sign) >> 5 for sign in before]
    low = [ord(sign) & 31 for sign in before]
    check = 1
    for value in (*high, 0, *low, *values):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(_POLYNOMIAL):
            check ^= part if top >> place & 1 else 0
    return check


def _in_fives(data: bytes) -> list[int]:
    """Take bytes apart into groups of five bits; zeros fill the last one."""
    bits = "".join(f"{byte:08b}" for byte in data)
    return [int(bits[start : start + 5].ljust(5, "0"), 2) for start in range(0, len(bits), 5)]


def _in_bytes(values: list[int]) -> bytes | None:
    """Put groups of five bits together; what is left over must be less than a group, and zero."""
    bits = "".join(f"{value:05b}" for value in values)
    whole = len(bits) // 8 * 8
    if len(bits) - whole >= 5 or "1" in bits[whole:]:
        return None
    return bytes(int(bits[start : start + 8], 2) for start in range(0, whole, 8))
