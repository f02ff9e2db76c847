"""Packages for people: sealed while they are made, brought in parts, and known when picked up."""

import io
import os
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from klantkluis.messages.letters import PickedUp
from klantkluis.messages.outbox import Kind
from klantkluis.messages.pick_up import PART_BYTES, binding
from klantkluis.messages.wire import Verb
from klantkluis.shop import pick_ups
from klantkluis.shop.commands.pick_ups import NoAccount
from klantkluis.shop.commands.taking_in import take_in
from klantkluis.shop.linking import handing
from klantkluis.shop.models import IntakeMessage, PickUp, PickUpPart, SiteAccount
from klantkluis.shop.pick_ups import PackageTooLarge, has_account, put_in_the_shop
from klantkluis.vault.opening import open_file, open_sealed_to, public_bytes
from rooms.privacy.everything import an_account
from rooms.story import a_customer

pytestmark = pytest.mark.usefixtures("our_company")
SEED = bytes(range(32))


@pytest.fixture
def account(owner, paired) -> SiteAccount:
    return an_account(a_customer(owner), SEED)


def put(account: SiteAccount, owner, contents: bytes, **more) -> UUID:
    uid = uuid4()
    put_in_the_shop(
        uid=uid, uids=[account.customer.uid], contents=[contents[:7], b"", contents[7:]],
        actor=owner, now=datetime.now(UTC), random=os.urandom, **more,
    )  # fmt: skip
    return uid


def opened(site, account: SiteAccount, uid: UUID) -> bytes:
    """Open a package as the site does with the seed of its person."""
    parts = site.packages[uid]
    info = binding(site.site_id, account.uid, uid)
    key = open_sealed_to(SEED, parts[0].sealed_key, info=info)
    return b"".join(open_file(key, io.BytesIO(b"".join(part.sealed for part in parts))))


def test_a_package_reaches_the_site_whole_and_leaves_nothing_here(site, account, owner, round_):
    contents = os.urandom(2 * PART_BYTES + 99)
    uid = put(account, owner, contents)
    assert PickUpPart.objects.count() == 3
    round_()
    assert opened(site, account, uid) == contents
    assert not PickUpPart.objects.exists()
    row = PickUp.objects.get()
    assert row.sent_at is not None
    assert (row.sent, row.parts, row.size) == (3, 3, len(contents))
    assert site.packages[uid][0].size == len(contents)


def test_a_large_one_takes_several_rounds(site, account, owner, round_, monkeypatch):
    monkeypatch.setattr(handing, "PARTS_AT_ONCE", 2)
    uid = put(account, owner, os.urandom(4 * PART_BYTES))
    for sent in (2, 4):
        round_()
        assert len(site.packages[uid]) == sent
    round_()
    assert PickUp.objects.get().sent_at is not None


def test_a_line_that_breaks_costs_one_part(site, account, owner, round_):
    contents = os.urandom(2 * PART_BYTES)
    uid = put(account, owner, contents)
    site.dies_after = Verb.PICK_UP
    assert round_().problem
    assert PickUp.objects.get().sent == 0
    round_()
    assert opened(site, account, uid) == contents


def test_an_account_that_is_gone_or_has_another_key_is_told(site, account, owner, round_):
    uid = put(account, owner, b"Els")
    site.gone.add(account.uid)
    round_()
    assert PickUp.objects.get().refused_at is not None
    assert not PickUpPart.objects.exists()
    asked = len(site.asked)
    round_()
    assert Verb.PICK_UP not in site.asked[asked:]
    assert pick_ups.pick_ups([uid])[uid].refused_at is not None


def test_a_site_that_was_put_back_gets_it_anew_by_hand(site, account, owner, round_, monkeypatch):
    monkeypatch.setattr(handing, "PARTS_AT_ONCE", 1)
    put(account, owner, os.urandom(3 * PART_BYTES))
    round_()
    site.packages.clear()
    round_()
    assert PickUp.objects.get().refused_at is not None


def test_who_has_no_account_gets_none(owner, paired, account):
    stranger = a_customer(owner, surname="Kok")
    from klantkluis.customers.identities import identity_of_customer

    identity = identity_of_customer(stranger)
    assert identity is not None
    assert not has_account(identity.uids)
    assert has_account([account.customer.uid])
    with pytest.raises(NoAccount):
        put_in_the_shop(
            uid=uuid4(), uids=identity.uids, contents=[b"x"], actor=owner,
            now=datetime.now(UTC), random=os.urandom,
        )  # fmt: skip
    SiteAccount.objects.update(closed_at=datetime.now(UTC))
    assert not has_account([account.customer.uid])


def test_what_was_left_half_way_is_never_sent_and_goes(site, account, owner, round_):
    def pieces():
        yield bytes(3 * PART_BYTES)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        put_in_the_shop(
            uid=uuid4(), uids=[account.customer.uid], contents=pieces(), actor=owner,
            now=datetime.now(UTC) - timedelta(hours=2), random=os.urandom,
        )  # fmt: skip
    round_()
    assert site.packages == {}
    put(account, owner, b"Els")
    assert PickUp.objects.count() == 1


def test_one_that_is_too_large_is_refused(account, owner, monkeypatch):
    monkeypatch.setattr(pick_ups, "MOST_PARTS", 2)
    with pytest.raises(PackageTooLarge):
        put(account, owner, bytes(3 * PART_BYTES))


def test_a_letter_says_that_it_was_picked_up(site, account, owner, round_, send):
    uid = put(account, owner, b"Els")
    round_()
    at = datetime(2026, 11, 26, 12, tzinfo=UTC)
    other = PickedUp(uid=uuid4(), language="nl", at=at, account=uuid4(), pick_up=uid)
    mine = PickedUp(uid=uuid4(), language="nl", at=at, account=account.uid, pick_up=uid)
    for letter, expected in ((other, None), (mine, at)):
        send(Kind.PICKED_UP, letter)
        round_()
        ids = list(IntakeMessage.objects.values_list("pk", flat=True))
        take_in(message_ids=ids, actor=owner, now=at)
        assert PickUp.objects.get().picked_up_at == expected


def test_the_key_that_we_keep_opens_nothing_for_us(account, owner):
    put(account, owner, b"Els van der Jansen")
    row, part = PickUp.objects.get(), PickUpPart.objects.get()
    assert b"Jansen" not in bytes(part.sealed) + bytes(row.sealed_key)
    assert bytes(row.for_key) != public_bytes(SEED)
