"""The owner sees when the last backup was made and tried, and what is overdue."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from klantkluis.core.roles import Role
from klantkluis.office.backup.facts import note_backup, note_rehearsal
from klantkluis.office.backup.standing import backup_standing
from klantkluis.office.place import Mode
from klantkluis.vault.staff import Status

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
COPIES = {
    "places": ["/second/disk"], "number": 5, "oldest": "2026-11-20T10:00:00+00:00",
    "newest": "2026-11-26T11:00:00+00:00", "problem": "",
}  # fmt: skip
WELL = Status(
    is_running=True, is_installed=True, audit={"writable": True}, sheets_confirmed=True,
    copies=COPIES, backup={"ready": True, "sheets": 2},
)  # fmt: skip


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def place(settings, tmp_path):
    """A real office, with a directory of its own."""
    settings.PLACE = replace(settings.PLACE, root=tmp_path, mode=Mode.SINGLE)
    return settings.PLACE


@pytest.fixture
def stands(monkeypatch, in_process_vault):
    def set_status(**changes) -> None:
        made = replace(WELL, **changes)
        monkeypatch.setattr(in_process_vault, "status", lambda: made)

    set_status()
    return set_status


def said(place, now=NOW, **changes) -> tuple[str, ...]:
    with translation.override("en"):
        return backup_standing(replace(WELL, **changes), place, now).sentences


def test_all_is_well_after_a_backup_and_a_rehearsal(place):
    note_backup(place, at=NOW, size=1_500_000)
    note_rehearsal(place, at=NOW, rows_opened=40)
    assert said(place) == ()
    assert said(place, now=NOW + timedelta(days=3)) == ("There is no backup of the last two days.",)
    late = said(place, now=NOW + timedelta(days=101))
    assert "For over three months nobody tried whether a backup can be restored." in late


def test_a_new_office_is_told_at_once_to_make_a_backup_and_later_to_try_it(place):
    assert said(place) == ("No backup was ever made.",)
    note_backup(place, at=NOW - timedelta(days=8), size=1)
    note_backup(place, at=NOW, size=1)
    assert said(place) == ("Nobody has tried yet whether a backup can be restored.",)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"copies": {**COPIES, "problem": "failed"}}, "cannot be copied"),
        ({"copies": {**COPIES, "problem": "old"}}, "older than seven days"),
        ({"copies": {**COPIES, "places": []}}, "are not copied"),
        ({"backup": {"ready": True, "sheets": 0}}, "No recovery sheet can read"),
    ],
)
def test_what_is_wrong_is_said(place, changes, sentence):
    note_backup(place, at=NOW, size=1)
    (only,) = said(place, **changes)
    assert sentence in only


def test_a_demo_and_an_office_without_keys_miss_no_backup(place):
    assert said(replace(place, mode=Mode.DEMO)) == ()
    assert said(place, is_installed=False) == ()


def test_the_page_of_the_vault_shows_it_to_the_owner(as_owner, place, stands):
    note_backup(place, at=NOW, size=1_500_000)
    shown = text(as_owner.get("/vault/"))
    assert "Last backup" in shown
    assert "1.4" in shown
    assert "2 recovery sheets" in shown
    assert "/second/disk" in shown
    assert "the newest of" in shown


def test_a_colleague_sees_nothing_of_it(browser_of, place, stands):
    assert "Last backup" not in text(browser_of(Role.SALES, unlocked=True).get("/vault/"))


def test_what_is_overdue_stands_on_the_first_screen_of_the_owner(
    as_owner, browser_of, place, stands
):
    assert "No backup was ever made." in text(as_owner.get("/"))
    assert "No backup" not in text(browser_of(Role.SALES, unlocked=True).get("/"))
    note_backup(place, at=datetime.now(UTC), size=1)
    assert "No backup was ever made." not in text(as_owner.get("/"))
