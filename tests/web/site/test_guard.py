"""Machines are kept off by pace and proof; people notice nothing, or wait a moment."""

import hashlib
import re
from itertools import count

import pytest
from django.test import Client, RequestFactory

from klantkluis.site import guard, mail, pace, tokens
from klantkluis.site.pace import Buckets, Pace, Seen, block_of
from web.site.visitors import log_in, register

WRITER = {"name": "Jet", "email": "", "phone": "0301234567", "text": "Is er nog eiken?"}


def press(client: Client, times: int = 6) -> None:
    for number in range(times):
        assert client.post("/contact/", WRITER | {"text": f"{number}"}).status_code == 302


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def worked_out(page: str) -> str:
    nonce = re.search(r'data-nonce="([^"]+)"', page)[1]
    return next(str(n) for n in count() if guard.is_proof(nonce, str(n)))


def test_a_visitor_notices_nothing(office):
    press(Client())
    assert len(office.letters()) == 6


def test_under_pressure_a_browser_works_out_a_proof_and_nothing_typed_is_lost(office):
    client = Client()
    press(client)
    asked = client.post("/contact/", WRITER)
    page = asked.content.decode()
    assert asked.status_code == 429
    assert "proof.js" in page
    assert fields(page)["text"] == WRITER["text"]
    sent = fields(page) | {"proof": worked_out(page)}
    assert client.post("/contact/", sent).status_code == 302
    assert office.letters()[-1][1].text == WRITER["text"]
    assert client.post("/contact/", sent).status_code == 429, "a proof is good for one form"


def test_without_scripts_waiting_does_the_same(office, monkeypatch):
    client = Client()
    press(client)
    page = client.post("/contact/", WRITER).content.decode()
    assert "Wacht 20 seconden" in page
    assert client.post("/contact/", fields(page)).status_code == 429
    now = guard.time.time()
    monkeypatch.setattr(guard.time, "time", lambda: now + 21)
    assert client.post("/contact/", fields(page)).status_code == 302


def test_a_proof_is_not_taken_from_elsewhere_nor_for_something_else(office):
    press(Client())
    page = Client().post("/contact/", WRITER).content.decode()
    sent = fields(page) | {"proof": worked_out(page)}
    far = Client(REMOTE_ADDR="198.51.100.7")
    press(far)
    assert far.post("/contact/", sent).status_code == 429
    assert Client().post("/contact/", sent | {"proof_stamp": guard.stamp()}).status_code == 429


def test_passwords_are_not_carried_along_but_asked_again(office):
    register(Client())
    for _time in range(10):
        log_in(Client(), password="verkeerd wachtwoord")
    page = log_in(Client()).content.decode()
    assert "vier paarse fietsbellen" not in page
    assert 'type="password"' in page


def test_guessing_at_one_account_from_everywhere_is_slowed_down(office):
    for number in range(10):
        log_in(Client(REMOTE_ADDR=f"10.{number}.0.1"), password="verkeerd wachtwoord")
    assert log_in(Client(REMOTE_ADDR="10.99.0.1")).status_code == 429
    other = log_in(Client(REMOTE_ADDR="10.99.0.1"), email="ander@winkelpost.example.org")
    assert other.status_code == 200


def test_above_the_hard_pace_the_page_says_when_to_return(office):
    request = RequestFactory().post("/contact/")
    for _time in range(30):
        guard.check(request, "post")
    answer = guard.check(request, "post")
    assert answer is not None
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 30
    assert "Te vaak" in answer.content.decode()


def test_the_trap_asks_for_a_proof_and_people_do_not_see_it(office):
    page = Client().get("/contact/").content.decode()
    assert re.search(r'<div hidden aria-hidden="true">.*name="website" tabindex="-1"', page)
    assert Client().post("/contact/", WRITER | {"website": "x"}).status_code == 429


def test_nobody_is_bombed_by_our_forms(office):
    for number in range(30):
        client = Client(REMOTE_ADDR=f"10.{number}.0.1")
        path = ("/account/register/", "/account/forgotten/")[number % 2]
        answer = client.post(path, {"email": f"jet+{number}@winkelpost.example.org"})
        mailed = number < guard.MAILS_TO_ONE[0].at_once
        assert answer.status_code == (302 if mailed else 200)
    assert "kon nu niet worden verstuurd" in answer.content.decode()
    assert len(mail.kept) == guard.MAILS_TO_ONE[0].at_once


def test_the_whole_site_mails_at_a_bounded_pace(office):
    sent = sum(guard.may_mail(f"a{number}@winkelpost.example.org") for number in range(1000))
    assert sent == guard.MAILS_OF_SITE.at_once


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        ("", "elsewhere"),
    ],
)
def test_addresses_are_seen_as_blocks(address, block):
    assert block_of(RequestFactory(REMOTE_ADDR=address).get("/")) == block


def test_a_proxy_is_believed_for_the_last_hop_only_and_only_when_there_is_one(settings):
    said = {"X-Forwarded-For": "192.0.2.1, 198.51.100.7"}
    request = RequestFactory(REMOTE_ADDR="127.0.0.1").get("/", headers=said)
    assert block_of(request) == "127.0.0.0/24"
    settings.BEHIND_PROXY = True
    assert block_of(request) == "198.51.100.0/24"


def test_a_bucket_fills_by_itself_and_there_is_a_bounded_number_of_them():
    now = [0.0]
    buckets = Buckets(most=3, clock=lambda: now[0])
    rate = Pace(2, 60)
    assert [buckets.take(b"a", rate) for _time in range(3)] == [0, 0, 60]
    now[0] = 60
    assert [buckets.take(b"a", rate) for _time in range(2)] == [0, 60]
    for number in range(100):
        buckets.take(bytes((number,)), rate)
    assert len(buckets) == 3


def test_what_was_seen_is_new_again_after_a_while():
    now = [0.0]
    seen = Seen(10, most=2, clock=lambda: now[0])
    assert [seen.add(b"a"), seen.add(b"a")] == [True, False]
    now[0] = 11
    assert seen.add(b"a")


def test_memory_holds_no_address():
    assert pace.digest("post", "203.0.113.0/24") != hashlib.sha256(b"203.0.113.0/24").digest()[:16]
    assert "203" not in repr(guard._paces._levels)


@pytest.mark.parametrize("token", ["", "A", "é", "A" * 9000, "A" * 400])
def test_what_is_no_token_is_none(token):
    with pytest.raises(tokens.NoToken):
        tokens.unseal(tokens.form_key(), "stamp", token, guard._Stamp)
