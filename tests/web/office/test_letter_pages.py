"""Letters: written on our own paper, looked at first, kept as they went out."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from klantkluis.core.roles import Role
from klantkluis.customers.commands import register_customer
from klantkluis.customers.models import Letter
from support.paper_samples import text_of

pytestmark = pytest.mark.usefixtures("our_company")
DAY = date(2026, 11, 20)
ZOE = {
    "first_name": "Zoë",
    "surname": "Meer",
    "street": "Kerkstraat",
    "house_number": "12",
    "postcode": "3511 AB",
    "town": "Utrecht",
    "country": "NL",
}
WORDS = {
    "subject": "Uw klacht over het krukje",
    "salutation": "Beste Zoë,",
    "text": "Dat is jammer.\n\nU krijgt een nieuw krukje.",
    "farewell": "Met vriendelijke groet,",
    "signatory": "Els",
    "enclosures": "Garantiebewijs\nRetourbon",
}


@pytest.fixture
def zoe(owner) -> int:
    return register_customer(fields=ZOE, actor=owner, today=DAY)


def write(client, customer: int, **more):
    return client.post(f"/customers/{customer}/letters/new/", {**WORDS, **more})


def test_the_form_begins_as_most_letters_do(as_owner, zoe):
    page = as_owner.get(f"/customers/{zoe}/letters/new/").content.decode()
    assert "Zoë Meer," in page


def test_a_letter_is_written_and_found_back_as_the_same_bytes(as_owner, zoe):
    assert write(as_owner, zoe)["Location"] == f"/customers/{zoe}/"
    page = as_owner.get(f"/customers/{zoe}/").content.decode()
    assert WORDS["subject"] in page
    where = f"/customers/{zoe}/letters/{Letter.objects.get().pk}/"
    first, second = as_owner.get(where), as_owner.get(where)
    assert first.content == second.content
    assert first["Cache-Control"] == "no-store, private"
    said = text_of(first.content)
    for part in ("Dat is jammer.", "U krijgt een nieuw krukje.", "Kerkstraat 12", "Garantiebewijs"):
        assert part in said
    assert "Zoë" not in first["Content-Disposition"]


def test_looking_first_keeps_nothing(as_owner, zoe):
    seen = write(as_owner, zoe, preview="1")
    assert seen["Content-Type"] == "application/pdf"
    assert "Dat is jammer." in text_of(seen.content)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("field", ["subject", "salutation", "text"])
def test_what_is_missing_is_said_beside_the_field_and_the_rest_stays(as_owner, zoe, field):
    page = write(as_owner, zoe, **{field: " "}).content.decode()
    assert f'id="id_{field}_error"' in page
    assert "Garantiebewijs" in page
    assert not Letter.objects.exists()


def test_a_customer_without_address_gets_no_letter(as_owner, owner):
    nobody = register_customer(fields={"surname": "Kok"}, actor=owner, today=DAY)
    assert "has no address" in write(as_owner, nobody).content.decode()


def test_a_locked_vault_asks_to_be_opened_and_shows_no_subject(as_owner, browser_of, zoe):
    locked = browser_of(Role.SALES)
    write(as_owner, zoe)
    assert WORDS["subject"] not in locked.get(f"/customers/{zoe}/").content.decode()
    asked = locked.get(f"/customers/{zoe}/letters/new/")
    assert asked.status_code == 409
    assert "/vault/unlock/" in asked.content.decode()


def test_a_letter_of_another_customer_is_not_there(as_owner, owner, zoe):
    write(as_owner, zoe)
    other = register_customer(fields={"surname": "Kok"}, actor=owner, today=DAY)
    assert as_owner.get(f"/customers/{other}/letters/{Letter.objects.get().pk}/").status_code == 404


def test_letters_are_for_those_who_write_them(as_owner, browser_of, client, zoe):
    write(as_owner, zoe)
    where = f"/customers/{zoe}/letters/{Letter.objects.get().pk}/"
    for role in (Role.WAREHOUSE, Role.MARKETING):
        colleague = browser_of(role, unlocked=True)
        assert colleague.get(where).status_code == 403
        assert write(colleague, zoe).status_code == 403
        assert WORDS["subject"] not in colleague.get(f"/customers/{zoe}/").content.decode()
    assert browser_of(Role.BOOKKEEPER, unlocked=True).get(where).status_code == 200
    assert client.get(where).status_code == 302


def test_a_written_letter_never_changes(as_owner, zoe):
    write(as_owner, zoe)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Letter.objects.update(contents=b"other")
