"""Housekeeping of the vault: what goes by itself, what never does, and what is told of it."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from klantkluis.core.days import years_before
from klantkluis.core.roles import Role
from klantkluis.vault import notes, shredding
from klantkluis.vault.inprocess import PASSWORD, InProcessVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import NotAllowed, PasswordNeeded, SubjectErased, VaultLocked
from klantkluis.vault.rows import PlainRow, SealedRow
from klantkluis.vault.upkeep import hash_of
from unit.vault.helpers import JAN, customer, saved


def an_import(vault: InProcessVault, day: str) -> SealedRow:
    return saved(
        vault.owner(), PlainRow("import_file", uuid4(), f"T-{day}", 1, 1, {"name": "a.csv"})
    )


def a_document(vault: InProcessVault, cls: str) -> SealedRow:
    return saved(vault.owner(), PlainRow("invoice_snapshot", uuid4(), cls, 1, 1, {"buyer": "Jan"}))


def seen(row: SealedRow):
    return (row.table, row.uid, row.rev, hash_of(row.sealed))


def test_a_locked_vault_keeps_no_house(disk_vault):
    disk_vault.owner().lock()
    upkeep = disk_vault.upkeep()
    row = SealedRow("customer", uuid4(), "x", 1, 1, b"")
    acts = (upkeep.keep_log, upkeep.end_classes, upkeep.refuse_if_locked)
    for act in (*acts, lambda: upkeep.check_rows([seen(row)])):
        with pytest.raises(VaultLocked):
            act()


def test_the_key_of_an_import_is_destroyed_when_its_day_has_passed(disk_vault, clock):
    row = an_import(disk_vault, "2026-03-02")
    assert disk_vault.upkeep().end_classes() == ()
    clock.wind(hours=24)
    disk_vault.owner()
    assert disk_vault.upkeep().end_classes() == ("T-2026-03-02",)
    with pytest.raises(SubjectErased):
        disk_vault.owner().open(Purpose.FILE, [row])
    assert disk_vault.status().pending == ()
    assert disk_vault.upkeep().end_classes() == ()


def test_an_import_that_still_has_rows_gets_one_day_more_and_no_longer(disk_vault, clock):
    an_import(disk_vault, "2026-03-02")
    clock.wind(hours=24)
    disk_vault.owner()
    assert disk_vault.upkeep().end_classes(but=["T-2026-03-02"]) == ()
    clock.wind(hours=24)
    disk_vault.owner()
    assert disk_vault.upkeep().end_classes(but=["T-2026-03-02"]) == ("T-2026-03-02",)


@pytest.mark.parametrize("cls", ["F7-2001", "F10-2001"])
def test_the_key_of_a_book_year_never_goes_by_itself(disk_vault, clock, cls):
    row = a_document(disk_vault, cls)
    clock.wind(hours=24 * 366 * 20)
    session = disk_vault.owner()
    assert disk_vault.upkeep().end_classes() == ()
    assert session.open(Purpose.FISCAL, [row]) == [{"buyer": "Jan"}]
    with pytest.raises(PasswordNeeded):
        session.destroy_class(cls)
    with pytest.raises(NotAllowed):
        disk_vault.member(Role.BOOKKEEPER).destroy_class(cls)
    session.destroy_class(cls, grant=session.confirm("destroy_class", PASSWORD))
    with pytest.raises(SubjectErased):
        session.open(Purpose.FISCAL, [row])


def test_the_log_is_pruned_after_24_months_and_stays_whole(disk_vault, clock):
    saved(disk_vault.owner(), customer())
    disk_vault.server.audit.checkpoint()
    assert disk_vault.upkeep().keep_log().pruned == 0
    clock.wind(hours=24 * 732)
    session = disk_vault.owner()
    kept = disk_vault.upkeep().keep_log()
    assert kept.ok
    assert kept.pruned > 0
    assert session.verify_audit()["ok"]
    assert "log_pruned" in [event["what"] for event in session.audit_events(limit=500)]
    assert disk_vault.upkeep().keep_log().pruned == 0


def test_a_log_that_was_changed_is_not_pruned_but_kept_as_it_is(disk_vault, clock):
    saved(disk_vault.owner(), customer())
    disk_vault.server.audit.checkpoint()
    with sqlite3.connect(disk_vault.circumstances.audit) as db:
        db.execute("UPDATE event SET h = zeroblob(32) WHERE n = 2")
    db.close()
    clock.wind(hours=24 * 732)
    disk_vault.owner()
    kept = disk_vault.upkeep().keep_log()
    assert not kept.ok
    assert kept.pruned == 0
    assert disk_vault.server.audit.rows().__next__()[0] == 1
    assert disk_vault.status().alarm_kinds[0]["what"] == "log_broken"


def test_the_row_check_knows_each_saved_row_after_pruning_too(disk_vault, clock):
    """Of two edits that were sealed at once either may be the one that was saved."""
    vault, session = disk_vault, disk_vault.owner()
    first = saved(session, customer())
    session.index([first.uid])
    edits = [saved(session, customer(JAN | {"town": town}, uid=first.uid, rev=2)) for town in "AB"]
    never_saved = saved(session, customer())
    lost = saved(session, customer(uid=never_saved.uid, rev=2))
    vault.server.audit.checkpoint()
    clock.wind(hours=24 * 732)
    vault.owner()
    assert vault.upkeep().keep_log().pruned > 0
    for row in (*edits, never_saved, lost):
        assert vault.upkeep().check_rows([seen(row)]) == set()
    vault.owner()
    vault.server.note("commit", rows=[[first.uid.hex, 2, ""]])
    vault.server.audit.checkpoint()
    clock.wind(hours=24 * 732)
    vault.owner()
    assert vault.upkeep().keep_log().pruned > 0
    assert vault.upkeep().check_rows([seen(first)]) == {first.uid}
    assert vault.upkeep().check_rows([seen(row) for row in edits]) == set()


def test_only_who_is_sure_of_a_wrong_row_raises_an_alarm(vault):
    row = saved(vault.owner(), customer())
    forged = ("customer", row.uid, 1, bytes(32))
    assert vault.upkeep().check_rows([seen(row), forged]) == {row.uid}
    assert vault.status().alarms == 0
    assert vault.upkeep().check_rows([forged], sure=True) == {row.uid}
    assert vault.status().alarms == 1


def test_an_alarm_outlives_a_lock_until_an_owner_has_looked(disk_vault):
    disk_vault.owner()
    disk_vault.server.alarm("decoy")
    disk_vault.server.alarm("decoy")
    disk_vault.owner().lock()
    kinds = disk_vault.status().alarm_kinds
    assert [(kind["what"], kind["count"]) for kind in kinds] == [("decoy", 2)]
    with pytest.raises(NotAllowed):
        disk_vault.member(Role.SALES).seen_alarms()
    disk_vault.owner().seen_alarms()
    assert disk_vault.status().alarms == 0
    disk_vault.owner().lock()
    assert disk_vault.status().alarms == 0


def test_an_alarm_of_long_ago_is_not_counted_again(disk_vault, clock):
    disk_vault.owner()
    disk_vault.server.alarm("decoy")
    clock.wind(hours=24 * 100)
    disk_vault.owner().lock()
    assert disk_vault.status().alarms == 0


def test_the_status_says_since_when_and_up_to_where_the_log_is_signed(disk_vault, clock):
    assert disk_vault.status().opened_at == clock.now().isoformat(timespec="seconds")
    assert disk_vault.status().audit["checkpoint"] == 0
    saved(disk_vault.owner(), customer())
    disk_vault.server.audit.checkpoint()
    said = disk_vault.status().audit
    assert said["checkpoint"] == said["number"]
    assert datetime.fromisoformat(said["checkpoint_at"]) == clock.now()
    disk_vault.owner().lock()
    assert disk_vault.status().opened_at == ""


def test_a_locked_vault_remembers_that_its_sheets_were_typed_back(disk_vault):
    for number, sheet in enumerate(disk_vault.sheets, start=1):
        disk_vault.owner().confirm_sheet(number, sheet)
    disk_vault.owner().lock()
    assert disk_vault.status().sheets_confirmed


def test_the_settings_come_with_what_they_may_become(vault):
    session = vault.owner()
    bounds = session.setting_bounds()
    assert bounds["idle_minutes"][0] == 1
    assert set(bounds) < set(session.settings())


def test_it_says_which_own_accounts_it_does_not_know(vault):
    session, ours = vault.owner(), ["NL91 ABNA 0417 1643 00", "NL20INGB0001234567"]
    assert session.unknown_accounts(ours) == 2
    session.change_settings(
        {"own_accounts": ours[:1]}, grant=session.confirm("change_settings", PASSWORD)
    )
    assert session.unknown_accounts(["NL91ABNA0417164300"]) == 0
    assert session.unknown_accounts(ours) == 1


def test_own_accounts_can_be_given_at_the_installation():
    made = InProcessVault(settings={"own_accounts": ["NL91ABNA0417164300"]})
    assert made.owner().unknown_accounts(["NL91ABNA0417164300"]) == 0


class Books:
    """A main database with entries."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/office.sqlite3"
        self.db = sqlite3.connect(folder / "office.sqlite3", isolation_level=None)
        self.db.execute("CREATE TABLE ledger_journalentry (n INTEGER PRIMARY KEY, h BLOB)")
        self.db.execute(
            "CREATE TABLE customers_customer (id INTEGER PRIMARY KEY, uid TEXT UNIQUE,"
            " rev INTEGER, schema INTEGER, sealed BLOB, change_seq INTEGER, state TEXT,"
            " number INTEGER)"
        )

    def enter(self, n: int, head: bytes) -> None:
        self.db.execute("INSERT OR REPLACE INTO ledger_journalentry VALUES (?, ?)", (n, head))


@pytest.fixture
def books(tmp_path) -> Books:
    made = Books(tmp_path)
    yield made
    made.db.close()


def test_a_checkpoint_names_the_newest_entry_of_the_books(books):
    vault = InProcessVault(source=books.url)
    vault.owner()
    vault.server.audit.checkpoint()
    assert "\nledger -\n" in vault.server.audit.newest_note()
    books.enter(1, b"\1" * 32)
    books.enter(2, b"\2" * 32)
    vault.server.note("test")
    vault.server.audit.checkpoint()
    assert f"\nledger 2 {'02' * 32}\n" in vault.server.audit.newest_note()
    assert vault.owner().verify_audit()["ok"]


@pytest.mark.parametrize(
    "sabotage",
    [
        "UPDATE ledger_journalentry SET h = zeroblob(32) WHERE n = 2",
        "DELETE FROM ledger_journalentry WHERE n = 2",
        "DROP TABLE ledger_journalentry",
    ],
)
def test_books_that_were_rewritten_do_not_fit_a_signed_checkpoint(books, sabotage):
    vault = InProcessVault(source=books.url)
    session = vault.owner()
    for n in (1, 2, 3):
        books.enter(n, bytes([n]) * 32)
        vault.server.note("test")
        vault.server.audit.checkpoint()
    assert session.verify_audit()["ok"]
    books.db.execute(sabotage)
    report = session.verify_audit()
    assert not report["ok"]
    assert len(report["problems"]) == 1
    assert "books" in report["problems"][0]
    assert not vault.upkeep().keep_log().ok


def test_books_that_cannot_be_read_do_not_stop_the_log_but_are_told(books):
    vault = InProcessVault(source=books.url)
    vault.owner()
    books.db.execute("DROP TABLE ledger_journalentry")
    vault.server.note("test")
    vault.server.audit.checkpoint()
    assert "\nledger ?\n" in vault.server.audit.newest_note()
    assert vault.status().audit["books_unread"]
    assert vault.owner().verify_audit()["ok"]  # that one vouches for no entry


def test_what_names_no_entry_is_read_as_none():
    assert notes.ledger_named(notes.ledger_text(7, b"\7" * 32)) == (7, b"\7" * 32)
    for text in ("", notes.BOOKS_UNREAD, "ab" * 32, "x y", "7 zz"):
        assert notes.ledger_named(text) is None


def test_two_years_before_a_leap_day_is_the_28th():
    leap = datetime(2028, 2, 29, tzinfo=UTC)
    assert years_before(leap, 2) == datetime(2026, 2, 28, tzinfo=UTC)
    assert years_before(leap, 4) == datetime(2024, 2, 29, tzinfo=UTC)


def test_an_ending_that_a_power_cut_stopped_is_finished(disk_vault, clock):
    an_import(disk_vault, "2026-03-02")
    clock.wind(hours=24)
    shredding.bury(disk_vault.server.store, ["T-2026-03-02"], reason="term", at=clock.now())
    disk_vault.connection.restart()
    disk_vault.owner()
    assert disk_vault.status().pending == ("T-2026-03-02",)
    disk_vault.upkeep().end_classes()
    assert disk_vault.status().pending == ()


def test_an_owner_says_that_books_from_a_backup_are_right_and_the_log_goes_on(books):
    vault = InProcessVault(source=books.url)
    session = vault.owner()
    for n in (1, 2):
        books.enter(n, bytes([n]) * 32)
        vault.server.note("test")
        vault.server.audit.checkpoint()
    books.db.execute("DELETE FROM ledger_journalentry WHERE n = 2")
    assert not session.verify_audit()["ok"]
    with pytest.raises(PasswordNeeded):
        session.accept_books(grant="")
    with pytest.raises(NotAllowed):
        vault.member(Role.BOOKKEEPER).accept_books(grant="")
    session.accept_books(grant=session.confirm("accept_books", PASSWORD))
    assert session.verify_audit()["ok"]
    books.enter(2, b"\x09" * 32)
    vault.server.note("test")
    vault.server.audit.checkpoint()
    assert vault.upkeep().keep_log().ok
    books.enter(2, b"\x08" * 32)
    assert not vault.upkeep().keep_log().ok


def test_who_rewrites_the_books_cannot_also_accept_them_by_sql(disk_vault):
    disk_vault.owner()
    with disk_vault.server.store.write() as db:
        db.execute("INSERT INTO setting VALUES ('books_from', '999999', zeroblob(32))")
    disk_vault.server.opened().reread()
    assert disk_vault.server.opened().books_from == 0
    assert "setting books_from" in disk_vault.status().ignored
