"""The newsletter: confirmed by mail, and stopped by one click."""

import hashlib

from django.test import Client

from klantkluis.messages.outbox import Kind
from klantkluis.site import mail
from web.site.visitors import kinds, link_in

EMAIL = "jet@winkelpost.example.org"


def sign_up() -> str:
    assert Client().post("/newsletter/", {"email": EMAIL, "yes": "on"}).status_code == 302
    return link_in(mail.kept[-1].text)


def stop_link() -> str:
    link = sign_up()
    assert Client().post(link).status_code == 302
    return link_in(mail.kept[-1].text)


def test_nothing_is_kept_until_the_button_behind_the_link_is_pressed(office):
    link = sign_up()
    assert EMAIL not in link
    page = Client().get(link).content.decode()
    assert EMAIL in page
    assert kinds(office) == []
    Client().post(link)
    ((kind, letter),) = office.letters()
    assert (kind, letter.email, letter.consent.wording) == (Kind.SUBSCRIBE, EMAIL, 1)
    assert letter.consent.text == "Ja, ik wil de nieuwsbrief ontvangen"
    assert letter.consent.asked_at <= letter.consent.confirmed_at


def test_the_box_is_empty_and_has_to_be_ticked(office):
    page = Client().get("/newsletter/").content.decode()
    assert "checked" not in page
    assert "Ja, ik wil de nieuwsbrief ontvangen" in page
    assert Client().post("/newsletter/", {"email": EMAIL}).status_code == 200
    assert mail.kept == []


def test_the_mail_that_asks_holds_no_advertising(office):
    sign_up()
    assert mail.kept[0].text.count("http") == 1


def test_the_welcome_mail_stops_it_by_the_headers_of_rfc_8058(office):
    link = stop_link()
    token = link.rpartition("/")[2]
    headers = dict(mail.kept[-1].headers)
    assert headers["List-Unsubscribe"] == f"<http://testserver{link}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert office.letters()[0][1].unsubscribe == hashlib.sha256(token.encode()).hexdigest()


def test_reading_the_page_changes_nothing_and_the_button_stops_it(office):
    link = stop_link()
    for _time in range(3):
        assert Client().get(link).status_code == 200
        Client().head(link)
    assert kinds(office) == [Kind.SUBSCRIBE]
    assert Client().post(link)["Location"] == "/unsubscribe/done/"
    letter = office.letters()[-1][1]
    assert (letter.token, letter.one_click) == (link.rpartition("/")[2], False)


def test_a_mail_program_stops_it_without_cookie_token_or_page(office):
    link = stop_link()
    program = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = program.post(
            link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded",
            headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example.org"},
        )  # fmt: skip
        assert (answer.status_code, answer.content) == (204, b"")
    assert office.letters()[-1][1].one_click


def test_it_is_stopped_by_a_typed_address_too(office):
    assert Client().post("/unsubscribe/", {"email": EMAIL}).status_code == 302
    assert office.letters()[0][1].email == EMAIL


def test_a_strange_token_is_harmless(office):
    assert Client().post("/unsubscribe/" + "é" * 300).status_code in {302, 404}
    assert Client().get("/newsletter/nonsense/").status_code == 410
