"""The page of how the vault stands, and its log."""

import ast
from pathlib import Path

import pytest

from klantkluis.core.roles import Role
from klantkluis.office.lock import door, standing
from klantkluis.office.lock.acts import ACTS
from klantkluis.office.lock.alarms import WORDS
from klantkluis.office.lock.standing import standing_of
from klantkluis.office.place import Mode, Place
from klantkluis.vault.machine import Disk, Swap
from klantkluis.vault.staff import Status

SERVER = Path(__file__).parents[3] / "src/klantkluis/vault/server"


def text(answer) -> str:
    return answer.content.decode()


def said_by_the_server(attribute: str) -> set[str]:
    """Give the codes with which the vault's server calls `note` or `alarm`."""
    return {
        call.args[0].value
        for path in SERVER.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == attribute
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_alarm_says_what_to_do():
    raised = said_by_the_server("alarm")
    assert len(raised) > 12
    assert raised == set(WORDS)


def test_every_act_in_the_log_has_words():
    # Two codes come in through variables.
    assert said_by_the_server("note") | {"shred", "destroy_class", "alarms_seen"} == set(ACTS)


@pytest.fixture
def status(monkeypatch, in_process_vault):
    """Let the vault stand as a test wants it."""

    def stands(**changes) -> None:
        made = Status(is_running=True, is_installed=True, audit={"writable": True}, **changes)
        monkeypatch.setattr(in_process_vault, "status", lambda: made)

    return stands


def test_the_owner_sees_since_when_it_is_open_and_the_signature(as_owner, in_process_vault):
    in_process_vault.server.audit.checkpoint()
    shown = text(as_owner.get("/vault/"))
    assert "since " in shown
    assert "up to event " in shown
    assert "Nightly housekeeping" in shown
    assert 'href="/vault/settings/"' in shown


def test_a_colleague_sees_no_alarms_and_no_housekeeping(browser_of, in_process_vault):
    in_process_vault.server.alarm("decoy")
    shown = text(browser_of(Role.SALES, unlocked=True).get("/vault/"))
    assert "decoy" not in shown
    assert "Nightly housekeeping" not in shown
    in_process_vault.owner().seen_alarms()


def test_an_alarm_is_told_with_what_to_do_until_an_owner_has_looked(
    as_owner, browser_of, in_process_vault
):
    in_process_vault.owner().seen_alarms()
    in_process_vault.server.alarm("decoy")
    in_process_vault.server.alarm("decoy")
    shown = text(as_owner.get("/vault/"))
    assert "Somebody opened a decoy customer." in shown
    assert "change their passwords" in shown
    assert "The vault raised an alarm" in text(as_owner.get("/"))
    assert browser_of(Role.SALES, unlocked=True).post("/vault/alarms/seen/").status_code == 403
    locked = browser_of(person=as_owner.staff)
    assert locked.post("/vault/alarms/seen/").status_code == 409
    assert as_owner.post("/vault/alarms/seen/")["Location"] == "/vault/"
    assert "Somebody opened a decoy customer." not in text(as_owner.get("/vault/"))
    assert "The vault raised an alarm" not in text(as_owner.get("/"))
    log = text(as_owner.get("/vault/log/"))
    assert "Somebody opened a decoy customer." in log


@pytest.mark.parametrize(
    ("disk", "words"),
    [
        (Disk.ENCRYPTED, "Encrypted</span>"),
        (Disk.CLEAR, "No encryption seen"),
        (Disk.UNKNOWN, "does not tell whether its disk is encrypted"),
    ],
)
def test_it_says_honestly_whether_the_disk_is_encrypted(
    as_locked_owner, status, monkeypatch, disk, words
):
    status(disk=disk, swap=Swap.NONE)
    monkeypatch.setattr(standing, "disk_under", lambda _path: Disk.ENCRYPTED)
    assert words in text(as_locked_owner.get("/vault/"))


@pytest.mark.parametrize(
    ("swap", "words"),
    [
        (Swap.CLEAR, "Turn swap off"),
        (Swap.KEPT_OUT, "Not for the vault"),
        (Swap.UNKNOWN, "does not tell whether"),
    ],
)
def test_it_says_whether_memory_can_reach_the_disk(as_locked_owner, status, swap, words):
    status(swap=swap)
    assert words in text(as_locked_owner.get("/vault/"))


def test_the_worst_of_all_places_is_told_and_a_server_has_its_own(monkeypatch, tmp_path):
    monkeypatch.setattr(standing, "disk_under", lambda _path: Disk.CLEAR)
    place = Place(tmp_path, Mode.PRODUCTION, "postgresql://user@/name")
    stands = standing_of(Status(is_running=True, disk=Disk.ENCRYPTED), place)
    assert stands.disk is Disk.CLEAR
    assert stands.database_elsewhere
    assert stands.opened_at is None


def test_the_page_stands_when_the_vault_does_not_run(as_locked_owner, monkeypatch):
    gone = Status(is_running=False)
    monkeypatch.setattr(door.vault(), "status", lambda: gone)
    shown = text(as_locked_owner.get("/vault/"))
    assert "does not answer" in shown
    assert "Not running" in shown


def test_books_that_the_vault_cannot_read_are_told(as_locked_owner, monkeypatch):
    made = Status(
        is_running=True, is_installed=True, audit={"writable": True, "books_unread": True}
    )
    monkeypatch.setattr(door.vault(), "status", lambda: made)
    assert "cannot read the books" in text(as_locked_owner.get("/vault/"))


def test_a_locked_office_is_not_told_that_its_sheets_are_missing(as_locked_owner, status):
    status(sheets_confirmed=True)
    assert "not typed back" not in text(as_locked_owner.get("/"))


def test_the_log_shows_the_newest_first_in_words(as_owner, in_process_vault):
    for _ in range(3):
        in_process_vault.server.note("rotated")
    in_process_vault.server.note("log_pruned")
    shown = text(as_owner.get("/vault/log/"))
    assert shown.index("Let go of events") < shown.index("Wrapped all keys anew")
