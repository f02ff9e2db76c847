"""A file as rows and columns of text, whatever it was before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal


class Note(StrEnum):
    """What was mended or guessed while reading; `sentences` says it to a human."""

    ENCODING_GUESSED = "encoding_guessed"
    HEADER_LOWER = "header_lower"
    HEADER_MISSING = "header_missing"
    COLUMN_TWICE = "column_twice"
    COLUMN_NAMELESS = "column_nameless"
    QUOTES_MENDED = "quotes_mended"
    OTHER_SHEETS = "other_sheets"
    CARD_CUT_OFF = "card_cut_off"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much we read; beyond it the file is refused before it costs memory or time."""

    file_bytes: int = 10_000_000
    unpacked_bytes: int = 100_000_000
    rows: int = 100_000
    columns: int = 500
    cell_characters: int = 100_000
    seconds: int = 30
    memory_bytes: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands in the file, and a text for each column.

    `line` is the line of a text file, the row of a sheet, or the number of a card, counted from
    one. `too_long` says that there were more cells than columns; they are not in `cells`.
    """

    line: int
    cells: tuple[str, ...]
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read.

    `header` names each column once; `left_out` names columns whose content was never copied,
    because we may not or do not want to know it (passwords, birthdays, bank accounts …).
    `above` holds the texts that stood over the header: some programs say there what the file is.
    """

    format: str
    header: tuple[str, ...]
    rows: Sequence[Row] = field(repr=False)
    notes: tuple[tuple[Note, str], ...] = ()
    left_out: tuple[str, ...] = ()
    sheet: str = ""
    above: tuple[str, ...] = ()


class FileRefused(Refusal):
    """The file cannot be read; nothing was imported."""


class FileTooLarge(FileRefused):
    """The file holds more than we read at once."""


def too_many_rows(allowed: int) -> str:
    """Say that a file has more rows (or cards) than we read."""
    return _("The file has more than %(count)s rows. Split it, please.") % {"count": allowed}
