"""The letterbox: each letter is sealed at once, and its writer gets a reference."""

import pytest
from django.test import Client

from klantkluis.messages.outbox import Kind
from klantkluis.messages.published import ThingKind
from klantkluis.messages.references import reference
from klantkluis.site import mail, outbox
from klantkluis.site.guard import stamp
from web.site.visitors import EMAIL, PERSON, register

WRITER = {"name": "Jet van der Zwart", "email": EMAIL, "text": "Is er nog eiken?"}
SORTS = {
    "/contact/": Kind.QUESTION,
    "/quote/": Kind.QUOTE_REQUEST,
    "/complaint/": Kind.COMPLAINT,
    "/requests/access/": Kind.ACCESS_REQUEST,
    "/requests/correction/": Kind.CORRECTION_REQUEST,
    "/requests/deletion/": Kind.DELETION_REQUEST,
}


@pytest.mark.parametrize("path", SORTS)
def test_a_letter_reaches_the_office_and_its_writer_gets_a_reference(office, path):
    client = Client()
    assert client.get(path).status_code == 200
    answer = client.post(path, WRITER)
    ((kind, letter),) = office.letters()
    assert (kind, letter.text, letter.who.surname) == (SORTS[path], WRITER["text"], "Zwart")
    number = reference(letter.uid)
    assert number in client.get(answer["Location"]).content.decode()
    assert number in mail.kept[0].text


def test_a_receipt_repeats_nothing_of_what_was_typed(office):
    Client().post("/contact/", WRITER | {"text": "Koop nu bij ons", "name": "Gratis Geld"})
    (sent,) = mail.kept
    assert "Koop" not in sent.text + sent.subject
    assert "Gratis" not in sent.text + sent.subject


def test_without_an_address_nothing_is_mailed_and_the_page_says_so(office):
    client = Client()
    answer = client.post("/contact/", WRITER | {"email": "", "phone": "030 123 4567"})
    assert "noteer" in client.get(answer["Location"]).content.decode()
    assert mail.kept == []
    assert office.letters()[0][1].who.phone == "+31301234567"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"email": ""}, "zodat wij u kunnen antwoorden"),
        ({"text": ""}, "verplicht"),
        ({"text": "Mijn rekening is NL91 ABNA 0417 1643 00"}, "bankrekeningnummer"),
        ({"text": "Mijn BSN is 111222333"}, "burgerservicenummer"),
        ({"text": "a" * 5000}, "4000"),
        ({"phone": "12"}, "telefoonnummer"),
        ({"email": "a@b\r\nBcc: c@d.nl"}, "e-mailadres kan zo niet"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(office, parts, said):
    page = Client().post("/contact/", WRITER | parts).content.decode()
    assert said in page
    assert 'aria-invalid="true"' in page
    assert 'value="Jet van der Zwart"' in page
    assert office.letters() == []


def test_a_form_that_is_sent_twice_is_one_letter_and_one_that_was_changed_is_two(office):
    client, form = Client(), WRITER | {"stamp": stamp()}
    places = [client.post("/contact/", form)["Location"] for _time in range(2)]
    assert len(office.letters()) == 1
    assert len(mail.kept) == 1
    assert places[0].split("/")[-2] == places[1].split("/")[-2]
    client.post("/contact/", form | {"text": "En beuken?"})
    assert len(office.letters()) == 2


def test_lines_of_a_cart_are_shown_first_and_sent_with_the_quote_request(office):
    client, lines = Client(), {"sku": ["0101", "9999"], "quantity": ["3", "0"]}
    page = client.post("/quote/", lines | {"prefill": "1"}).content.decode()
    assert "Plank 0101" in page
    assert 'name="quantity" value="3"' in page
    assert office.letters() == []
    client.post("/quote/", WRITER | lines)
    assert office.letters()[0][1].lines == (("0101", 3),)


def test_a_quote_request_begins_with_what_is_in_the_cart(office):
    client = Client()
    client.cookies["cart"] = "0101*2!nothing*3"
    page = client.get("/quote/").content.decode()
    assert "Plank 0101" in page
    assert 'name="quantity" value="2"' in page
    assert "nothing" not in page
    assert "Plank 0101" not in client.get("/contact/").content.decode()


def test_who_is_logged_in_need_not_type_their_name_again(office):
    client = Client()
    register(client)
    assert 'value="Jet van der Zwart"' in client.get("/requests/access/").content.decode()
    client.post("/requests/access/", WRITER)
    assert office.letters()[-1][1].account == office.letters()[0][1].account
    assert PERSON["street"] not in client.get("/contact/").content.decode()


def test_without_a_key_nothing_is_taken_and_nothing_typed_is_lost(office):
    office.take_away(ThingKind.KEY, "1")
    page = Client().post("/contact/", WRITER).content.decode()
    assert "kan op dit moment niets aannemen" in page
    assert WRITER["text"] in page
    assert mail.kept == []


def test_requests_about_data_never_ask_for_a_copy_of_a_passport(office):
    for path in ("/requests/access/", "/requests/correction/", "/requests/deletion/"):
        assert "nooit een kopie van een paspoort" in Client().get(path).content.decode()


def test_thanks_are_for_what_exists_only(office):
    assert Client().get("/post/thanks/contact/mailed/B-1234-5678/").status_code == 200
    assert Client().get("/post/thanks/party/mailed/B-1234-5678/").status_code == 404
    assert outbox.waiting(0, 1) == []


def test_mails_of_a_demo_are_shown_in_a_demo_only(office, monkeypatch):
    Client().post("/contact/", WRITER)
    assert EMAIL in Client().get("/demo-mail/").content.decode()
    monkeypatch.setattr("klantkluis.site.place.SitePlace.plays", False)
    assert Client().get("/demo-mail/", secure=True).status_code == 404


def test_pages_are_there_in_english(office):
    page = Client().get("/en/requests/deletion/").content.decode()
    assert "Have your data erased" in page
    assert 'lang="en"' in page
