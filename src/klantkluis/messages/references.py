"""The reference by which a sender and the office speak of the same message."""

from typing import Final
from uuid import UUID

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: nothing that can be misread or misheard."""
_BITS: Final = 40


def reference(uid: UUID) -> str:
    """Give the reference of a message, as both sides work it out from its uid: `B-7K3M-9QXD`."""
    number = uid.int >> (128 - _BITS)
    signs = "".join(_SIGNS[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return f"B-{signs[:4]}-{signs[4:]}"
