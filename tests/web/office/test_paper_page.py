"""The page of our paper: logo, letterhead and words, and the sample that shows them."""

import base64
import io
import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from klantkluis.core.roles import Role
from klantkluis.foundation.company import change_company, company
from klantkluis.foundation.models import Company, Letterhead

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>"
CHOSEN = {
    "colour": "#123abc",
    "window_side": "right",
    "shows_mark": "on",
    "shows_foot": "on",
    "show_kind": "invoice",
    "show_language": "nl",
}


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(buffer, kind)
    return buffer.getvalue()


def letterhead(pages: int = 1, size: tuple[float, float] = (595.28, 841.89)) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=size)
        page.Contents = document.make_stream(b"1 0 0 rg 20 700 200 100 re f")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def chosen(**more):
    files = {
        name: SimpleUploadedFile("x", value) if isinstance(value, bytes) else value
        for name, value in more.items()
    }
    return {**CHOSEN, **files}


def save(client, **more):
    return client.post("/company/paper/", chosen(**more))


def sheets(page: str) -> list[bytes]:
    return [base64.b64decode(data) for data in re.findall(r"data:image/png;base64,([^\"]+)", page)]


@pytest.fixture(autouse=True)
def _ours(our_company):
    """We are known."""


@pytest.mark.parametrize(
    ("content", "kind"),
    [(picture("PNG"), "image/png"), (picture("JPEG"), "image/jpeg"), (SVG, "image/svg+xml")],
)
def test_a_logo_is_kept_and_shown_with_the_type_of_its_bytes(as_owner, browser_of, content, kind):
    assert save(as_owner, logo=content).status_code == 302
    answer = browser_of(Role.SALES).get("/company/logo/")
    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == content
    save(as_owner, remove_logo="on")
    assert as_owner.get("/company/logo/").status_code == 404


@pytest.mark.parametrize(
    ("logo", "sentence"),
    [
        (b"MZ...", "This is not an SVG, PNG or JPEG picture."),
        (picture("PNG")[:60], "The file of the logo is damaged."),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>", "cannot be printed"),
        (bytes(513 * 1024), "This file is larger than 512 kB."),
    ],
)
def test_a_logo_that_cannot_be_printed_is_refused_at_once(as_owner, logo, sentence):
    before = company().pk
    assert sentence in save(as_owner, logo=logo).content.decode()
    assert company().pk == before


def test_a_change_without_files_keeps_logo_and_letterhead(as_owner):
    save(as_owner, logo=SVG, letterhead=letterhead(pages=2))
    save(as_owner, colour="#ff0000")
    row = company()
    assert (bytes(row.logo), row.colour, row.letterhead is None) == (SVG, "#ff0000", False)


def test_a_letterhead_lies_below_first_and_following_sheets(as_owner):
    save(as_owner, letterhead=letterhead(pages=3))
    row = company().letterhead
    assert "<svg" in row.first
    assert "<svg" in row.following
    assert Letterhead.objects.count() == 1
    save(as_owner, letterhead=letterhead())
    assert company().letterhead.following == ""
    save(as_owner, remove_letterhead="on")
    assert company().letterhead is None


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"no pdf", "This is not a PDF that can be read."),
        (letterhead()[:200], "This is not a PDF that can be read."),
        (letterhead(size=(842, 595)), "The pages are not A4 upright"),
        (letterhead(size=(612, 792)), "The pages are not A4 upright"),
        (letterhead(pages=0), "This PDF"),
        (b"%PDF" + bytes(2 * 1024 * 1024), "This file is larger than 2 MB."),
    ],
)
def test_a_letterhead_that_does_not_fit_is_refused_at_once(as_owner, file, sentence):
    before = company().pk
    assert sentence in save(as_owner, letterhead=file).content.decode()
    assert company().pk == before


def test_words_are_kept_by_kind_and_language(as_owner):
    save(as_owner, invoice_nl_above="Bedankt voor uw bestelling.", quote_en_below="See you soon.")
    assert company().paper_words == {
        "invoice.nl": ["Bedankt voor uw bestelling.", ""],
        "quote.en": ["", "See you soon."],
    }
    page = as_owner.get("/company/paper/").content.decode()
    assert "Bedankt voor uw bestelling." in page


def test_the_sample_shows_what_is_chosen_and_stores_nothing(as_owner):
    before = Company.objects.count()
    plain = as_owner.post("/company/paper/preview/", chosen()).content.decode()
    with_head = as_owner.post("/company/paper/preview/", chosen(letterhead=letterhead()))
    assert sheets(plain)[0].startswith(b"\x89PNG")
    assert sheets(plain) != sheets(with_head.content.decode())
    assert (Company.objects.count(), Letterhead.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "kind", ["invoice", "long_invoice", "quote", "order", "delivery_note", "credit_note", "letter"]
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_kind_of_paper_can_be_shown(as_owner, kind, language):
    page = as_owner.post(
        "/company/paper/preview/", chosen(show_kind=kind, show_language=language)
    ).content.decode()
    assert len(sheets(page)) == (2 if kind == "long_invoice" else 1)


def test_a_sample_of_what_is_wrong_says_what(as_owner):
    page = as_owner.post("/company/paper/preview/", chosen(colour="red")).content.decode()
    assert sheets(page) == []
    assert "Give a colour as # and six hexadecimal digits." in page


def test_without_scripts_the_button_shows_the_sample(as_owner):
    before = company().pk
    page = save(as_owner, preview="1", colour="#00ff00").content.decode()
    assert len(sheets(page)) == 1
    assert company().pk == before


@pytest.mark.parametrize("role", [Role.SALES, Role.BOOKKEEPER, Role.WAREHOUSE])
def test_only_the_owner_decides_how_our_paper_looks(browser_of, role, client):
    colleague = browser_of(role)
    assert colleague.get("/company/paper/").status_code == 403
    assert colleague.post("/company/paper/preview/", chosen()).status_code == 403
    assert client.get("/company/paper/").status_code == 302


def test_a_letterhead_of_the_past_cannot_be_changed(as_owner):
    save(as_owner, letterhead=letterhead())
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        Letterhead.objects.update(first="")
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        Letterhead.objects.all()._raw_delete("default")


@pytest.mark.usefixtures("as_owner")
def test_other_changes_keep_the_paper(owner):
    change_company(fields={"town": "Zeist"}, actor=owner)
    assert company().shows_mark
