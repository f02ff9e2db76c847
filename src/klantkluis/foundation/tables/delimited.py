"""Text files with delimiters: CSV in all the shapes that programs and people give it."""

import contextlib
import csv
import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from klantkluis.foundation.tables.table import FileTooLarge, Limits, too_many_rows

DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)[^\n]*\n", re.IGNORECASE)
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_ROWS = 60

type Lines = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Delimited:
    """The rows of a text file with the lines they start on."""

    delimiter: str
    lines: Lines
    quotes_mended: bool = False


def _rows(text: str, delimiter: str, *, quoting: bool = True, strict: bool = True) -> Any:
    return csv.reader(
        StringIO(text, newline=""),
        delimiter=delimiter,
        skipinitialspace=True,
        quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE,
        strict=strict and quoting,
    )


def _score(text: str, delimiter: str) -> float:
    """Say how well a delimiter explains the text: many columns, in most rows the same number."""
    widths: list[int] = []
    try:
        for row in _rows(text, delimiter, strict=False):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0
    if not widths:
        return 0.02
    width, times = Counter(widths).most_common(1)[0]
    if width == 1:
        return 0.01
    return float(width**0.5) * times / len(widths) * min(1.0, width / max(widths) + 0.3)


def find_delimiter(text: str) -> str:
    """Find the delimiter of a text: comma, semicolon, tab or bar."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _score(sample, delimiter))


def _mend_quotes(text: str, delimiter: str) -> tuple[str, bool]:
    r"""Double each quote inside a quoted cell that does not close it, and `\"` too.

    Spaces between a closing quote and the delimiter go. Tells also whether a quote was mended.
    """
    pieces: list[str] = []
    copied, cell, quoted, mended = 0, 0, False, False
    for found in re.finditer(rf'\\?"+|{re.escape(delimiter)}|\n', text):
        start, end, token = found.start(), found.end(), found.group()
        if '"' not in token:
            cell = cell if quoted else end
            continue
        gap = len(text[end : end + 500]) - len(text[end : end + 500].lstrip(" "))
        closes = text[end + gap : end + gap + 1] in {"", "\n", delimiter}
        escaped = token[0] == "\\"
        run = token[2:] if escaped else token
        if not quoted:
            opens = not escaped and not text[cell:start].strip()
            quoted = opens and len(token) % 2 == 1
            end += gap if opens and not quoted and closes else 0
            pieces.append(text[copied : found.end()])
        else:
            pieces.append(text[copied:start])
            if len(run) % 2 and closes:
                quoted, end = False, end + gap
            elif len(run) % 2:
                run, mended = run + '"', True
            pieces.append(('""' if escaped else "") + run)
            mended = mended or escaped
        copied = end
    return "".join(pieces) + text[copied:], mended


def _collect(rows: Any, first_line: int, limits: Limits) -> Lines:
    lines: Lines = []
    ends = first_line - 1
    for row in rows:
        start, ends = ends + 1, first_line - 1 + rows.line_num
        if any(cell.strip() for cell in row):
            lines.append((start, row))
        if len(lines) > limits.rows + 20:
            raise FileTooLarge(too_many_rows(limits.rows))
    return lines


def _without_quoting(text: str, delimiter: str, first_line: int, limits: Limits) -> Lines:
    rows = _rows(text, delimiter, quoting=False)
    try:
        lines = _collect(rows, first_line, limits)
    except csv.Error:
        raise FileTooLarge(_("A cell of the file is too long to be read.")) from None
    return [(line, [cell.strip().strip('"') for cell in row]) for line, row in lines]


def split(text: str, limits: Limits) -> Delimited:
    """Take a text apart into rows of cells.

    Quotes that break the rules (RFC 4180) are mended as well as possible: first by doubling
    stray ones, then, when one was never closed, by giving them no meaning at all.

    Raises:
        FileTooLarge: it has more rows than `limits` allow, or a cell that is too long.
    """
    first_line, told = 1, ""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _SEPARATOR_LINE.match(text)
    if found:
        text, told, first_line = text[found.end() :], found.group(1), 2
    text = text.replace("\x00", "")
    delimiter = told if told in DELIMITERS else find_delimiter(text)
    with contextlib.suppress(csv.Error):
        return Delimited(delimiter, _collect(_rows(text, delimiter), first_line, limits))
    source, mended = _mend_quotes(text, delimiter)
    with contextlib.suppress(csv.Error):
        return Delimited(delimiter, _collect(_rows(source, delimiter), first_line, limits), mended)
    lines = _without_quoting(text, delimiter, first_line, limits)
    return Delimited(delimiter, lines, quotes_mended=True)
