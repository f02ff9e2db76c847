"""The code that stands in the terminal of a new office, and nowhere else.

Whoever makes the first account owns the office, so a visitor from the network must not be able
to be the first. The code lies beside Django's secret and is removed once there is an owner.
"""

import secrets
from pathlib import Path

from django.utils.crypto import constant_time_compare

from klantkluis.core.made_once import made_once
from klantkluis.office.place import Place

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def _path(place: Place) -> Path:
    return place.part("FIRST_RUN_CODE", "first-run.code")


def first_run_code(place: Place) -> str:
    """Give the code of this office, made at first use and readable by its owner only."""
    path = _path(place)
    made_once(path, lambda: "".join(secrets.choice(LETTERS) for _index in range(LENGTH)).encode())
    code = path.read_text()
    return f"{code[:4]}-{code[4:]}"


def code_is_right(place: Place, typed: str) -> bool:
    """Tell whether this is the code, in any case of letters, with or without the dash."""
    plain = "".join(letter for letter in typed.upper() if letter in LETTERS)
    return constant_time_compare(plain, first_run_code(place).replace("-", ""))


def forget_code(place: Place) -> None:
    """Remove the code: there is an owner now."""
    _path(place).unlink(missing_ok=True)
