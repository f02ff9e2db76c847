"""Spreadsheets (XLSX, XLS, ODS), read in a process of their own with a ceiling on its memory.

A file of a few kilobytes can claim a cell in the last row and column, or one text repeated a
million times, and the reading library then asks for more memory than there is, which ends the
process. So it is not ours: the bytes go through a pipe, never through a file.
"""

import json
import subprocess
import sys
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from klantkluis.foundation.tables.table import FileRefused, FileTooLarge, Limits

WORKER = "klantkluis.foundation.tables.spreadsheet_worker"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet as text, with their row numbers, and the names of all sheets."""

    name: str
    names: tuple[str, ...]
    lines: list[tuple[int, list[str]]]


def _too_large() -> FileTooLarge:
    return FileTooLarge(
        _("The spreadsheet unpacks to more than we read at once. Save it as CSV, or split it.")
    )


def _unreadable() -> FileRefused:
    return FileRefused(
        _(
            "The spreadsheet cannot be read: it is damaged, locked with a password, or too large. "
            "Save it as CSV, please."
        )
    )


def _inflated(content: bytes, entry: ZipInfo, ceiling: int) -> int:
    """Count what an entry really unpacks to, without trusting the size that it claims."""
    if entry.compress_type == 0:
        return entry.compress_size
    header = content[entry.header_offset : entry.header_offset + 30]
    start = entry.header_offset + 30 + int.from_bytes(header[26:28], "little")
    start += int.from_bytes(header[28:30], "little")
    packed = content[start : start + entry.compress_size]
    inflater, total = zlib.decompressobj(-15), 0
    while packed and not inflater.eof and total <= ceiling:
        total += len(inflater.decompress(packed, 1_000_000))
        packed = inflater.unconsumed_tail
    return total


def refuse_bomb(content: bytes, limits: Limits) -> None:
    """Refuse a zip file that unpacks to more than we read.

    Raises:
        FileTooLarge: the sum of its entries passes `limits.unpacked_bytes`.
        FileRefused: it is no zip file, or packs in a way that spreadsheets do not.
    """
    total = 0
    try:
        with ZipFile(BytesIO(content)) as archive:
            for entry in archive.infolist():
                if entry.compress_type not in {0, 8} or entry.flag_bits & 1:
                    raise _unreadable()
                total += _inflated(content, entry, limits.unpacked_bytes - total)
                if total > limits.unpacked_bytes:
                    raise _too_large()
    except (BadZipFile, zlib.error, ValueError, NotImplementedError):
        raise _unreadable() from None


def read_sheet(content: bytes, limits: Limits, sheet: str = "") -> Sheet:
    """Read one sheet of a workbook: the named one, or else the first that has rows.

    Raises:
        FileRefused: it cannot be read, or has no sheet of that name.
        FileTooLarge: it unpacks to more than `limits` allow.
    """
    if content.startswith(b"PK"):
        refuse_bomb(content, limits)
    question = json.dumps(
        {
            "sheet": sheet,
            "rows": limits.rows,
            "columns": limits.columns,
            "cell": limits.cell_characters,
            "memory": limits.memory_bytes,
            "seconds": limits.seconds,
        }
    ).encode()
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no text from outside
            [sys.executable, "-I", "-m", WORKER],
            input=len(question).to_bytes(4, "big") + question + content,
            capture_output=True,
            timeout=limits.seconds + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_large() from None
    if done.returncode or not done.stdout:
        raise _unreadable()
    answer = json.loads(done.stdout)
    match answer.get("refused"):
        case None:
            return Sheet(answer["name"], tuple(answer["names"]), answer["lines"])
        case "large":
            raise _too_large()
        case "sheet":
            raise FileRefused(_("The workbook has no sheet of that name."))
        case _:
            raise _unreadable()
