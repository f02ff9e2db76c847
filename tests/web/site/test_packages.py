"""A package of somebody's data waits for them on the site: sealed, and opened by nobody else."""

import hashlib
import io
import os
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from klantkluis.messages import wire
from klantkluis.messages.outbox import Kind
from klantkluis.messages.pick_up import PART_BYTES, seal_key
from klantkluis.messages.wire import Verb
from klantkluis.site import mail
from klantkluis.site.account import keys, pick_ups
from klantkluis.site.account.keys import CannotOpen
from klantkluis.site.identity import identity
from klantkluis.site.models import Account, PickUp, PickUpPart
from klantkluis.vault.sealing import seal_file
from support.breaking import break_off
from web.site.visitors import EMAIL, PASSWORD, link_in, log_in, register

CANARY = b"Kanariejet Kwetterzang "


@pytest.fixture
def jet(office) -> Client:
    client = Client()
    register(client)
    assert log_in(client).status_code == 302
    return client


def parts_of(contents: bytes, account: Account, uid: UUID, **more) -> list[wire.PickUpPart]:
    """Seal a package as the office does."""
    key = os.urandom(32)
    sealed = b"".join(seal_file(key, io.BytesIO(contents), nonce=os.urandom(7)))
    pieces = [sealed[at : at + PART_BYTES] for at in range(0, len(sealed), PART_BYTES)]
    public = bytes(account.public)
    said = {
        "account": account.uid, "uid": uid, "for_key": hashlib.sha256(public).digest(),
        "sealed_key": seal_key(
            public, key, site_id=identity().site_id, account=account.uid, pick_up=uid
        ),
        "size": len(contents), "until": int(time.time()) + 14 * 86_400, "parts": len(pieces),
    } | more  # fmt: skip
    return [
        wire.PickUpPart(**(said | {"number": number, "sealed": piece}))
        for number, piece in enumerate(pieces)
    ]


def bring(office, contents: bytes = CANARY * 100, **more) -> UUID:
    uid = uuid4()
    for part in parts_of(contents, Account.objects.get(), uid, **more):
        answer = office.ask(Verb.PICK_UP, part)
    assert answer.next == part.parts
    return uid


def fetch(client: Client, uid: UUID):
    return client.post(f"/account/package/{uid}/")


def test_who_is_logged_in_sees_that_it_waits_and_gets_it(office, jet):
    uid = bring(office)
    page = jet.get("/account/").content.decode()
    assert "Uw gegevens liggen klaar" in page
    answer = fetch(jet, uid)
    assert answer["Content-Disposition"] == 'attachment; filename="mijn-gegevens.zip"'
    assert answer["Cache-Control"] == "no-store"
    contents = b"".join(answer.streaming_content)
    assert contents == CANARY * 100
    assert int(answer["Content-Length"]) == len(contents)


def test_a_package_of_many_parts_comes_out_whole_whatever_its_length(office, jet):
    for length in (1, 65_536, 65_537, PART_BYTES, 2 * PART_BYTES + 12_345):
        contents = os.urandom(length)
        answer = fetch(jet, bring(office, contents))
        assert b"".join(answer.streaming_content) == contents


def test_the_office_learns_once_that_it_was_picked_up(office, jet):
    uid = bring(office)
    for _time in range(2):
        b"".join(fetch(jet, uid).streaming_content)
    told = [letter for kind, letter in office.letters() if kind is Kind.PICKED_UP]
    assert [(each.pick_up, each.account) for each in told] == [(uid, Account.objects.get().uid)]
    assert "opgehaald" in jet.get("/account/").content.decode()


def test_a_download_that_breaks_off_is_no_pick_up(office, jet):
    uid = bring(office, os.urandom(300_000))
    answer = fetch(jet, uid)
    break_off(answer)
    assert not PickUp.objects.get().picked_up
    assert Kind.PICKED_UP not in [kind for kind, _letter in office.letters()]


def test_it_goes_an_hour_after_it_was_picked_up_and_after_a_fortnight(office, jet, monkeypatch):
    uid = bring(office)
    bring(office)
    b"".join(fetch(jet, uid).streaming_content)
    later = time.time() + 3700
    monkeypatch.setattr(time, "time", lambda: later)
    office.ask(Verb.PULL, wire.Pull(after=0))
    assert PickUp.objects.count() == 1
    much_later = later + 14 * 86_400
    monkeypatch.setattr(time, "time", lambda: much_later)
    office.ask(Verb.PULL, wire.Pull(after=0))
    assert not PickUp.objects.exists()
    assert not PickUpPart.objects.exists()


def test_nobody_else_gets_it_or_sees_it(office, jet):
    uid = bring(office)
    other = Client()
    register(other, "an.der@winkelpost.example.org")
    assert log_in(other, email="an.der@winkelpost.example.org").status_code == 302
    assert fetch(other, uid).status_code == 404
    assert "liggen klaar" not in other.get("/account/").content.decode()
    other.post(f"/account/package/{uid}/delete/")
    assert PickUp.objects.count() == 1
    stranger = Client()
    assert fetch(stranger, uid)["Location"].startswith("/account/log-in/")
    assert fetch(jet, uuid4()).status_code == 404
    assert jet.get(f"/account/package/{uid}/").status_code == 405


def test_nothing_that_lies_on_the_site_can_be_read(office, jet):
    bring(office)
    row, part = PickUp.objects.get(), PickUpPart.objects.get()
    for raw in (bytes(row.sealed_key), bytes(part.sealed)):
        assert b"Kanarie" not in raw
    with pytest.raises(CannotOpen):
        keys.open_package_key(
            os.urandom(32), bytes(row.sealed_key), site_id=identity().site_id,
            account=row.account_id, pick_up=row.uid,
        )  # fmt: skip


def test_a_package_opens_for_its_own_account_and_uid_only(office, jet):
    seed = os.urandom(32)
    account, uid, key = uuid4(), uuid4(), os.urandom(32)
    sealed = seal_key(
        keys.public_key(seed), key, site_id=identity().site_id, account=account, pick_up=uid
    )
    where = {"site_id": identity().site_id, "account": account, "pick_up": uid}
    assert keys.open_package_key(seed, sealed, **where) == key
    for name in where:
        with pytest.raises(CannotOpen):
            keys.open_package_key(seed, sealed, **(where | {name: uuid4()}))


def test_after_a_lost_password_the_package_is_gone_and_the_office_hears_it(office, jet):
    parts = parts_of(CANARY, Account.objects.get(), uuid4())
    office.ask(Verb.PICK_UP, parts[0])
    client = Client()
    client.post("/account/forgotten/", {"email": EMAIL})
    client.post(link_in(mail.kept[-1].text), {"password": "zes gele fietsbellen rinkelen"})
    assert not PickUp.objects.exists()
    assert office.ask(Verb.PICK_UP, parts[0]).gone


def test_it_goes_with_the_account(office, jet):
    bring(office)
    jet.post("/account/delete/", {"password": PASSWORD})
    assert not Account.objects.exists()
    assert not PickUpPart.objects.exists()


def test_its_person_can_delete_it_before_its_time(office, jet):
    uid = bring(office)
    jet.post(f"/account/package/{uid}/delete/")
    assert not PickUp.objects.exists()


def test_a_package_of_which_a_part_is_missing_is_not_shown(office, jet):
    account = Account.objects.get()
    first, second = parts_of(os.urandom(PART_BYTES + 10), account, uuid4())
    office.ask(Verb.PICK_UP, first)
    assert "liggen klaar" not in jet.get("/account/").content.decode()
    assert fetch(jet, first.uid).status_code == 404
    assert office.ask(Verb.PICK_UP, first).next == 1
    assert office.ask(Verb.PICK_UP, second).next == 2
    assert PickUpPart.objects.count() == 2


def test_a_part_that_is_not_the_next_changes_nothing(office, jet):
    account = Account.objects.get()
    _first, second = parts_of(os.urandom(PART_BYTES + 10), account, uuid4())
    assert office.ask(Verb.PICK_UP, second).next == 0
    assert not PickUpPart.objects.exists()


def test_for_an_account_that_is_not_there_nothing_is_kept(office, jet):
    (part,) = parts_of(CANARY, Account.objects.get(), uuid4())
    import msgspec

    assert office.ask(Verb.PICK_UP, msgspec.structs.replace(part, account=uuid4())).gone
    assert office.ask(Verb.PICK_UP, msgspec.structs.replace(part, for_key=bytes(32))).gone
    assert not PickUp.objects.exists()


def test_a_package_cannot_be_put_on_the_account_of_another(office, jet):
    uid = bring(office)
    register(Client(), "an.der@winkelpost.example.org")
    other = Account.objects.exclude(pk=PickUp.objects.get().account_id).get()
    (part,) = parts_of(CANARY, other, uid)
    assert office.ask(Verb.PICK_UP, part).gone
    assert PickUp.objects.get().account_id != other.uid


def test_what_is_too_large_is_no_question(office, jet):
    (part,) = parts_of(CANARY, Account.objects.get(), uuid4())
    import msgspec

    for wrong in ({"parts": 501}, {"number": 500}, {"sealed": bytes(PART_BYTES + 1)}, {"size": 0}):
        question = msgspec.structs.replace(part, **wrong)
        assert office.knock(Verb.PICK_UP, question).status_code == 400


def test_what_was_swapped_on_the_disk_does_not_come_out(office, jet):
    uid = bring(office, os.urandom(200_000))
    part = PickUpPart.objects.get()
    sealed = bytearray(part.sealed)
    sealed[70_000] ^= 1
    PickUpPart.objects.update(sealed=bytes(sealed))
    with pytest.raises(CannotOpen):
        b"".join(fetch(jet, uid).streaming_content)
    PickUpPart.objects.update(sealed=bytes(part.sealed)[:140_000])
    with pytest.raises(CannotOpen):
        b"".join(fetch(jet, uid).streaming_content)
    PickUp.objects.update(sealed_key=b"\x00" * 1200)
    assert fetch(jet, uid).status_code == 410


def test_the_download_of_the_registration_says_that_a_package_waits(office, jet):
    bring(office)
    (waiting,) = jet.get("/account/download/").json()["packages_to_pick_up"]
    assert waiting["bytes"] == len(CANARY) * 100


def test_in_english_it_says_so_in_english(office, jet):
    bring(office)
    assert "Your data are ready" in jet.get("/en/account/").content.decode()


def test_a_package_is_there_until_its_last_second(office, jet):
    ends = datetime.now(UTC) + timedelta(seconds=30)
    bring(office, until=int(ends.timestamp()))
    assert [each.picked_up for each in pick_ups.waiting_for(Account.objects.get())] == [False]
