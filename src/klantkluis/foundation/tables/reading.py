"""Reading a file that somebody hands us: bytes in, a table of text out."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from klantkluis.foundation.tables.delimited import split
from klantkluis.foundation.tables.encoding import decode
from klantkluis.foundation.tables.header import column_names, find_header, is_left_out
from klantkluis.foundation.tables.spreadsheet import read_sheet
from klantkluis.foundation.tables.table import (
    FileRefused,
    FileTooLarge,
    Limits,
    Note,
    Row,
    Table,
    too_many_rows,
)
from klantkluis.foundation.tables.vcard import is_vcard, read_vcards

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_PACKED = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# Programs put an apostrophe before a value so that Excel takes it as text; `'s-Gravenweg` and
# `'t Hoekje` are Dutch, and keep theirs.
_GUARDED = re.compile(r"'(?='*[-+=@0-9])")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_EXTRA_ROWS = 20

type Lines = Sequence[tuple[int, Sequence[str]]]


def _cell(text: str) -> str:
    value = text.strip()
    if value[:1] in "'=":
        found = _AS_TEXT.fullmatch(value)
        value = (
            found.group(1) if found else value.removeprefix("'" if _GUARDED.match(value) else "")
        )
    return value


def _row(line: int, cells: Sequence[str], width: int) -> Row:
    kept = tuple(_cell(cell) for cell in cells[:width])
    padded = kept + ("",) * (width - len(kept))
    return Row(line, padded, too_long=any(cell.strip() for cell in cells[width:]))


def _without(table: Table) -> Table:
    """Give the table without the columns that we never copy, naming those that held something."""
    dropped = [i for i, name in enumerate(table.header) if is_left_out(name)]
    if not dropped:
        return table
    filled = [i for i in dropped if any(row.cells[i] for row in table.rows)]
    kept = [i for i in range(len(table.header)) if i not in set(dropped)]
    return Table(
        table.format,
        tuple(table.header[i] for i in kept),
        [Row(r.line, tuple(r.cells[i] for i in kept), r.too_long) for r in table.rows],
        table.notes,
        tuple(table.header[i] for i in filled),
        table.sheet,
        table.above,
    )


def _table(
    form: str, lines: Lines, notes: list[tuple[Note, str]], limits: Limits, sheet: str = ""
) -> Table:
    if not lines:
        raise FileRefused(_("The file is empty."))
    at = find_header([cells for _line, cells in lines])
    widest = max(len(cells) for _line, cells in lines[:_EXTRA_ROWS])
    head = lines[at][1] if at is not None else [""] * widest
    while head and at is not None and not head[-1].strip():
        head = head[:-1]
    if len(head) > limits.columns:
        said = _("The file has more than %(count)s columns.")
        raise FileTooLarge(said % {"count": limits.columns})
    names, remarks = column_names(head)
    if at is None:
        notes.append((Note.HEADER_MISSING, ""))
        body = lines
    else:
        notes.extend(remarks)
        if at:
            notes.append((Note.HEADER_LOWER, str(lines[at][0])))
        body = lines[at + 1 :]
    if len(body) > limits.rows:
        raise FileTooLarge(too_many_rows(limits.rows))
    rows = [_row(line, cells, len(names)) for line, cells in body]
    above = tuple(c.strip() for _line, cells in lines[: at or 0] for c in cells if c.strip())
    return _without(Table(form, names, rows, tuple(notes), sheet=sheet, above=above))


def _read_spreadsheet(content: bytes, limits: Limits, sheet: str) -> Table:
    found = read_sheet(content, limits, sheet)
    notes: list[tuple[Note, str]] = []
    others = [name for name in found.names if name != found.name]
    if others and not sheet:
        notes.append((Note.OTHER_SHEETS, ", ".join(others)))
    return _table("spreadsheet", found.lines, notes, limits, found.name)


def read(content: bytes, *, sheet: str = "", limits: Limits | None = None) -> Table:
    """Read a CSV, TSV, XLSX, XLS, ODS or vCard file.

    What it is shows from its bytes, not from its name. Cells are trimmed text; the apostrophe
    that some programs put before a value against Excel is taken off, and a formula is text.
    Columns with passwords, birthdays, genders or bank accounts are not copied.

    `sheet` names a sheet of a workbook; without it the first one with rows is read.

    Raises:
        FileRefused: it is empty, damaged, or no table.
        FileTooLarge: it passes `limits`.
    """
    limits = limits or Limits()
    if len(content) > limits.file_bytes:
        megabytes = limits.file_bytes // 1_000_000
        said = _("The file is larger than %(megabytes)s MB. Split it, please.")
        raise FileTooLarge(said % {"megabytes": megabytes})
    if content.startswith(b"%PDF"):
        raise FileRefused(_("This is a PDF file. Ask for the data as CSV or XLSX, please."))
    if content.startswith(_PICTURES):
        raise FileRefused(_("This is a picture, not a table."))
    if content.startswith(_PACKED):
        raise FileRefused(_("This is a packed file. Unpack it first, please."))
    if content.startswith((b"PK", _OLD_EXCEL)):
        return _read_spreadsheet(content, limits, sheet)
    if is_vcard(content):
        return read_vcards(content, limits)
    decoded = decode(content)
    found = split(decoded.text, limits)
    notes: list[tuple[Note, str]] = []
    if decoded.guessed:
        notes.append((Note.ENCODING_GUESSED, decoded.encoding))
    if found.quotes_mended:
        notes.append((Note.QUOTES_MENDED, ""))
    if any(len(c) > limits.cell_characters for _line, cells in found.lines for c in cells):
        raise FileTooLarge(_("A cell of the file is too long to be read."))
    return _table("delimited", found.lines, notes, limits)
