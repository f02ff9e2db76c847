"""Files that people take along: tables for a spreadsheet."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import islice
from zipfile import ZIP_STORED, ZipFile

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language

from klantkluis.foundation.tables.writing import Cell, csv_stream, xlsx_stream

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_ROWS_AT_ONCE = 200
_MARK = re.compile(r"[0-9a-f]{16}")
BEGUN = "begun"
BEGUN_SECONDS = 60


def table_file(
    kind: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str,
    day: date,
    watched: Callable[[Iterator[bytes]], Iterator[bytes]] = iter,
) -> StreamingHttpResponse:
    """Stream a table as `xlsx` or `csv`; nothing of it is written here.

    Args:
        title: names the sheet and, with the day, the file: it must not name a person.
        watched: looks at what leaves, piece by piece.
    """
    assert kind in TYPES, "a kind of table that we can write"
    rows = _in_language(get_language() or "nl", rows)
    stream = xlsx_stream(header, rows, title=title) if kind == "xlsx" else csv_stream(header, rows)
    response = StreamingHttpResponse(watched(stream), content_type=TYPES[kind])
    name = f"{slugify(title)}-{day.isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _in_language(language: str, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """Make rows in the language of the request: it has ended by the time that they are made."""
    iterator = iter(rows)
    while True:
        with translation.override(language):
            part = list(islice(iterator, _ROWS_AT_ONCE))
        if not part:
            return
        yield from part


def zip_file(papers: Iterable[tuple[str, bytes]], *, title: str, day: date) -> HttpResponse:
    """Put papers, by the names of their files, in one; in memory, for they are personal."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as file:
        for name, contents in papers:
            file.writestr(name, contents)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    name = f"{slugify(title)}-{day.isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def begun(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let the page that asked for a file know that it comes: a page is not told by itself.

    The page sends a mark by chance and waits for a cookie that bears it. It means nothing else.
    """
    mark = request.POST.get(BEGUN, "")
    if _MARK.fullmatch(mark):
        response.set_cookie(
            BEGUN, mark, max_age=BEGUN_SECONDS, path=request.path, secure=request.is_secure(),
            samesite="Strict",
        )  # fmt: skip
    return response
