"""The page of our own data."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from klantkluis.core.roles import Role
from klantkluis.foundation.company import company

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
TYPED = {
    "name": "Voorbeeld BV",
    "street": "Marktstraat",
    "house_number": "1",
    "postcode": "3511 AB",
    "town": "Utrecht",
    "payment_term_days": "21",
    "price_basis": "net",
    "colour": "#123abc",
    "window_side": "right",
}


def save(client, **more):
    return client.post("/company/", {**TYPED, **more})


def test_the_owner_changes_who_we_are(as_owner):
    assert save(as_owner, iban="NL91 ABNA 0417 1643 00")["Location"] == "/company/"
    row = company()
    assert (row.payment_term_days, row.iban) == (21, "NL91ABNA0417164300")
    assert 'value="21"' in as_owner.get("/company/").content.decode()


def test_a_wrong_account_number_is_refused_and_what_was_typed_stays(as_owner):
    before = company().pk
    page = save(as_owner, iban="NL91ABNA0417164301", website="voorbeeld.example").content.decode()
    assert "This is not a valid IBAN." in page
    assert "voorbeeld.example" in page
    assert company().pk == before


def test_a_doubtful_number_is_saved_when_a_person_insists(as_owner):
    first = save(as_owner, coc_number="1234")
    page = first.content.decode()
    assert "eight digits" in page
    insistence = first.context["form"].insistence
    assert save(as_owner, coc_number="1234", insist="guess").status_code == 200
    assert save(as_owner, coc_number="12345", insist=insistence).status_code == 200
    assert save(as_owner, coc_number="1234", insist=insistence).status_code == 302
    assert company().coc_number == "1234"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PNG, "image/png"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")],
)
def test_a_logo_is_kept_and_shown_with_the_type_of_its_bytes(as_owner, browser_of, content, kind):
    logo = SimpleUploadedFile("logo.exe", content, content_type="text/html")
    assert save(as_owner, logo=logo).status_code == 302
    answer = browser_of(Role.SALES).get("/company/logo/")
    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == content
    save(as_owner, remove_logo="on")
    assert as_owner.get("/company/logo/").status_code == 404


def test_what_is_no_picture_is_no_logo(as_owner):
    page = save(as_owner, logo=SimpleUploadedFile("logo.png", b"MZ...")).content.decode()
    assert "This is not an SVG, PNG or JPEG picture." in page


def test_a_change_without_a_logo_keeps_the_logo(as_owner):
    save(as_owner, logo=SimpleUploadedFile("logo.png", PNG))
    save(as_owner, town="Zeist")
    assert bytes(company().logo) == PNG
