"""The keys to which the site seals: renewed each week, ended in time, used for messages alone."""

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from klantkluis.core.roles import Role
from klantkluis.messages.outbox import Kind, binding
from klantkluis.vault import opening
from klantkluis.vault.inprocess import PASSWORD
from klantkluis.vault.protocol import answer_of, to_text
from klantkluis.vault.purposes import JobKind
from klantkluis.vault.refusals import NotAllowed, ProtocolError, VaultLocked
from klantkluis.vault.rows import SealedMessage
from klantkluis.vault.sealing import seal_to

SITE = UUID(int=7)
DAY = 24
VECTOR = json.loads((Path(__file__).parents[2] / "vectors" / "outbox.json").read_text())


def keys(vault, **said):
    return vault.upkeep().intake_keys(**said)


def message(key, seq: int = 1, plain: bytes = b"an order", kind: int = Kind.ORDER) -> SealedMessage:
    info = binding(SITE, kind, seq, key.id)
    return SealedMessage(seq, key.id, info, seal_to(key.public, plain, info=info))


def events(vault, what: str) -> list[dict]:
    found = (json.loads(body) for _, body in vault.server.audit.newest_first())
    return [event for event in found if event["what"] == what]


def alarms(vault) -> set[str]:
    return {kind["what"] for kind in vault.status().alarm_kinds}


def test_the_first_question_makes_a_key_and_the_next_one_makes_none(vault):
    (first,) = keys(vault).keys
    assert (first.id, first.retired) == (1, "")
    assert keys(vault).keys == (first,)


def test_a_new_key_comes_each_week_and_the_old_one_still_opens(vault, clock):
    (old,) = keys(vault).keys
    sealed = message(old)
    clock.wind(hours=7 * DAY - 1)
    assert len(keys(vault).keys) == 1
    clock.wind(hours=1)
    before, newest = keys(vault).keys
    assert (before.id, newest.id, newest.retired) == (1, 2, "")
    assert before.retired
    assert vault.owner().open_intake([sealed]) == [b"an order"]


def test_the_private_half_is_gone_fourteen_days_after_it_was_retired(disk_vault, clock):
    (old,) = keys(disk_vault).keys
    sealed = message(old)
    with disk_vault.server.store.read() as db:
        (wrapped,) = db.execute("SELECT wrapped FROM intake_key").fetchone()
    clock.wind(hours=7 * DAY)
    keys(disk_vault)
    clock.wind(hours=14 * DAY - 1)
    assert keys(disk_vault).keys[0].id == 1
    clock.wind(hours=1)
    assert [key.id for key in keys(disk_vault).keys] == [2, 3]
    assert disk_vault.owner().open_intake([sealed]) == [None]
    assert events(disk_vault, "intake_keys_ended")[0]["keys"] == [1]
    path = disk_vault.circumstances.keystore
    for file in path.parent.glob(path.name + "*"):
        assert wrapped not in file.read_bytes(), file.name


def test_a_key_whose_messages_are_on_their_way_is_kept_for_thirteen_weeks_and_no_longer(
    vault, clock
):
    keys(vault)
    clock.wind(hours=7 * DAY)
    keys(vault)
    clock.wind(hours=90 * DAY)
    assert 1 in {key.id for key in keys(vault, but=[1]).keys}
    clock.wind(hours=DAY)
    assert 1 not in {key.id for key in keys(vault, but=[1]).keys}


def test_an_office_that_was_away_for_months_opens_what_was_sealed_meanwhile(vault, clock):
    (key,) = keys(vault).keys
    clock.wind(hours=200 * DAY)
    sealed = message(key)
    keys(vault)
    assert vault.owner().open_intake([sealed]) == [b"an order"]


def test_one_message_that_does_not_open_stops_none_of_the_others_and_alarms(vault):
    (key,) = keys(vault).keys
    good, other = message(key, 1), message(key, 3, b"a question", Kind.QUESTION)
    cut = SealedMessage(2, key.id, good.info, good.sealed[:-1])
    unknown = SealedMessage(4, 99, good.info, good.sealed)
    found = vault.owner().open_intake([good, cut, other, unknown])
    assert found == [b"an order", None, b"a question", None]
    assert "intake_unreadable" in alarms(vault)
    assert events(vault, "intake_unreadable")[0]["messages"] == [2, 4]


def test_a_message_opens_at_its_own_place_only(vault):
    (key,) = keys(vault).keys
    it = message(key)
    for seq, kind, site in ((2, Kind.ORDER, SITE), (1, Kind.PAYMENT, SITE), (1, 1, uuid4())):
        moved = SealedMessage(seq, key.id, binding(site, kind, seq, key.id), it.sealed)
        assert vault.owner().open_intake([moved]) == [None]


def test_the_log_holds_the_numbers_of_the_messages_and_nothing_of_what_they_say(vault):
    (key,) = keys(vault).keys
    vault.owner().open_intake([message(key, 5, b"Zwart, Dorpsstraat 1"), message(key, 6)])
    (event,) = events(vault, "intake")
    assert event["messages"] == [5, 6]
    assert "Zwart" not in json.dumps(event)


def test_who_sells_may_open_messages_and_who_keeps_the_books_may_not(vault):
    (key,) = keys(vault).keys
    assert vault.member(Role.SALES).open_intake([message(key)]) == [b"an order"]
    for role in (Role.BOOKKEEPER, Role.WAREHOUSE, Role.MARKETING, Role.FISCAL):
        with pytest.raises(NotAllowed):
            vault.member(role).open_intake([message(key)])


def test_a_job_opens_messages_under_a_lease_of_its_own_kind_only(vault):
    (key,) = keys(vault).keys
    session = vault.owner()
    for kind, may in ((JobKind.INTAKE, True), (JobKind.INVOICES, False)):
        uid = uuid4()
        session.lease(uid, kind, subjects=1, minutes=5)
        job = vault.claim(uid)
        if may:
            assert job.open_intake([message(key)]) == [b"an order"]
        else:
            with pytest.raises(NotAllowed):
                job.open_intake([message(key)])


def test_the_keys_open_messages_and_nothing_else(vault):
    (key,) = keys(vault).keys
    other = seal_to(key.public, b"a vault key", info=b"VM1 of a slot")
    with pytest.raises(ProtocolError):
        vault.owner().open_intake([SealedMessage(1, key.id, b"VM1 of a slot", other)])


def test_a_locked_vault_makes_no_key_and_opens_nothing(disk_vault):
    (key,) = keys(disk_vault).keys
    session = disk_vault.owner()
    session.lock()
    with pytest.raises(VaultLocked):
        keys(disk_vault)
    with pytest.raises(VaultLocked):
        session.open_intake([message(key)])


def test_after_a_rotation_the_keys_open_as_before(disk_vault):
    (key,) = keys(disk_vault).keys
    sealed = message(key)
    session = disk_vault.owner()
    with disk_vault.server.store.read() as db:
        (before,) = db.execute("SELECT wrapped FROM intake_key").fetchone()
    session.rotate(grant=session.confirm("rotate", PASSWORD))
    with disk_vault.server.store.read() as db:
        (after,) = db.execute("SELECT wrapped FROM intake_key").fetchone()
    assert opening.wrapped_epoch(before) == 1
    assert opening.wrapped_epoch(after) == 2
    disk_vault.connection.restart()
    assert disk_vault.owner().open_intake([sealed]) == [b"an order"]
    assert keys(disk_vault).keys == (key,)


def test_a_public_key_that_somebody_put_in_is_given_to_nobody(vault):
    keys(vault)
    with vault.server.store.write() as db:
        db.execute("UPDATE intake_key SET pub = ?", (opening.public_bytes(b"x" * 32),))
    assert keys(vault).keys == ()
    assert "intake_key_swapped" in alarms(vault)


def test_an_id_is_never_used_again(vault, clock):
    seen = []
    for _ in range(6):
        seen += [key.id for key in keys(vault).keys if key.id not in seen]
        clock.wind(hours=30 * DAY)
    assert seen == [1, 2, 3, 4, 5, 6]


def test_a_message_of_the_written_down_example_opens(vault):
    info = binding(UUID(VECTOR["site"]), VECTOR["kind"], VECTOR["seq"], VECTOR["key_id"])
    assert info.hex() == VECTOR["info"]
    seed = bytes.fromhex(VECTOR["seed"])
    assert opening.public_bytes(seed).hex() == VECTOR["public"]
    opened = opening.open_sealed_to(seed, bytes.fromhex(VECTOR["sealed"]), info=info)
    assert opened.hex() == VECTOR["plain"]


def test_a_question_for_too_many_or_without_shape_is_none(vault):
    (key,) = keys(vault).keys
    session = vault.owner()
    item = {"seq": 1, "key": key.id, "info": to_text(b"IN1"), "sealed": to_text(b"x")}
    for items in ([item] * 1001, [{**item, "seq": "one"}], [{**item, "info": "?"}]):
        reply = vault.connection.call({"verb": "OPEN_INTAKE", **session._keys, "items": items})
        with pytest.raises(ProtocolError):
            answer_of(reply)


def test_many_are_looked_up_in_one_question(vault):
    found = vault.owner().lookalikes([{"surname": "Zwart"}, {"email": "z@example.org"}])
    assert found == [(), ()]
