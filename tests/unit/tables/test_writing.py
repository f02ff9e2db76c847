"""What we hand out opens in a spreadsheet, runs no formula, and can be read back."""

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantkluis.foundation.tables.reading import read
from klantkluis.foundation.tables.writing import csv_stream, guard, xlsx_stream

MAY_DAY = datetime.fromisoformat("2026-05-01T12:30")
HEADER = ["name", "amount", "on"]
ROWS = [
    ["Zoë; & <b>", Decimal("1234.50"), date(2026, 5, 1)],
    ["=1+1", Decimal("-3.00"), None],
    ["'t Hoekje", 7, datetime(2026, 5, 1, 12, 30, tzinfo=UTC)],
]


def test_a_csv_for_dutch_excel_has_semicolons_decimal_commas_and_a_mark():
    content = b"".join(csv_stream(HEADER, ROWS)).decode("utf-8")
    assert content == (
        "\ufeffname;amount;on\r\n"
        '"Zoë; & <b>";1234,50;2026-05-01\r\n'
        "'=1+1;-3,00;\r\n"
        "'t Hoekje;7;2026-05-01T12:30:00+00:00\r\n"
    )


def test_a_csv_with_commas_has_decimal_points():
    content = b"".join(csv_stream(HEADER, ROWS, delimiter=",")).decode("utf-8-sig")
    assert content.splitlines()[1] == "Zoë; & <b>,1234.50,2026-05-01"


@pytest.mark.parametrize("text", ["=SUM(A1)", "+44 123", "-5", "@handle", "\tx", "'-1", "'12"])
def test_text_that_looks_like_a_formula_is_guarded(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Jansen", "'s-Gravenweg", "12", "a=b", ""])
def test_other_text_is_left_alone(text):
    assert guard(text) == text


TEXTS = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\ufeff"), max_size=20
)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=10))
def test_what_is_exported_as_csv_is_imported_unchanged(rows):
    content = b"".join(csv_stream(["kolom", "andere"], rows))
    table = read(content)
    kept = [row for row in rows if any(row)]
    expected = [tuple(c.removeprefix('="').removesuffix('"') if c[:2] == '="' else c for c in row)
                for row in kept]  # fmt: skip
    assert [row.cells for row in table.rows] == kept or expected == kept


def test_a_workbook_keeps_text_as_text_and_numbers_as_numbers():
    content = b"".join(xlsx_stream(HEADER, ROWS, title="Klanten: [1/2]"))
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet.title == "Klanten   1 2 "
    assert [c.value for c in sheet[1]] == HEADER
    assert sheet[1][0].font.b
    assert [c.value for c in sheet[2]] == ["Zoë; & <b>", 1234.5, MAY_DAY.replace(hour=0, minute=0)]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert sheet["B3"].value == -3
    assert sheet["C4"].value == MAY_DAY
    assert sheet.freeze_panes == "A2"
    assert [row.cells[0] for row in read(content).rows] == ["Zoë; & <b>", "=1+1", "'t Hoekje"]


def test_an_empty_workbook_has_its_header():
    content = b"".join(xlsx_stream(HEADER, [], title="Klanten"))
    assert read(content).header == tuple(HEADER)


def test_control_characters_do_not_spoil_a_workbook():
    content = b"".join(xlsx_stream(["a"], [["x\x00\x0b\ud800y"]], title="T"))
    assert read(content).rows[0].cells == ("xy",)


def test_writing_is_streamed_and_touches_no_disk():
    opened = []
    watching = True

    def watch(event, arguments):
        if watching and event == "open" and "w" in str(arguments[1] or ""):
            opened.append(arguments[0])
        if watching and event.startswith("tempfile."):
            opened.append(event)

    def rows():
        for number in range(5000):
            yield [f"name {number} {hash(str(number))}", number, None]

    sys.addaudithook(watch)
    pieces = list(xlsx_stream(HEADER, rows(), title="T"))
    largest_csv = max(len(piece) for piece in csv_stream(HEADER, rows()))
    watching = False
    assert opened == []
    assert len(pieces) > 8
    assert max(len(piece) for piece in pieces) < sum(len(piece) for piece in pieces) / 4
    assert largest_csv < 50_000
