"""The withdrawal function: two steps, no reason asked, and a receipt with the time at once."""

import re

import msgspec
from django.test import Client

from klantkluis.messages.outbox import Kind
from klantkluis.messages.published import ThingKind
from klantkluis.site import mail, pepper
from klantkluis.site.guard import stamp
from web.site.conftest import SHOP
from web.site.visitors import register

SAID = {
    "name": "Jet van der Zwart", "order": "W-2026-77", "email": "jet@winkelpost.example.org",
    "goods": "Een plank",
}  # fmt: skip
MOMENT = re.compile(r"\d{2}-\d{2}-\d{4} \d{2}:\d{2}:\d{2} CES?T \(UTC\+0[12]00\)")


def test_it_asks_shows_and_takes_in_two_steps(office):
    client = Client()
    assert "Overeenkomst hier herroepen" in client.get("/withdraw/").content.decode()
    shown = client.post("/withdraw/", SAID | {"step": "show"}).content.decode()
    assert office.letters() == []
    assert "W-2026-77" in shown
    assert ">Bevestig herroeping</button>" in shown
    taken = client.post("/withdraw/", SAID | {"step": "confirm"}).content.decode()
    ((kind, letter),) = office.letters()
    assert (kind, letter.order, letter.goods) == (Kind.WITHDRAWAL, "W-2026-77", "Een plank")
    (sent,) = mail.kept
    assert sent.to == SAID["email"]
    for text in (taken, sent.text):
        assert MOMENT.search(text)
        assert all(value in text for value in SAID.values())


def test_the_words_are_those_of_the_law_in_english_too(office):
    shown = Client().post("/en/withdraw/", SAID | {"step": "show"}).content.decode()
    assert ">Confirm withdrawal</button>" in shown
    assert "Withdraw from contract here" in shown


def test_the_receipt_is_a_file_that_nobody_else_can_write(office):
    page = Client().post("/withdraw/", SAID | {"step": "confirm"}).content.decode()
    sealed = re.search(r'name="receipt" value="([^"]+)"', page)[1]
    answer = Client().post("/withdraw/receipt/", {"receipt": sealed})
    assert answer["Content-Disposition"] == 'attachment; filename="withdrawal.txt"'
    assert MOMENT.search(answer.content.decode())
    assert Client().post("/withdraw/receipt/", {"receipt": sealed[:-3] + "aaa"}).status_code == 400


def test_no_reason_is_asked_and_goods_may_stay_empty(office):
    page = Client().post("/withdraw/", SAID | {"goods": "", "step": "show"}).content.decode()
    assert "de hele bestelling" in page
    assert "eden" not in re.sub(r"<p>.*?</p>", "", page)


def test_something_can_be_changed_and_stays_filled_in(office):
    page = Client().post("/withdraw/", SAID | {"step": "change"}).content.decode()
    assert 'value="W-2026-77"' in page


def test_a_withdrawal_that_is_sent_twice_is_one(office):
    form = SAID | {"step": "confirm", "stamp": stamp()}
    for _time in range(2):
        assert Client().post("/withdraw/", form).status_code == 200
    assert (len(office.letters()), len(mail.kept)) == (1, 1)


def test_it_works_without_the_pepper_and_while_the_shop_takes_no_orders(office):
    pepper.forget()
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, maintenance=True)))
    assert Client().post("/withdraw/", SAID | {"step": "confirm"}).status_code == 200
    assert len(office.letters()) == 1


def test_without_a_key_it_says_whom_to_mail_or_call(office):
    office.take_away(ThingKind.KEY, "1")
    answer = Client().post("/withdraw/", SAID | {"step": "confirm"})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "winkel@voorbeeld.example" in page
    assert "030 123 4567" in page
    assert "W-2026-77" in page
    assert mail.kept == []


def test_who_is_logged_in_finds_their_name_filled_in(office):
    client = Client()
    register(client)
    assert 'value="Jet van der Zwart"' in client.get("/withdraw/").content.decode()


def test_when_the_receipt_is_not_mailed_the_page_says_so(office, monkeypatch):
    monkeypatch.setattr("klantkluis.site.mail.send", lambda _mail: False)
    page = Client().post("/withdraw/", SAID | {"step": "confirm"}).content.decode()
    assert "kon niet worden gemaild" in page
    assert len(office.letters()) == 1
