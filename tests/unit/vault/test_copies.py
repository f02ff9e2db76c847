"""Copies of the keystore are whole, few and young, and an erasure reaches every one of them."""

import contextlib
import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from klantkluis.vault.copies import copies_in, made_at
from klantkluis.vault.inprocess import PASSWORD, InProcessVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import SubjectErased
from klantkluis.vault.server.copying import keep_copies
from unit.vault.helpers import JAN, customer, saved


@pytest.fixture
def kept(tmp_path, clock):
    """A vault that copies its keystore to two places."""
    made = InProcessVault(
        tmp_path / "office",
        now=clock.now,
        monotonic=clock.monotonic,
        copies=(tmp_path / "one", tmp_path / "two"),
    )
    made.owner()
    yield made
    made.close()


def round_of(vault: InProcessVault) -> None:
    keep_copies(vault.server)


def wrapped(vault: InProcessVault, uid: UUID) -> bytes:
    with vault.server.store.read() as db:
        query = "SELECT wrapped FROM subject_key WHERE uid = ?"
        return db.execute(query, (uid.bytes,)).fetchone()[0]


def holds(place: Path, needle: bytes) -> bool:
    return any(needle in path.read_bytes() for path in place.iterdir())


def shred(vault: InProcessVault, uid: UUID) -> None:
    session = vault.owner()
    session.shred(uid, reason="request", grant=session.confirm("shred", PASSWORD))


def test_a_copy_is_made_in_each_place_and_opens_what_the_keystore_opens(kept, tmp_path, clock):
    row = saved(kept.owner(), customer())
    round_of(kept)
    kept.owner().lock()
    for place in (tmp_path / "one", tmp_path / "two"):
        (copy,) = copies_in(place)
        assert copy.stat().st_mode & 0o077 == 0
        other = tmp_path / f"other {place.name}"
        (other / "keys").mkdir(parents=True)
        shutil.copy(copy, other / "keys" / "keystore.sqlite3")
        shutil.copy(kept.circumstances.server_key, other / "server.key")
        put_back = InProcessVault(other, now=clock.now, monotonic=clock.monotonic)
        assert put_back.owner().open(Purpose.FILE, [row]) == [JAN]
        put_back.close()


def test_no_copy_is_made_without_a_change_until_a_day_went_by(kept, tmp_path, clock):
    round_of(kept)
    clock.wind(hours=2)
    store = kept.circumstances.keystore
    for path in store.parent.iterdir():
        os.utime(path, (1, 1))
    round_of(kept)
    assert len(copies_in(tmp_path / "one")) == 1
    saved(kept.owner(), customer())
    round_of(kept)
    assert len(copies_in(tmp_path / "one")) == 2
    clock.wind(hours=24)
    for path in store.parent.iterdir():
        os.utime(path, (1, 1))
    round_of(kept)
    assert len(copies_in(tmp_path / "one")) == 3


def test_newest_three_and_one_a_day_and_nothing_older_than_a_week(kept, tmp_path, clock):
    for _ in range(12 * 24):
        clock.wind(hours=1)
        kept.server.copies.wanted.set()
        round_of(kept)
    found = copies_in(tmp_path / "one")
    assert 8 <= len(found) <= 11
    standing = kept.status().copies
    assert standing["number"] == 2 * len(found)
    assert standing["problem"] == ""
    assert (clock.now() - _moment(standing["oldest"])).total_seconds() <= 7 * 86_400
    assert (clock.now() - _moment(standing["newest"])).total_seconds() == 0


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_after_an_erasure_no_copy_holds_the_key_and_none_brings_the_person_back(
    kept, tmp_path, clock
):
    gone, stays = saved(kept.owner(), customer()), saved(kept.owner(), customer())
    keys = [wrapped(kept, gone.uid), wrapped(kept, stays.uid)]
    for _ in range(3):
        clock.wind(hours=2)
        kept.owner()
        kept.server.copies.wanted.set()
        round_of(kept)
    places = (tmp_path / "one", tmp_path / "two")
    assert all(holds(place, keys[0]) for place in places)
    shred(kept, gone.uid)
    for place in places:
        assert len(copies_in(place)) == 3
        assert not holds(place, keys[0])
        assert not holds(place, keys[0][17:])
        assert holds(place, keys[1])
        assert not [path for path in place.iterdir() if path.name.endswith(("-wal", "-journal"))]
    kept.owner().lock()
    oldest = copies_in(places[0])[0]
    other = tmp_path / "other"
    (other / "keys").mkdir(parents=True)
    shutil.copy(oldest, other / "keys" / "keystore.sqlite3")
    shutil.copy(kept.circumstances.server_key, other / "server.key")
    put_back = InProcessVault(other, now=clock.now, monotonic=clock.monotonic)
    with pytest.raises(SubjectErased):
        put_back.owner().open(Purpose.FILE, [gone])
    assert put_back.owner().open(Purpose.FILE, [stays]) == [JAN]
    put_back.close()


def test_a_copy_that_was_out_of_reach_learns_of_an_erasure_when_it_is_back(kept, tmp_path):
    row = saved(kept.owner(), customer())
    key = wrapped(kept, row.uid)
    round_of(kept)
    away = tmp_path / "drawer"
    (tmp_path / "two").rename(away)
    shred(kept, row.uid)
    assert holds(away, key)
    shutil.rmtree(tmp_path / "two", ignore_errors=True)
    away.rename(tmp_path / "two")
    round_of(kept)
    assert not holds(tmp_path / "two", key)


def test_a_place_that_cannot_be_written_raises_one_alarm_until_it_is_mended(kept, tmp_path):
    (tmp_path / "two").write_text("no folder")
    for _ in range(3):
        round_of(kept)
    alarms = {each["what"]: each["count"] for each in kept.status().alarm_kinds}
    assert alarms == {"copies_failed": 1}
    assert kept.status().copies["problem"] == "failed"
    assert len(copies_in(tmp_path / "one")) == 1
    (tmp_path / "two").unlink()
    round_of(kept)
    assert kept.status().copies["problem"] == ""


def test_a_copy_that_cannot_be_removed_after_a_week_is_an_alarm(kept, tmp_path, clock, monkeypatch):
    round_of(kept)
    clock.wind(hours=24 * 8)
    monkeypatch.setattr(type(kept.server.copies), "_let_go", lambda *_: None)
    round_of(kept)
    assert kept.status().copies["problem"] == "old"
    assert "copies_old" in [each["what"] for each in kept.status().alarm_kinds]


def test_what_a_killed_copy_left_half_is_cleared_and_counts_as_nothing(kept, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / ".keystore-20260302T091640000000Z.sqlite3").write_bytes(b"half")
    round_of(kept)
    assert [path.name[0] for path in (tmp_path / "one").iterdir()] == ["k"]


def test_a_damaged_copy_does_not_count_and_no_older_one_goes_for_it(kept, tmp_path, monkeypatch):
    from klantkluis.vault import copies

    round_of(kept)
    before = copies_in(tmp_path / "one")
    monkeypatch.setattr(copies, "_counts", lambda db: [id(db)])
    kept.server.copies.wanted.set()
    round_of(kept)
    assert copies_in(tmp_path / "one") == before
    assert kept.server.copies.problem == "failed"


def test_a_locked_vault_copies_too_and_an_empty_one_does_not(kept, tmp_path, clock):
    kept.owner().lock()
    round_of(kept)
    assert len(copies_in(tmp_path / "one")) == 1
    empty = InProcessVault(
        tmp_path / "empty", now=clock.now, monotonic=clock.monotonic, copies=(tmp_path / "none",)
    )
    round_of(empty)
    assert not (tmp_path / "none").exists()
    empty.close()


def test_a_copy_is_a_whole_database(kept, tmp_path):
    for _ in range(50):
        saved(kept.owner(), customer())
    round_of(kept)
    (copy,) = copies_in(tmp_path / "one")
    with contextlib.closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM subject_key").fetchone() == (50,)


def test_an_erasure_in_an_old_copy_does_not_make_it_look_young(kept, tmp_path, clock):
    row = saved(kept.owner(), customer())
    round_of(kept)
    (copy,) = copies_in(tmp_path / "one")
    made, kept_on = made_at(copy), clock.now()
    shred(kept, row.uid)
    assert made_at(copy) == made == kept_on
    other = tmp_path / "keystore by hand.sqlite3"
    other.write_bytes(b"")
    os.utime(other, (1, 1))
    assert made_at(other).year == 1970


def test_a_copy_that_the_end_of_the_vault_broke_off_does_not_stay(kept, tmp_path):
    round_of(kept)
    part = tmp_path / "one" / ".keystore-20260302T091640000000Z.sqlite3"
    for end in ("", "-wal", "-shm"):
        part.with_name(part.name + end).write_bytes(b"half")
    kept.server.copies.drop_unfinished()
    assert [path.name for path in (tmp_path / "one").glob(".*")] == []
    assert len(copies_in(tmp_path / "one")) == 1
