"""Files that people take along: tables for a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import StreamingHttpResponse
from django.utils.text import slugify

from klantkluis.foundation.tables.writing import Cell, csv_stream, xlsx_stream

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def table_file(
    kind: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str, day: date
) -> StreamingHttpResponse:
    """Stream a table as `xlsx` or `csv`; nothing of it is written here.

    `title` names the sheet and, with the day, the file: it must not name a person.
    """
    assert kind in TYPES, "a kind of table that we can write"
    stream = xlsx_stream(header, rows, title=title) if kind == "xlsx" else csv_stream(header, rows)
    response = StreamingHttpResponse(stream, content_type=TYPES[kind])
    name = f"{slugify(title)}-{day.isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
