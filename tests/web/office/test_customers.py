"""Customers on the screen: the list, the card, the form, and what one does from the card."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.test import Client

from klantkluis.core.roles import Role
from klantkluis.customers.commands import add_address, note_contact, register_customer
from klantkluis.customers.models import Consent, ContactNote, Customer, CustomerChange
from klantkluis.customers.queries import customer_card
from rooms.privacy.everything import a_full_customer
from rooms.story import a_line, a_product, a_sent_invoice
from web_door import VAULT_PASSWORD, give_slot

DAY = date(2026, 11, 20)
ZOE = {
    "first_name": "Zoë",
    "surname_prefix": "van der",
    "surname": "Meer",
    "street": "Kerkstraat",
    "house_number": "12",
    "postcode": "3511 AB",
    "town": "Utrecht",
    "country": "NL",
    "email": "zoe@example.com",
}
AGREED = {"language": "nl", "payment_term_days": "14"}


@pytest.fixture
def zoe(owner) -> int:
    return register_customer(fields=ZOE, actor=owner, today=DAY)


@pytest.fixture
def firm(owner) -> int:
    fields = {"company": "Bakkerij Smit", "town": "Zeist", "country": "NL"}
    return register_customer(fields=fields, actor=owner, today=DAY)


def text(answer) -> str:
    return answer.content.decode()


def form_of(answer) -> dict[str, str]:
    """Give what a form would send as it stands."""
    form = answer.context["form"]
    return {
        form.add_prefix(name): "" if (value := form[name].value()) is None else value
        for name in form.fields
    }


def test_the_list_shows_names_when_the_vault_is_open_and_numbers_when_not(
    as_owner, browser_of, zoe, firm
):
    page = text(as_owner.get("/customers/"))
    assert page.index("Bakkerij Smit") < page.index("Zoë van der Meer")
    locked = text(browser_of(Role.WAREHOUSE).get("/customers/"))
    assert "Zoë" not in locked
    assert f"Customer {Customer.objects.get(pk=zoe).number}" in locked


def test_searching_while_typing_leaves_nothing_in_an_address(as_owner, zoe, firm):
    answer = as_owner.post("/customers/", {"terms": "meer utr"}, headers={"HX-Request": "true"})
    assert "Zoë van der Meer" in text(answer)
    assert "Bakkerij Smit" not in text(answer)
    assert "hx-push-url" not in text(as_owner.get("/customers/"))
    assert "Nothing found" in text(as_owner.post("/customers/", {"terms": "qqq"}))


def test_the_list_sorts_filters_and_goes_on(as_owner, owner, firm):
    for index in range(60):
        fields = {"surname": f"Testman{index:02}", "town": "Assen", "country": "NL"}
        register_customer(fields=fields, actor=owner, today=DAY)
    first = as_owner.post("/customers/", {"sort": "name", "kind": "person"})
    assert first.context["list"].total == 60
    assert len(first.context["list"].rows) == 50
    forward = {"sort": "name", "kind": "person", "go": first.context["list"].next}
    second = as_owner.post("/customers/", forward)
    assert [row.name for row in second.context["list"].rows] == [
        f"Testman{index}" for index in range(50, 60)
    ]
    state = second.context["list"].state
    back = {"sort": "name", "kind": "person", "back": "1", "trail": state.trail_text}
    assert as_owner.post("/customers/", back).context["list"].rows[0].name == "Testman00"
    other_way = as_owner.post("/customers/", {"sort_by": "-name", "kind": "person"})
    assert other_way.context["list"].rows[0].name == "Testman59"


def test_while_locked_a_number_finds_its_customer(browser_of, zoe, firm):
    number = Customer.objects.get(pk=zoe).number
    page = browser_of(Role.SALES).post("/customers/", {"terms": str(number)})
    assert [row.number for row in page.context["list"].rows] == [number]


def test_the_card_shows_everything_and_the_log_knows_who_looked(as_owner, zoe):
    page = text(as_owner.get(f"/customers/{zoe}/"))
    for part in ("Zoë van der Meer", "Kerkstraat", "3511 AB Utrecht", "zoe@example.com"):
        assert part in page
    assert "no-store" in as_owner.get(f"/customers/{zoe}/")["Cache-Control"]


def test_the_card_shows_a_role_what_its_work_needs(browser_of, zoe):
    warehouse = text(browser_of(Role.WAREHOUSE, unlocked=True).get(f"/customers/{zoe}/"))
    assert "Kerkstraat" in warehouse
    assert "zoe@example.com" not in warehouse
    bookkeeper = text(browser_of(Role.BOOKKEEPER, unlocked=True).get(f"/customers/{zoe}/"))
    assert "zoe@example.com" in bookkeeper


def test_a_locked_card_shows_numbers_and_the_way_to_unlock(browser_of, zoe):
    page = text(browser_of(Role.SALES).get(f"/customers/{zoe}/"))
    assert "Zoë" not in page
    assert "Names and addresses are in the vault." in page


def test_a_customer_that_is_not_there_is_not_found(as_owner):
    assert as_owner.get("/customers/987654/").status_code == 404


def test_registering_takes_no_more_than_a_name(as_owner):
    answer = as_owner.post("/customers/new/", {"surname": "Kok", **AGREED})
    assert answer.status_code == 302
    assert "Kok" in text(as_owner.get(answer["Location"]))


def test_a_customer_without_a_name_is_refused_and_what_was_typed_stays(as_owner):
    answer = as_owner.post("/customers/new/", {"town": "Utrecht", **AGREED})
    assert answer.status_code == 200
    assert "A name is missing" in text(answer)
    assert 'value="Utrecht"' in text(answer)
    assert not Customer.objects.exists()


def test_what_looks_odd_is_saved_when_a_person_insists(as_owner):
    typed = {"surname": "Kok", "email": "kok@", "country": "NL", **AGREED}
    doubted = as_owner.post("/customers/new/", typed)
    assert "Save it as it is" in text(doubted)
    assert 'id="id_email_warning"' in text(doubted)
    assert "id_email_warning" in doubted.context["form"]["email"].aria_describedby
    insist = doubted.context["form"].insistence
    assert as_owner.post("/customers/new/", {**typed, "insist": insist}).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"remarks": "betaalt van NL91 ABNA 0417 1643 00"},
        {"vat_number": "NL123456782B01", "company": "Kok", "country": "NL"},
    ],
)
def test_what_may_never_be_kept_cannot_be_insisted_on(as_owner, typed):
    answer = as_owner.post("/customers/new/", {"surname": "Kok", **AGREED, **typed})
    insist = answer.context["form"].insistence
    again = as_owner.post(
        "/customers/new/", {"surname": "Kok", **AGREED, **typed, "insist": insist}
    )
    assert again.status_code == 200
    assert not Customer.objects.exists()


def test_look_alikes_are_shown_while_typing(as_owner, zoe):
    page = text(as_owner.post("/customers/duplicates/", {"email": "zoe@example.com"}))
    assert "Zoë van der Meer" in page
    assert text(as_owner.post("/customers/duplicates/", {"surname": "Q"})).strip() == ""


def test_a_change_is_saved_with_its_provenance(as_owner, zoe):
    form = form_of(as_owner.get(f"/customers/{zoe}/data/"))
    answer = as_owner.post(f"/customers/{zoe}/data/", {**form, "town": "Zeist", "email": ""})
    assert answer.status_code == 302
    page = text(as_owner.get(f"/customers/{zoe}/"))
    assert "Zeist" in page
    assert "zoe@example.com" not in page
    assert set(CustomerChange.objects.order_by("-pk")[0].fields) == {"town", "email"}


def test_the_second_of_two_editors_sees_both_versions_first(as_owner, browser_of, zoe, vault):
    url = f"/customers/{zoe}/data/"
    mine, theirs = form_of(as_owner.get(url)), form_of(as_owner.get(url))
    other = browser_of(Role.SALES, unlocked=True)
    assert other.post(url, {**theirs, "town": "Zeist"}).status_code == 302
    conflict = as_owner.post(url, {**mine, "town": "Assen"})
    assert conflict.status_code == 409
    page = text(conflict)
    assert "Somebody was before you" in page
    assert "Zeist" in page
    assert "Assen" in page
    assert customer_card(customer_id=zoe, vault=vault).fields["town"] == "Zeist"
    assert as_owner.post(url, form_of(conflict)).status_code == 302
    assert customer_card(customer_id=zoe, vault=vault).fields["town"] == "Assen"


def test_a_contact_is_noted(as_owner, zoe):
    typed = {"text": "Vroeg naar de levertijd.", "means": "phone", "direction": "in"}
    assert as_owner.post(f"/customers/{zoe}/notes/", typed).status_code == 302
    assert "Vroeg naar de levertijd." in text(as_owner.get(f"/customers/{zoe}/"))
    assert as_owner.post(f"/customers/{zoe}/notes/", {**typed, "text": " "}).status_code == 200
    assert ContactNote.objects.count() == 1


def test_a_yes_to_the_newsletter_needs_evidence(as_owner, zoe):
    url = f"/customers/{zoe}/consents/"
    assert as_owner.post(url, {"given": "yes", "evidence": ""}).status_code == 200
    assert not Consent.objects.exists()
    off = as_owner.post(url, {"given": "no", "evidence": "belde"})
    assert off.status_code == 302
    assert not Consent.objects.get().given


def test_delivery_addresses_are_added_changed_and_removed(as_owner, zoe, vault):
    typed = {"label": "Magazijn", "street": "Havenweg", "house_number": "8", "town": "Assen"}
    new = f"/customers/{zoe}/addresses/new/"
    doubted = as_owner.post(new, {**typed, "country": "NL"})
    insist = doubted.context["form"].insistence if doubted.status_code == 200 else ""
    if insist:
        assert as_owner.post(new, {**typed, "country": "NL", "insist": insist}).status_code == 302
    (address,) = customer_card(customer_id=zoe, vault=vault).addresses
    url = f"/customers/{zoe}/addresses/{address.id}/"
    form = {**form_of(as_owner.get(url)), "postcode": "9401 AB", "label": "Loods"}
    assert as_owner.post(url, form).status_code == 302
    assert "Loods" in text(as_owner.get(f"/customers/{zoe}/"))
    assert as_owner.post(f"{url}removed/").status_code == 302
    assert not customer_card(customer_id=zoe, vault=vault).addresses


def test_an_address_without_a_street_is_refused_beside_the_field(as_owner, zoe):
    answer = as_owner.post(f"/customers/{zoe}/addresses/new/", {"town": "Assen", "country": "NL"})
    insist = {"insist": answer.context["form"].insistence, "town": "Assen", "country": "NL"}
    refused = as_owner.post(f"/customers/{zoe}/addresses/new/", insist)
    assert 'id="id_street_error"' in text(refused)


def test_two_customers_become_one(as_owner, owner, zoe, firm, vault):
    add_address(customer_id=firm, fields={"street": "Havenweg", "town": "Assen"}, actor=owner)
    asked = as_owner.post("/customers/merge/", {"pick": [zoe, firm]})
    assert "Which one stays?" in text(asked)
    done = as_owner.post("/customers/merge/", {"pick": [zoe, firm], "keep_id": zoe})
    assert done["Location"] == f"/customers/{zoe}/"
    assert as_owner.get(f"/customers/{firm}/")["Location"] == f"/customers/{zoe}/"
    assert customer_card(customer_id=zoe, vault=vault).addresses
    assert as_owner.post("/customers/merge/", {"pick": [zoe]})["Location"] == "/customers/"


def test_an_export_asks_for_the_password_and_holds_everything(
    browser_of, in_process_vault, zoe, firm
):
    owner = browser_of(Role.OWNER)
    give_slot(in_process_vault, owner.staff)
    owner.post("/vault/unlock/", {"vault_password": VAULT_PASSWORD})
    asked = owner.post("/customers/export/", {"pick": [zoe]})
    assert "1 customer leaves the vault" in text(asked)
    typed = {
        "pick": [zoe], "file": "csv", "vault_password": "not right at all", "recipient": "internal",
        "why": "work",
    }  # fmt: skip
    assert owner.post("/customers/export/", typed).status_code == 200
    answer = owner.post("/customers/export/", {**typed, "vault_password": VAULT_PASSWORD})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "zoe@example.com" in lines[1]
    everything = {**typed, "file": "xlsx", "vault_password": VAULT_PASSWORD}
    del everything["pick"]
    book = owner.post("/customers/export/", everything)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert sheet.max_row == 3


def test_a_number_leads_to_its_card(as_owner, zoe):
    number = Customer.objects.get(pk=zoe).number
    assert as_owner.get(f"/customers/number/{number}/")["Location"] == f"/customers/{zoe}/"
    assert as_owner.get("/customers/number/999999/").status_code == 404


def test_the_list_asks_the_same_number_of_questions_at_any_length(
    as_owner, owner, django_assert_max_num_queries
):
    for index in range(30):
        register_customer(fields={"surname": f"Naam{index}"}, actor=owner, today=DAY)
    with django_assert_max_num_queries(12):
        as_owner.get("/customers/")


def test_a_row_that_does_not_open_is_an_alarm_and_never_an_empty_form(
    as_owner, zoe, client: Client
):
    row = Customer.objects.get(pk=zoe)
    sealed = bytearray(row.sealed)
    sealed[40] ^= 1
    Customer.objects.filter(pk=zoe).update(sealed=bytes(sealed))
    as_owner.raise_request_exception = False
    for path in (f"/customers/{zoe}/", f"/customers/{zoe}/data/"):
        answer = as_owner.get(path)
        assert answer.status_code == 500
        page = text(answer)
        assert "A record does not open" in page
        assert not re.search(r'name="(surname|town|email)"', page)


def test_a_full_card_asks_few_questions_and_no_more_for_more_of_the_same(
    as_owner, owner, our_company, django_assert_max_num_queries
):
    pk = a_full_customer(owner)
    as_owner.get(f"/customers/{pk}/")
    with django_assert_max_num_queries(47) as few:
        as_owner.get(f"/customers/{pk}/")
    for count in range(3):
        note_contact(
            customer_id=pk, text=f"Belde {count}", means="phone", direction="in", actor=owner
        )
        a_sent_invoice(owner, [a_line(a_product(owner, f"MEER{count}"))], customer_id=pk)
    with django_assert_max_num_queries(len(few)):
        as_owner.get(f"/customers/{pk}/")
