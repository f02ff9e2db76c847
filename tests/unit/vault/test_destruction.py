"""What is destroyed is gone from the file, the write-ahead log and every older data backup."""

import shutil
import sqlite3
from datetime import date
from uuid import UUID, uuid4

import pytest

from klantkluis.vault import shredding
from klantkluis.vault.inprocess import PASSWORD, InProcessVault
from klantkluis.vault.keys import class_ends_on
from klantkluis.vault.purposes import Purpose, Role
from klantkluis.vault.refusals import (
    AlreadyDone,
    SubjectErased,
    UnknownField,
    VaultRefusal,
)
from klantkluis.vault.rows import PlainRow
from unit.vault.helpers import JAN, customer, saved


def shred(vault: InProcessVault, uid: UUID) -> None:
    session = vault.owner()
    session.shred(uid, reason="request", grant=session.confirm("shred", PASSWORD))


def on_disk(vault: InProcessVault, needle: bytes) -> bool:
    folder = vault.circumstances.keystore.parent
    return any(needle in path.read_bytes() for path in folder.iterdir())


def wrapped(vault: InProcessVault, uid: UUID) -> bytes:
    with vault.server.store.read() as db:
        return db.execute("SELECT wrapped FROM subject_key WHERE uid = ?", (uid.bytes,)).fetchone()[
            0
        ]


def test_a_shredded_subject_is_gone_and_cannot_come_back(disk_vault):
    gone, stays = saved(disk_vault.owner(), customer()), saved(disk_vault.owner(), customer())
    key = wrapped(disk_vault, gone.uid)
    assert on_disk(disk_vault, key)
    shred(disk_vault, gone.uid)
    assert not on_disk(disk_vault, key)
    assert not on_disk(disk_vault, key[17:])
    session = disk_vault.owner()
    with pytest.raises(SubjectErased):
        session.open(Purpose.FILE, [gone])
    with pytest.raises(SubjectErased):
        session.seal([customer(uid=gone.uid, rev=2)])
    assert session.open(Purpose.FILE, [stays]) == [JAN]
    assert disk_vault.status().pending == (gone.uid.hex,)
    session.finish_shred(gone.uid)
    assert disk_vault.status().pending == ()
    with pytest.raises(SubjectErased):
        session.open(Purpose.FILE, [gone])
    with pytest.raises(AlreadyDone):
        session.finish_shred(uuid4())


def test_every_step_of_an_erasure_can_be_repeated(disk_vault):
    row = saved(disk_vault.owner(), customer())
    for _ in range(3):
        shred(disk_vault, row.uid)
        disk_vault.owner().finish_shred(row.uid)
    with pytest.raises(SubjectErased):
        disk_vault.owner().open(Purpose.FILE, [row])


def test_an_erasure_that_a_power_cut_stopped_after_the_tombstone_is_resumed(disk_vault, clock):
    row = saved(disk_vault.owner(), customer())
    key = wrapped(disk_vault, row.uid)
    shredding.bury(disk_vault.server.store, [row.uid], reason="request", at=clock.now())
    disk_vault.connection.restart()
    assert on_disk(disk_vault, key)
    disk_vault.owner()
    assert not on_disk(disk_vault, key)
    with pytest.raises(SubjectErased):
        disk_vault.owner().open(Purpose.FILE, [row])


def test_a_restored_older_keystore_does_not_bring_an_erased_person_back(disk_vault, tmp_path):
    vault = disk_vault
    row, stays = saved(vault.owner(), customer()), saved(vault.owner(), customer())
    store = vault.circumstances.keystore
    copy = sqlite3.connect(tmp_path / "older")
    vault.server.store._writer.backup(copy)
    copy.close()
    shred(vault, row.uid)
    vault.owner().finish_shred(row.uid)
    vault.owner().lock()
    vault.close()
    for path in list(store.parent.iterdir()):
        path.unlink()
    shutil.copy(tmp_path / "older", store)
    vault.restart_with()
    session = vault.owner()
    assert "older_keystore" in [event["what"] for event in session.audit_events(limit=900)]
    with pytest.raises(SubjectErased):
        session.open(Purpose.FILE, [row])
    assert session.open(Purpose.FILE, [stays]) == [JAN]
    assert session.verify_audit()["ok"]


def test_a_class_is_destroyed_only_after_its_term(disk_vault, clock):
    session = disk_vault.owner()
    row = saved(session, PlainRow("invoice_snapshot", uuid4(), "F7-2018", 1, 1, {"buyer": "Jan"}))
    early = saved(session, PlainRow("invoice_snapshot", uuid4(), "F7-2019", 1, 1, {"buyer": "Jan"}))
    with pytest.raises(VaultRefusal, match="2027-01-01"):
        session.destroy_class("F7-2019", grant=session.confirm("destroy_class", PASSWORD))
    session.destroy_class("F7-2018", grant=session.confirm("destroy_class", PASSWORD))
    with pytest.raises(SubjectErased):
        session.open(Purpose.FISCAL, [row])
    with pytest.raises(SubjectErased):
        session.seal([PlainRow("invoice_snapshot", uuid4(), "F7-2018", 1, 1, {"buyer": "Piet"})])
    assert session.open(Purpose.FISCAL, [early]) == [{"buyer": "Jan"}]


def test_an_import_file_goes_dark_without_ceremony(vault):
    session = vault.member(Role.SALES)
    row = saved(session, PlainRow("import_file", uuid4(), "T-2026-03-02", 1, 1, {"name": "x.csv"}))
    session.destroy_class("T-2026-03-02")
    with pytest.raises(SubjectErased):
        session.open(Purpose.FILE, [row])


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("F7-2026", date(2034, 1, 1)),
        ("F10-2026", date(2037, 1, 1)),
        ("T-2026-02-28", date(2026, 3, 1)),
    ],
)
def test_a_class_ends_when_the_law_says(name, day):
    assert class_ends_on(name) == day


@pytest.mark.parametrize(
    "name", ["", "F7", "F7-26", "F8-2026", "T-", "T-2026-02-30", "F7-２０２６x"]
)
def test_another_name_is_no_class(name):
    with pytest.raises(UnknownField):
        class_ends_on(name)


def test_an_erased_subject_leaves_the_index_at_once(vault):
    session = vault.owner()
    row = saved(session, customer())
    shred(vault, row.uid)
    assert session.search("berg").total == 0
    what = [event["what"] for event in session.audit_events(limit=900)]
    assert what.index("shred") > 0
