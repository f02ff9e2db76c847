"""Writing a table for somebody else's spreadsheet: CSV and XLSX, row by row, nothing on disk.

The XLSX is written here because the libraries at hand either use temporary files, which would be
personal data in clear on a disk, or hold the whole workbook in memory (350 MB for 60,000 rows of
16 cells). ECMA-376 with texts inside the cells needs neither.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Literal
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

type Cell = str | int | Decimal | bool | date | datetime | None

_FORMULA_LIKE = re.compile(r"'*[-+=@\t\r]|'+[0-9]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = date(1899, 12, 30)
_ROWS_A_CHUNK = 500
_LONGEST_CELL = 32_767
_SPREADSHEETML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    `reading.read` takes it off again, so that what we export can be imported unchanged.
    """
    return f"'{text}" if _FORMULA_LIKE.match(text) else text


def _csv_cell(cell: Cell, decimal_comma: str) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case str():
            return guard(cell)
        case Decimal():
            return f"{cell:f}".replace(".", decimal_comma)
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell)


def csv_stream(
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    delimiter: Literal[";", ","] = ";",
) -> Iterator[bytes]:
    """Give a CSV file in pieces: UTF-8 with byte order mark, CRLF, quoted where needed.

    With a semicolon decimals get a comma, as Dutch Excel reads them; with a comma, a point.
    Text that looks like a formula is guarded; numbers and dates are not text.
    """
    comma = "," if delimiter == ";" else "."
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([guard(name) for name in header])
    for count, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(cell, comma) for cell in row])
        if count % _ROWS_A_CHUNK == 0:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


class _Pipe(BytesIO):
    """What the zip file is written to; it is emptied as it fills, so it cannot be wound back."""

    def seekable(self) -> bool:
        """Say no, so that the zip file is written front to back."""
        return False

    def drain(self) -> bytes:
        """Take out what was written so far."""
        written = self.getvalue()
        self.truncate(0)
        super().seek(0)
        return written


def _column(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _text_cell(at: str, text: str, style: int = 0) -> str:
    clean = escape(_NOT_IN_XML.sub("", text)[:_LONGEST_CELL])
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'


def _xlsx_cell(at: str, cell: Cell) -> str:
    match cell:
        case None | "":
            return ""
        case bool():
            return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
        case str():
            return _text_cell(at, cell)
        case int():
            return f'<c r="{at}"><v>{cell}</v></c>'
        case Decimal():
            style = 2 if cell == round(cell, 2) else 0
            return f'<c r="{at}" s="{style}"><v>{cell:f}</v></c>'
        case datetime():
            days = (cell.date() - _EPOCH).days
            part = (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86_400
            return f'<c r="{at}" s="4"><v>{days + part:.10f}</v></c>'
        case date():
            return f'<c r="{at}" s="3"><v>{(cell - _EPOCH).days}</v></c>'


def _row(number: int, cells: Iterable[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _parts(title: str) -> dict[str, str]:
    """Give the small parts of the package, all but the sheet itself."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEETML}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name={quoteattr(title)} sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_SPREADSHEETML}">'
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        '</cellStyleXfs><cellXfs count="5">'
        + "".join(
            f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0" '
            'applyNumberFormat="1" applyFont="1"/>'
            for number, font in ((0, 0), (0, 1), (4, 0), (164, 0), (165, 0))
        )
        + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>",
    }


def _sheet(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    columns = [_column(index) for index in range(len(header))]
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{max(12, min(40, len(name) + 4))}" customWidth="1"/>'
        for i, name in enumerate(header, start=1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_SPREADSHEETML}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{widths}</cols><sheetData>"
    )
    yield _row(1, (_text_cell(f"{c}1", n, 1) for c, n in zip(columns, header, strict=True)))
    number = 1
    for number, row in enumerate(rows, start=2):
        yield _row(
            number,
            (_xlsx_cell(f"{c}{number}", cell) for c, cell in zip(columns, row, strict=True)),
        )
    yield f'</sheetData><autoFilter ref="A1:{columns[-1]}{number}"/></worksheet>'


def xlsx_stream(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str
) -> Iterator[bytes]:
    """Give a workbook of one sheet in pieces; it never holds more than a few hundred rows.

    Text stays text, also when it looks like a formula or a number; `Decimal` and `int` are
    numbers, dates are dates. `title` names the sheet (at most 31 characters).
    """
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=4) as package:
        for name, content in _parts(re.sub(r"[\[\]:*?/\\]", " ", title)[:31]).items():
            package.writestr(name, _XML + content)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            waiting: list[str] = []
            for piece in _sheet(header, rows):
                waiting.append(piece)
                if len(waiting) >= _ROWS_A_CHUNK:
                    sheet.write("".join(waiting).encode())
                    waiting.clear()
                    yield pipe.drain()
            sheet.write("".join(waiting).encode())
    yield pipe.drain()
