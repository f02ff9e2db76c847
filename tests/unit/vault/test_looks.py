"""Who was looked at, when and for what: told to the person without names of staff."""

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from klantkluis.core.roles import Role
from klantkluis.vault import looked
from klantkluis.vault.purposes import JobKind, Purpose
from klantkluis.vault.refusals import NotAllowed
from klantkluis.vault.server.rows import packed
from unit.vault.helpers import customer, saved

KEY = bytes(32)


def test_a_person_hears_when_and_for_what_and_never_by_whom(vault, clock):
    mine, other = (saved(vault.owner(), customer()) for _ in range(2))
    seller = vault.member(Role.SALES, staff="anneke")
    seller.open(Purpose.SHIP, [mine])
    clock.wind(minutes=5)
    seller.open(Purpose.LIST, [other, mine])
    clock.wind(minutes=5)
    session, job = vault.owner(), uuid4()
    session.lease(job, JobKind.REMINDERS, subjects=5, minutes=30)
    vault.claim(job).open(Purpose.CONTACT, [mine])
    looks = session.looks([mine.uid])
    assert [(look.purpose, look.job) for look in looks] == [
        ("ship", ""),
        ("list", ""),
        ("contact", "reminders"),
    ]
    assert looks[1].at - looks[0].at == timedelta(minutes=5)
    assert "anneke" not in repr(looks)
    assert [look.purpose for look in session.looks([other.uid])] == ["list"]
    assert session.looks([uuid4()]) == ()


def test_who_was_merged_is_found_under_all_uids(vault):
    one, two = (saved(vault.owner(), customer()) for _ in range(2))
    vault.owner().open(Purpose.FILE, [one])
    vault.owner().open(Purpose.FILE, [two])
    assert len(vault.owner().looks([one.uid, two.uid])) == 2


def test_only_who_answers_requests_may_ask(vault):
    for role in (Role.SALES, Role.BOOKKEEPER, Role.MARKETING):
        with pytest.raises(NotAllowed):
            vault.member(role).looks([uuid4()])


def test_who_is_hit_by_a_breach_is_told_by_member_and_period(vault, clock):
    early, late, never = (saved(vault.owner(), customer()) for _ in range(3))
    piet = vault.member(Role.SALES, staff="piet")
    piet.open(Purpose.FILE, [early])
    clock.wind(minutes=5)
    since = clock.now()
    piet.open(Purpose.FILE, [late])
    piet.open(Purpose.FILE, [late])
    vault.owner().open(Purpose.CONTACT, [late, early])
    clock.wind(minutes=1)
    until = clock.now()
    piet.open(Purpose.FILE, [never])
    session = vault.owner()
    (seen,) = session.seen_by(since=since, until=until, staff="piet")
    assert seen.uid == late.uid
    assert [(look.staff, look.purpose, look.count) for look in seen.looks] == [("piet", "file", 2)]
    everybody = {each.uid: each for each in session.seen_by(since=since, until=until)}
    assert everybody.keys() == {early.uid, late.uid}
    assert len(everybody[late.uid].looks) == 2
    with pytest.raises(NotAllowed):
        list(piet.seen_by(since=since, until=until))


def test_very_many_who_were_hit_come_in_pages(vault, clock, monkeypatch):
    from klantkluis.vault.server import looks

    monkeypatch.setattr(looks, "_PAGE", 7)
    uids = [uuid4() for _ in range(30)]
    since = clock.now()
    vault.server.note("open", staff="x", purpose="file", uids="", subjects=packed(uids))
    clock.wind(minutes=1)
    found = [each.uid for each in vault.owner().seen_by(since=since, until=clock.now())]
    assert found == sorted(uids)


def fill(vault, stretches: int, uid, every: int = 700) -> int:
    """Write looks at strangers, and at one person now and then; give how often.

    The strangers are the same in each run: a filter takes one in forty for somebody else.
    """
    strangers = random.Random(1)
    rows, count = [], 0
    for number in range(stretches * looked.STRETCH):
        mine = number % every == 5
        count += mine
        stranger = UUID(int=strangers.getrandbits(128), version=4)
        uids = [stranger, uid] if mine else [stranger]
        event = {"what": "open", "purpose": "list", "staff": "x", "uids": packed(uids)}
        rows.append({**event, "subjects": packed(uids)})
    for row in rows:
        vault.server.audit.append(row, durable=False)
    return count


def test_the_filters_lose_no_look_and_are_made_anew_when_somebody_touched_them(vault):
    uid = uuid4()
    count = fill(vault, 3, uid)
    log = vault.server.audit
    looked.keep_filters(log, KEY)
    assert len(list(looked.looks_at(log, [uid], KEY))) == count
    with log.transaction() as db:
        assert db.execute("SELECT count(*) FROM looked").fetchone()[0] == 3
        db.execute("UPDATE looked SET bits = zeroblob(length(bits))")
    assert len(list(looked.looks_at(log, [uid], KEY))) == count
    with log.transaction() as db:
        db.execute("DELETE FROM looked WHERE last IN (SELECT min(last) FROM looked)")
    assert len(list(looked.looks_at(log, [uid], KEY))) == count


def test_a_look_is_found_without_reading_the_whole_log(vault, monkeypatch):
    uid = UUID("5a1f0c3e-8d27-4b96-9e54-70c2d1b8a3f6")
    fill(vault, 4, uid, every=10**9)
    log = vault.server.audit
    looked.keep_filters(log, KEY)
    read = []
    between = type(log).between
    monkeypatch.setattr(
        type(log), "between", lambda self, a, b: read.append((a, b)) or between(self, a, b)
    )
    found = list(looked.looks_at(log, [uid], KEY))
    assert len(found) == 1
    assert len(read) < 4


def test_pruning_takes_the_filters_along(vault, clock):
    uid = uuid4()
    fill(vault, 2, uid)
    vault.upkeep().keep_log()
    clock.wind(hours=24 * 800)
    session = vault.owner()
    assert vault.upkeep().keep_log().pruned > looked.STRETCH
    assert session.looks([uid]) == ()
    assert session.verify_audit()["ok"]


def test_a_question_is_an_event_of_its_own(vault):
    uid = uuid4()
    vault.owner().looks([uid])
    events = vault.owner().audit_events(limit=1000)
    assert [e["subjects"] for e in events if e["what"] == "looks"] == [[uid.hex]]
