"""The page of our own data."""

from klantkluis.foundation.company import company

TYPED = {
    "name": "Voorbeeld BV",
    "street": "Marktstraat",
    "house_number": "1",
    "postcode": "3511 AB",
    "town": "Utrecht",
    "payment_term_days": "21",
    "price_basis": "net",
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
