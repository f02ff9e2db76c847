"""Rotation: no read fails while it runs, and a kill half-way loses nothing."""

import threading
import time
from uuid import uuid4

import pytest

from klantkluis.vault import rotation
from klantkluis.vault.inprocess import PASSWORD
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import AlreadyDone
from klantkluis.vault.rows import PlainRow
from unit.vault.helpers import JAN, customer, saved


def epochs(vault, table: str = "subject_key") -> set[int]:
    with vault.server.store.read() as db:
        return {epoch for (epoch,) in db.execute(f"SELECT epoch FROM {table}")}


def rotate(vault) -> None:
    session = vault.owner()
    session.rotate(grant=session.confirm("rotate", PASSWORD))


def test_after_a_rotation_nothing_of_the_old_key_is_left_and_all_opens(disk_vault):
    session = disk_vault.owner()
    rows = [saved(session, customer()) for _ in range(5)]
    snapshot = saved(session, PlainRow("invoice_snapshot", uuid4(), "F7-2026", 1, 1, {"a": "b"}))
    rotate(disk_vault)
    for table in ("subject_key", "class_key", "vmk", "slot_vmk"):
        assert epochs(disk_vault, table) == {2}
    assert session.open(Purpose.FILE, rows) == [JAN] * 5
    assert session.open(Purpose.FISCAL, [snapshot]) == [{"a": "b"}]
    disk_vault.connection.restart()
    assert disk_vault.owner().open(Purpose.FILE, rows) == [JAN] * 5
    assert disk_vault.status().ignored == ()
    assert disk_vault.owner().verify_audit()["ok"]
    rotate(disk_vault)
    assert epochs(disk_vault) == {3}


def test_reading_sealing_and_new_customers_go_on_while_keys_are_wrapped_again(
    disk_vault, monkeypatch
):
    session = disk_vault.owner()
    session.change_settings(
        {"subjects_per_10_minutes": 0, "subjects_per_day": 0},
        grant=session.confirm("change_settings", PASSWORD),
    )
    rows = [saved(session, customer()) for _ in range(12)]
    monkeypatch.setattr(rotation, "BATCH", 3)
    failures: list[BaseException] = []
    reads = [0]
    stop = threading.Event()

    def work(number: int) -> None:
        while not stop.is_set():
            try:
                assert session.open(Purpose.FILE, rows[number::3]) == [JAN] * len(rows[number::3])
                new = saved(session, customer())
                assert session.open(Purpose.FILE, [new]) == [JAN]
                reads[0] += 1
            except BaseException as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 60
    while reads[0] < 5 and time.monotonic() < until:
        time.sleep(0.01)
    for _ in range(3):
        rotate(disk_vault)
    done = reads[0]
    while reads[0] < done + 5 and time.monotonic() < until and not failures:
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert reads[0] >= done + 5
    assert disk_vault.server.opened().ring.current.number == 4
    assert epochs(disk_vault) == {4}


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_rotation_that_was_killed_half_way_goes_on_at_the_next_unlock(
    disk_vault, monkeypatch, steps
):
    session = disk_vault.owner()
    rows = [saved(session, customer()) for _ in range(7)]
    opened, server = disk_vault.server.opened(), disk_vault.server
    rotation.begin(server.store, opened.register, opened.ring, opened.rows)
    monkeypatch.setattr(rotation, "BATCH", 3)
    after: bytes | None = b""
    for _ in range(steps):
        assert after is not None
        after = rotation.step(server.store, opened.ring, after=after)
    assert session.open(Purpose.FILE, rows) == [JAN] * 7
    disk_vault.connection.restart()  # the kill
    assert epochs(disk_vault, "vmk") == {1, 2}
    assert disk_vault.owner().open(Purpose.FILE, rows) == [JAN] * 7
    assert epochs(disk_vault) == epochs(disk_vault, "vmk") == {2}
    assert disk_vault.status().ignored == ()


def test_a_rotation_that_cannot_be_stored_changes_nothing(disk_vault, monkeypatch):
    session = disk_vault.owner()
    rows = [saved(session, customer())]
    opened, server = disk_vault.server.opened(), disk_vault.server
    monkeypatch.setattr(rotation, "_rewrap_misc", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rotation.begin(server.store, opened.register, opened.ring, opened.rows)
    assert epochs(disk_vault, "vmk") == {1}
    assert opened.ring.current.number == 1
    assert session.open(Purpose.FILE, rows) == [JAN]
    assert opened.register.read().ignored == []


def test_two_rotations_do_not_run_at_once(disk_vault):
    disk_vault.owner()
    opened, server = disk_vault.server.opened(), disk_vault.server
    rotation.begin(server.store, opened.register, opened.ring, opened.rows)
    with pytest.raises(AlreadyDone):
        rotate(disk_vault)


def test_progress_counts_the_keys_under_the_new_epoch(disk_vault, monkeypatch):
    for _ in range(4):
        saved(disk_vault.owner(), customer())
    opened, server = disk_vault.server.opened(), disk_vault.server
    rotation.begin(server.store, opened.register, opened.ring, opened.rows)
    assert rotation.progress(server.store, opened.ring) == rotation.Progress(0, 4)
    monkeypatch.setattr(rotation, "BATCH", 3)
    rotation.step(server.store, opened.ring)
    assert rotation.progress(server.store, opened.ring) == rotation.Progress(3, 4)
    assert not rotation.finish(server.store, opened.register, opened.ring)
