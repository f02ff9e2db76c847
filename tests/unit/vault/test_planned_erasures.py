"""An owner decides once; a job carries it out, and only what was decided."""

import json
import sqlite3
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from klantkluis.core.roles import Role
from klantkluis.vault import shredding
from klantkluis.vault.inprocess import PASSWORD, InProcessVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import (
    AlreadyDone,
    NotAllowed,
    PasswordNeeded,
    ProtocolError,
    SubjectErased,
    VaultLocked,
)
from klantkluis.vault.rows import Shredded
from unit.vault.helpers import JAN, customer, saved


def people(vault: InProcessVault, count: int) -> list:
    return [saved(vault.owner(), customer()) for _ in range(count)]


def plan(vault: InProcessVault, uids: list[UUID], **when) -> int:
    session = vault.owner()
    grant = session.confirm("shred", PASSWORD)
    return session.plan_shred(uids, reason="request", grant=grant, **when)


def allow_each_day(vault: InProcessVault, number: int) -> None:
    session = vault.owner()
    grant = session.confirm("change_settings", PASSWORD)
    session.change_settings({"erasures_per_day": number}, grant=grant)


def happened(vault: InProcessVault) -> list[str]:
    return [event["what"] for event in vault.owner().audit_events(limit=1000)]


def is_gone(vault: InProcessVault, row) -> bool:
    try:
        vault.owner().open(Purpose.FILE, [row])
    except SubjectErased:
        return True
    return False


def test_what_is_planned_goes_when_its_moment_has_come_and_not_before(disk_vault, clock):
    row, stays = people(disk_vault, 2)
    assert plan(disk_vault, [row.uid], not_before=clock.now() + timedelta(hours=24)) == 1
    upkeep = disk_vault.upkeep()
    (planned,) = upkeep.planned()
    assert (planned.uid, planned.state) == (row.uid, "planned")
    assert upkeep.shred_due([row.uid, stays.uid]) == {
        row.uid: Shredded.TOO_EARLY,
        stays.uid: Shredded.NOT_PLANNED,
    }
    clock.wind(hours=24)
    disk_vault.owner()
    assert upkeep.planned()[0].state == "due"
    assert upkeep.shred_due([row.uid, stays.uid]) == {
        row.uid: Shredded.DONE,
        stays.uid: Shredded.NOT_PLANNED,
    }
    assert is_gone(disk_vault, row)
    assert disk_vault.owner().open(Purpose.FILE, [stays]) == [JAN]
    assert [each.state for each in upkeep.planned()] == ["pending"]
    assert upkeep.shred_due([row.uid]) == {row.uid: Shredded.ALREADY}
    assert upkeep.finish_shreds([row.uid]) == 1
    assert upkeep.finish_shreds([row.uid]) == 0
    assert upkeep.planned() == ()
    assert disk_vault.owner().verify_audit()["ok"]


def test_what_was_never_erased_cannot_be_finished(vault):
    with pytest.raises(AlreadyDone):
        vault.upkeep().finish_shreds([uuid4()])


def test_a_plan_is_taken_back_while_it_is_not_carried_out(disk_vault):
    row, other = people(disk_vault, 2)
    plan(disk_vault, [row.uid, other.uid])
    assert disk_vault.owner().undo_shred([row.uid, uuid4()]) == {row.uid}
    answers = disk_vault.upkeep().shred_due([row.uid, other.uid])
    assert answers == {row.uid: Shredded.NOT_PLANNED, other.uid: Shredded.DONE}
    assert disk_vault.owner().undo_shred([other.uid]) == set()
    assert {"shred_planned", "shred_undone", "shred_due"} <= set(happened(disk_vault))


def test_only_an_owner_with_the_password_plans(vault):
    with pytest.raises(PasswordNeeded):
        vault.owner().plan_shred([uuid4()], reason="request", grant="")
    for role in (Role.SALES, Role.BOOKKEEPER):
        with pytest.raises(NotAllowed):
            vault.member(role).plan_shred([uuid4()], reason="request", grant="")
        with pytest.raises(NotAllowed):
            vault.member(role).undo_shred([uuid4()])


def test_a_moment_without_a_zone_is_no_moment(vault, clock):
    with pytest.raises(ProtocolError):
        plan(vault, [uuid4()], not_before=clock.now().replace(tzinfo=None))


def test_a_locked_vault_carries_nothing_out(disk_vault):
    disk_vault.owner().lock()
    upkeep = disk_vault.upkeep()
    for act in (
        upkeep.planned,
        lambda: upkeep.shred_due([uuid4()]),
        lambda: upkeep.finish_shreds([uuid4()]),
        lambda: upkeep.note_removed([uuid4()]),
    ):
        with pytest.raises(VaultLocked):
            act()


def test_nobody_plans_by_sql(disk_vault):
    row, stays = people(disk_vault, 2)
    plan(disk_vault, [row.uid])
    with disk_vault.server.store.write() as db:
        (moment, reason, code) = db.execute(
            "SELECT not_before, reason, mac FROM planned"
        ).fetchone()
        values = (stays.uid.bytes, moment, reason, code)
        db.execute("INSERT INTO planned VALUES (?, ?, ?, ?)", values)
    disk_vault.owner().lock()
    disk_vault.owner()
    assert disk_vault.upkeep().shred_due([stays.uid]) == {stays.uid: Shredded.NOT_PLANNED}
    assert disk_vault.status().ignored == (f"planned {stays.uid.hex}",)
    assert "ignored" in happened(disk_vault)
    assert [each.uid for each in disk_vault.upkeep().planned()] == [row.uid]


def test_plans_outlive_a_rotation(disk_vault):
    (row,) = people(disk_vault, 1)
    plan(disk_vault, [row.uid])
    session = disk_vault.owner()
    session.rotate(grant=session.confirm("rotate", PASSWORD))
    disk_vault.owner().lock()
    disk_vault.owner()
    assert disk_vault.upkeep().shred_due([row.uid]) == {row.uid: Shredded.DONE}


def test_without_a_plan_only_so_many_go_in_a_day_and_a_lock_forgives_none(disk_vault, clock):
    rows = people(disk_vault, 5)
    uids = [row.uid for row in rows]
    allow_each_day(disk_vault, 2)
    answers = disk_vault.upkeep().shred_due(uids[:3])
    assert list(answers.values()) == [Shredded.DONE, Shredded.DONE, Shredded.NEEDS_OWNER]
    disk_vault.owner().lock()
    disk_vault.owner()
    assert disk_vault.upkeep().shred_due(uids[2:3]) == {uids[2]: Shredded.NEEDS_OWNER}
    plan(disk_vault, [uids[3]])
    assert disk_vault.upkeep().shred_due(uids[3:4]) == {uids[3]: Shredded.DONE}
    clock.wind(hours=25)
    disk_vault.owner()
    assert disk_vault.upkeep().shred_due(uids[2:3]) == {uids[2]: Shredded.DONE}


def test_hundreds_go_in_one_call(disk_vault):
    uids = [row.uid for row in people(disk_vault, 300)]
    plan(disk_vault, uids)
    answers = disk_vault.upkeep().shred_due(uids)
    assert set(answers.values()) == {Shredded.DONE}
    assert happened(disk_vault).count("shred_due") == 1
    with disk_vault.server.store.read() as db:
        assert db.execute("SELECT count(*) FROM subject_key").fetchone() == (0,)
    assert len(disk_vault.status().pending) == 300


def test_what_the_log_says_is_done_though_the_power_went_before_the_tombstone(disk_vault):
    row, planned, stays = people(disk_vault, 3)
    plan(disk_vault, [row.uid])
    server = disk_vault.server
    server.audit.checkpoint()
    with server.store.read() as db:
        kept = db.execute("SELECT * FROM planned").fetchall()
    # The log has it, and nothing else: the process died right then.
    from klantkluis.vault.server.rows import packed

    server.note("shred_due", uids=packed([row.uid]), reason="request", alone=0)
    server.note(
        "shred_planned", uids=packed([planned.uid]), reason="term", not_before="2026-03-02T00:00:00"
    )
    assert kept
    disk_vault.connection.restart()
    assert is_gone(disk_vault, row)
    assert [each.uid for each in disk_vault.upkeep().planned()] == [planned.uid, row.uid]
    assert disk_vault.owner().open(Purpose.FILE, [stays]) == [JAN]
    assert happened(disk_vault).count("erasures_replayed") == 1
    disk_vault.connection.restart()
    disk_vault.owner()
    assert happened(disk_vault).count("erasures_replayed") == 1


def test_an_older_keystore_learns_plans_and_erasures_from_the_log(disk_vault, clock, tmp_path):
    vault = disk_vault
    done, undone, later, stays = people(vault, 4)
    store = vault.circumstances.keystore
    copy = sqlite3.connect(tmp_path / "older")
    vault.server.store._writer.backup(copy)
    copy.close()
    plan(vault, [done.uid, undone.uid])
    plan(vault, [later.uid], not_before=clock.now() + timedelta(hours=24))
    vault.owner().undo_shred([undone.uid])
    vault.upkeep().shred_due([done.uid])
    vault.close()
    for path in list(store.parent.iterdir()):
        path.unlink()
    store.write_bytes((tmp_path / "older").read_bytes())
    vault.restart_with()
    assert is_gone(vault, done)
    assert "older_keystore" in happened(vault)
    states = {each.uid: each.state for each in vault.upkeep().planned()}
    assert states == {later.uid: "planned", done.uid: "pending"}
    assert len(vault.owner().open(Purpose.FILE, [undone, later, stays])) == 3


def test_the_log_keeps_which_single_rows_are_gone_and_names_nobody(disk_vault):
    uids = [uuid4() for _ in range(7000)]
    disk_vault.upkeep().note_removed(uids)
    events = [e for e in disk_vault.owner().audit_events(limit=1000) if e["what"] == "rows_removed"]
    assert [len(event["uids"]) for event in events] == [5000, 2000]
    assert {uid for event in events for uid in event["uids"]} == {uid.hex for uid in uids}
    assert "staff" not in json.dumps(events)


def test_an_erasure_of_nobody_is_no_erasure(vault):
    assert vault.upkeep().shred_due([]) == {}
    assert shredding.pending(vault.server.store) == []
