"""Every file is read as it was meant, or refused with a sentence, in bounded time and memory."""

import string
import struct
import time
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantkluis.foundation.tables.reading import read
from klantkluis.foundation.tables.sentences import sentence
from klantkluis.foundation.tables.table import FileRefused, FileTooLarge, Limits, Note

SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "imports"


def sample(name):
    if not SAMPLES.exists():
        pytest.skip("the samples of other systems are not here")
    return read((SAMPLES / name).read_bytes())


def cells(table):
    return [list(row.cells) for row in table.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_text_file_is_read_in_every_usual_shape(delimiter, encoding, ending):
    lines = [["name", "town", "remark"], ["Zoë", "Köln", "one, two; three"], ["Bø", "", ""]]
    text = ending.join(delimiter.join(f'"{c}"' for c in line) for line in lines)
    table = read(text.encode(encoding))
    assert table.header == ("name", "town", "remark")
    assert cells(table) == lines[1:]
    assert [row.line for row in table.rows] == [2, 3]


def test_a_semicolon_file_is_known_by_its_rows_not_by_the_commas_in_its_header():
    table = read(b"id;title (Mr = 1, Ms = 2, else 0);groups (x,y,z...)\n1;2;a, b\n2;1;c, d\n")
    assert len(table.header) == 3
    assert cells(table)[0] == ["1", "2", "a, b"]


def test_junk_above_the_header_is_passed_over_and_lines_keep_their_numbers():
    table = read(b"Export of 1 May,,\n,,\nCLIENTS,,\nName,Town,Phone\n\nJan,Ede,1\n")
    assert table.header == ("Name", "Town", "Phone")
    assert (Note.HEADER_LOWER, "4") in table.notes
    assert table.rows[0].line == 6


def test_a_column_name_that_stands_twice_gets_a_number():
    table = read(b"Name,Phone,,Phone\nJan,1,2,3\n")
    assert table.header == ("Name", "Phone", "Column 3", "Phone (2)")
    assert {note for note, _detail in table.notes} == {Note.COLUMN_TWICE, Note.COLUMN_NAMELESS}


def test_a_file_without_a_header_is_read_and_says_so():
    table = read(b",,\nJane,Doe,jane@example.com\nJan,Smit,jan@example.com\n")
    assert table.header == ("Column 1", "Column 2", "Column 3")
    assert table.notes == ((Note.HEADER_MISSING, ""),)
    assert len(table.rows) == 2


def test_short_rows_are_filled_up_and_long_rows_are_marked():
    table = read(b"a,b,c\n1\n1,2,3,4\n1,2,3,,\n")
    assert cells(table) == [["1", "", ""], ["1", "2", "3"], ["1", "2", "3"]]
    assert [row.too_long for row in table.rows] == [False, True, False]


def test_stray_quotes_are_mended():
    table = read(b'"a","b"\n"System "X" and run (with Tom)) ","2,75"\n"plain","1"\n')
    assert cells(table) == [['System "X" and run (with Tom))', "2,75"], ["plain", "1"]]
    assert (Note.QUOTES_MENDED, "") in table.notes
    table = read(b'"a";"b"\n"Readings from\\" Voices\\"";"1"\n')
    assert cells(table) == [['Readings from" Voices"', "1"]]


def test_a_quote_that_is_never_closed_swallows_no_rows():
    table = read(b'name,town\n"Jan,Ede\nPiet,Epe\nKlaas,Urk\n')
    assert cells(table) == [["Jan", "Ede"], ["Piet", "Epe"], ["Klaas", "Urk"]]


def test_padding_around_delimiters_and_quotes_goes_without_a_remark():
    table = read(b'name    , "sku"   , ""  , note\nSmock   , "10112" , ""  , "a, b"\n')
    assert table.header == ("name", "sku", "Column 3", "note")
    assert cells(table) == [["Smock", "10112", "", "a, b"]]
    assert Note.QUOTES_MENDED not in {note for note, _detail in table.notes}


def test_an_apostrophe_against_excel_is_taken_off_and_a_dutch_one_stays():
    table = read(
        "a,b,c,d,e\n'+31612345678,'1234AB,'s-Gravenweg 1,'t Hoekje,=\"007\"\n".encode("ascii")
    )
    assert cells(table) == [["+31612345678", "1234AB", "'s-Gravenweg 1", "'t Hoekje", "007"]]


def test_formulas_are_text():
    table = read(b"name,note\n=SUM(A1),@handle\n-5,+44 123\n")
    assert cells(table) == [["=SUM(A1)", "@handle"], ["-5", "+44 123"]]


def test_secrets_and_intimate_columns_are_never_copied():
    table = read(
        b"Name,Password *,Geboortedatum,gender,IBAN,Google Shopping / Gender\n"
        b"Jan,geheim,1990-01-01,m,NL91ABNA0417164300,male\n"
    )
    assert table.header == ("Name", "Google Shopping / Gender")
    assert table.left_out == ("Password *", "Geboortedatum", "gender", "IBAN")
    assert "geheim" not in repr(cells(table))


def test_a_table_does_not_show_its_rows_in_a_log():
    table = read(b"name\nJansen-Geheim\n")
    assert "Jansen-Geheim" not in repr(table)


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_numbers_and_dates_of_a_workbook_become_plain_text():
    content = workbook(
        ("Empty", []),
        ("One", [["zip", "price", "on", "yes"], [87104, 9.95, date(2026, 5, 1), True]]),
        ("Two", [["x"], ["1"]]),
    )
    table = read(content)
    assert table.sheet == "One"
    assert cells(table) == [["87104", "9.95", "2026-05-01", "true"]]
    assert (Note.OTHER_SHEETS, "Empty, Two") in table.notes
    assert read(content, sheet="Two").header == ("x",)
    with pytest.raises(FileRefused, match="no sheet of that name"):
        read(content, sheet="Three")


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("bagisto/customers.xls", 5, 3),
        ("bagisto/products.xlsx", 39, 26),
        ("newsletter/keila_import_template.ods", 4, 2),
    ],
)
def test_each_kind_of_workbook_is_read(name, columns, rows):
    table = sample(name)
    assert (len(table.header), len(table.rows)) == (columns, rows)


@pytest.mark.parametrize(
    ("content", "sentence_part"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n\n ,, \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08", "packed"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (b"\xd0\xcf\x11\xe0 broken", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, sentence_part):
    with pytest.raises(FileRefused, match=sentence_part):
        read(content)


def test_a_file_beyond_the_limits_is_refused():
    small = Limits(file_bytes=1000, rows=10, columns=5, cell_characters=50)
    for content in (
        b"x" * 1001,
        b"a\n" + b"1\n" * 11,
        b",".join([b"a"] * 6) + b"\n",
        b"a,b\n1," + b"x" * 51,
    ):
        with pytest.raises(FileTooLarge):
            read(content, limits=small)
    with pytest.raises(FileTooLarge):
        read(b"BEGIN:VCARD\nFN:x\nEND:VCARD\n" * 11, limits=small)


def zipped(name, content):
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(FileTooLarge):
        read(zipped("xl/sheet.xml", b"0" * 101_000_000))


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too():
    honest = zipped("x", b"0" * 101_000_000)
    lying = honest.replace(struct.pack("<L", 101_000_000), struct.pack("<L", 10))
    assert lying != honest
    with pytest.raises(FileTooLarge):
        read(lying)
    assert zlib.crc32(b"") == 0


def test_a_sheet_that_claims_a_cell_at_the_end_of_the_world_is_refused_in_bounded_time():
    content = workbook(("S", [["name"], ["Jan"]]))
    source, changed = ZipFile(BytesIO(content)), BytesIO()
    with ZipFile(changed, "w", ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = data.replace(
                    b"</sheetData>",
                    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
                )
            archive.writestr(entry.filename, data)
    began = time.monotonic()
    with pytest.raises(FileRefused):
        read(changed.getvalue())
    assert time.monotonic() - began < 40


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    try:
        table = read(b"a,b\n" + content)
    except FileRefused:
        return
    assert all(len(row.cells) == len(table.header) for row in table.rows)


WORDS = st.text(string.ascii_letters + 'éüß -;,"\n', min_size=1, max_size=12).map(str.strip)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=8))
def test_what_is_properly_quoted_is_read_back(rows):
    quoted = [",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows]
    table = read(("kol,tweede,derde\n" + "\n".join(quoted)).encode())
    assert cells(table) == [list(row) for row in rows if any(row)]


def card(number, name):
    table = sample(f"vcard/{name}")
    row = table.rows[number]
    return {column: cell for column, cell in zip(table.header, row.cells, strict=True) if cell}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fk_Greek.vcf", {"N family": "Παπαθανασίου", "ADR town": "Αθήνα"}),
        ("fk_Ukrainian.vcf", {"N family": "Кличко", "ADR town": "Київ"}),
        ("fk_German.vcf", {"N family": "Nüßlebaum", "ADR town": "Mößlitz"}),
        ("fk_Murks.vcf", {"N family": "Nüßlebaum", "ADR town": "Mößlitz"}),
        ("fk_AnsiIssueInvalidEncoding.vcf", {"ADR street": "Lämmerweg 12"}),
        ("fk_LabelIssue.vcf", {"ORG": "Wurstdarm KG", "ADR street": "Business-Straße 19"}),
        ("fk_v3Utf16Bom.vcf", {"ADR street": "Berliner Str. 85", "ADR postcode": "06789"}),
        ("fk_utf-8.vcf", {"FN": "孔夫子"}),
        ("fk_v2_1.vcf", {"TEL": "Tel geschäftlich", "ADR town": "Ort Firma"}),
        ("ez_issue114.vcf", {"ADR town": "Bad Homburg", "EMAIL": "dummy.dummy@dummy.com"}),
        ("ez_outlook-2003.vcf", {"ORG": "Company, The", "ADR street": "123 Main St"}),
        ("ical4j_vcard-group.vcf", {"ADR street": "Lierstr. 20a", "ADR town": "München"}),
        ("ical4j_4b62872a-849-0.vcf", {"N family": "Branntwein", "TEL": "0221 12345678"}),
        ("sabre_issue153.vcf", {"N family": "Benutzer", "N given": "Test"}),
    ],
)
def test_a_card_is_read_whatever_wrote_it(name, expected):
    found = card(0, name)
    assert {column: found.get(column) for column in expected} == expected


def test_a_card_that_was_cut_off_keeps_what_is_there_and_says_so():
    table = sample("vcard/fk_Cropped_2_1.vcf")
    assert table.notes == ((Note.CARD_CUT_OFF, "1"),)
    assert card(0, "fk_Cropped_2_1.vcf")["NOTE"].startswith("Kommentar ÄÄÄÄÄÄ ää")


def test_birthdays_and_photos_of_cards_are_named_and_not_copied():
    table = sample("vcard/fk_v3Ansi.vcf")
    assert table.left_out == ("birthday", "photo")


def test_every_note_has_a_sentence():
    assert len({sentence(note, "3") for note in Note}) == len(Note)
