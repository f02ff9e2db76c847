"""Which row is the header, and what its columns are called."""

import re
from collections.abc import Sequence

from klantkluis.foundation.tables.table import Note

_LOOK_AT = 30
_DATA = re.compile(r"[^@\s]+@[^@\s]+\.\w+|[-+]?\d+(?:[.,]\d+)*|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_LEFT_OUT = re.compile(
    r"(password|passwort|passwd|pwd|wachtwoord|mot de passe|password hash|encoder|"
    r"rp token|rp token created at|"
    r"birth ?day|birth ?date|date of birth|dob|geboortedatum|geboorte datum|geburtstag|"
    r"geburtsdatum|date de naissance|anniversary|"
    r"gender|sex|geslacht|geschlecht|genre|sexe|"
    r"iban|bic|swift|bank account|bank account number|account number|bank ?rekening|"
    r"bankrekeningnummer|rekeningnummer|kontonummer|bankkonto|"
    r"bsn|burgerservicenummer|social security number|ssn|dni|"
    r"spouse|children)"
)
_HINTS = re.compile(r"\s*\([^)]*\)|\*")


def fold(name: str) -> str:
    """Give the form in which names of columns are compared: `E-mail *` is `e mail`."""
    plain = _HINTS.sub("", name) or name
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.casefold()).split())


def is_left_out(name: str) -> bool:
    """Tell whether a column holds what we never copy: passwords, birthdays, bank accounts …"""
    return _LEFT_OUT.fullmatch(fold(name)) is not None


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_data(row: Sequence[str]) -> bool:
    return any(_DATA.fullmatch(cell.strip()) for cell in row)


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Find the header: the first row that fills at least half as many cells as any near it.

    Titles and remarks above it fill one or two cells. The answer is its index, or None if that
    row is no header but data (it holds a number, a date or an e-mail address).
    """
    near = rows[:_LOOK_AT]
    widest = max((_filled(row) for row in near), default=0)
    for index, row in enumerate(near):
        if _filled(row) * 2 >= widest:
            return None if _is_data(row) else index
    return None


def column_names(cells: Sequence[str]) -> tuple[tuple[str, ...], list[tuple[Note, str]]]:
    """Name each column once: a second `Phone` is `Phone (2)`, a nameless one `Column 7`."""
    names: list[str] = []
    notes: list[tuple[Note, str]] = []
    for position, cell in enumerate(cells, start=1):
        plain = " ".join(cell.split())
        name, times = plain or f"Column {position}", 1
        if not plain:
            notes.append((Note.COLUMN_NAMELESS, str(position)))
        while name in names:
            times += 1
            name = f"{plain} ({times})"
        if times > 1:
            notes.append((Note.COLUMN_TWICE, plain))
        names.append(name)
    return tuple(names), notes
