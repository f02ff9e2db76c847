"""The log: nothing of it can be changed, cut or put back unseen, and rows are held against it."""

import hashlib
import sqlite3
import threading

import pytest

from klantkluis.vault import audit_check
from klantkluis.vault.audit import CHECKPOINT_EVERY, AuditLog
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.refusals import AuditUnwritable
from klantkluis.vault.rows import SealedRow
from klantkluis.vault.server.unlocking import signer_of
from unit.vault.helpers import JAN, customer, saved


def tamper(vault: InProcessVault, *statements: str) -> None:
    with sqlite3.connect(vault.circumstances.audit) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def test_the_log_of_a_working_day_is_whole(disk_vault):
    session = disk_vault.owner()
    for _ in range(CHECKPOINT_EVERY // 2):
        saved(session, customer())
        session.search("jan")
    report = session.verify_audit()
    assert report["ok"]
    assert report["n"] > CHECKPOINT_EVERY
    with disk_vault.server.audit.transaction() as db:
        assert db.execute("SELECT count(*) FROM checkpoint").fetchone() == (1,)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE event SET body = replace(body, 'sanne', 'peter') WHERE n = 3", "was changed"),
        ("UPDATE event SET h = zeroblob(32) WHERE n = 3", "was changed"),
        ("DELETE FROM event WHERE n = 3", "is missing"),
        ("DELETE FROM event WHERE n >= 5", "are gone"),
        ("DELETE FROM event WHERE n <= 2", "are gone"),
        ("UPDATE checkpoint SET note = replace(note, 'generation 1', 'generation 0')", "signature"),
        ("UPDATE checkpoint SET n = n - 1", "another log"),
    ],
)
def test_a_log_that_was_tampered_with_is_found(disk_vault, statement, problem):
    session = disk_vault.owner()
    for _ in range(4):
        disk_vault.server.note("test", staff="sanne")
    disk_vault.server.audit.checkpoint()
    tamper(disk_vault, statement)
    report = session.verify_audit()
    assert not report["ok"]
    assert any(problem in line for line in report["problems"])
    assert disk_vault.status().alarms == 1


def test_a_whole_new_log_over_an_old_checkpoint_is_found(disk_vault):
    session = disk_vault.owner()
    disk_vault.server.audit.checkpoint()
    with sqlite3.connect(disk_vault.circumstances.audit) as db:
        from klantkluis.vault import notes

        head = notes.START
        for number, body in db.execute("SELECT n, body FROM event ORDER BY n").fetchall():
            forged = body.replace(b"owner", b"peter")
            head = notes.event_hash(head, number, forged)
            db.execute("UPDATE event SET body = ?, h = ? WHERE n = ?", (forged, head, number))
    db.close()
    assert not session.verify_audit()["ok"]


def test_events_of_many_threads_make_one_chain(tmp_path, clock):
    log = AuditLog(tmp_path / "audit", now=clock.now)
    numbers: list[int] = []

    def write(name: int) -> None:
        numbers.extend(
            log.append({"what": f"{name} {turn}"}, durable=turn % 2 == 0) for turn in range(50)
        )

    threads = [threading.Thread(target=write, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 301))
    assert audit_check.verify(log, bytes(32), generation=0).problems == ()
    log.sync()
    log.close()
    again = AuditLog(tmp_path / "audit", now=clock.now)
    assert again.number == 300
    again.append({"what": "more"})
    assert audit_check.verify(again, bytes(32), generation=0).problems == ()
    again.close()


def test_a_failed_write_leaves_the_chain_whole(tmp_path, clock):
    log = AuditLog(tmp_path / "audit", now=clock.now)
    log.append({"what": "one"})
    log._db.execute("PRAGMA query_only=ON")
    with pytest.raises(AuditUnwritable):
        log.append({"what": "lost"})
    assert not log.is_writable
    log._db.execute("PRAGMA query_only=OFF")
    assert log.append({"what": "two"}) == 2
    assert log.is_writable
    assert audit_check.verify(log, bytes(32), generation=0).problems == ()
    log.close()


def test_an_event_that_was_answered_is_in_the_file(tmp_path, clock):
    log = AuditLog(tmp_path / "audit", now=clock.now)
    for durable in (True, False):
        number = log.append({"what": "x"}, durable=durable)
        with sqlite3.connect(tmp_path / "audit") as other:  # as another process sees it
            assert other.execute("SELECT max(n) FROM event").fetchone() == (number,)
        other.close()
    log.close()


def newer(session, row: SealedRow, **changes: str) -> SealedRow:
    return saved(session, customer(JAN | changes, uid=row.uid, rev=row.rev + 1))


def test_a_row_that_was_rolled_back_or_made_up_is_found(vault):
    session = vault.owner()
    first = saved(session, customer())
    session.index([first.uid])
    second = newer(session, first, town="Zwolle")
    session.index([second.uid])
    untouched = saved(session, customer())
    session.index([untouched.uid])
    assert session.check_rows([second, untouched]) == ()
    assert session.check_rows([first, untouched]) == (first.uid,)
    forged = SealedRow("customer", second.uid, second.uid, 2, 1, b"x" * 286)
    assert session.check_rows([forged]) == (second.uid,)
    stranger = SealedRow("address", second.uid, second.uid, 2, 1, second.sealed)
    assert session.check_rows([stranger]) == (second.uid,)
    assert vault.status().alarms == 3


def test_a_row_that_was_sealed_but_not_saved_is_no_alarm(vault):
    session = vault.owner()
    first = saved(session, customer())
    session.index([first.uid])
    lost_edit, kept_edit = newer(session, first, town="A"), newer(session, first, town="B")
    assert session.check_rows([first]) == ()  # nobody saved either yet
    session.index([first.uid])
    assert session.check_rows([kept_edit]) == session.check_rows([lost_edit]) == ()
    assert session.check_rows([first]) == (first.uid,)


def test_events_older_than_24_months_go_and_the_rest_still_holds(disk_vault, clock):
    vault, session = disk_vault, disk_vault.owner()
    old = saved(session, customer())
    session.index([old.uid])
    newest = newer(session, old)
    session.index([old.uid])
    vault.server.audit.checkpoint()
    clock.wind(hours=24 * 731)
    session = vault.owner()
    late = saved(session, customer())
    limit = vault.circumstances.now().replace(year=2027).isoformat()
    removed = audit_check.prune(vault.server.audit, before=limit)
    assert removed > 3
    assert session.verify_audit()["ok"]
    assert session.check_rows([newest, late]) == ()
    assert session.check_rows([old]) == (old.uid,)
    public = signer_of(vault.server.opened().log_seed).public_key().public_bytes_raw()
    tamper(vault, "DELETE FROM checkpoint")
    assert audit_check.verify(vault.server.audit, public, generation=1).problems


def test_the_log_of_one_person_is_found_by_uid(vault):
    session = vault.owner()
    one, other = saved(session, customer()), saved(session, customer())
    session.open("file", [one, other])
    session.open("file", [other])
    found = session.audit_events(uid=one.uid)
    assert [event["what"] for event in found] == ["open", "seal"]
    assert found[1]["rows"][0][4] == hashlib.sha256(one.sealed).hexdigest()


def test_the_ledgers_head_and_the_generation_stand_in_each_checkpoint(vault):
    vault.server.audit.ledger_head = lambda: "ab" * 32
    vault.server.audit.checkpoint()
    note = vault.server.audit.newest_note()
    assert "ledger " + "ab" * 32 in note
    assert "generation 1" in note
