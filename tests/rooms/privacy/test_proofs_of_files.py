"""What the checks of files say of folders that are the vault's, or that nobody may read."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.statement import around as office
from klantkluis.privacy.proofs.files import copies_are_young, no_accounts_in_files
from klantkluis.vault.upkeep import OwnFile

pytestmark = pytest.mark.django_db


class Vault:
    """Says of its own folders what it is told to say."""

    def __init__(self, *files: OwnFile) -> None:
        self._files = files

    def own_files(self, *, read: bool) -> Iterator[OwnFile]:
        yield from (each if read else replace(each, accounts=0) for each in self._files)


def test_what_the_vault_says_of_its_own_folders_counts(true_office):
    around = true_office()
    assert [*no_accounts_in_files(around), *copies_are_young(around)] == []
    old = around.now - timedelta(days=8)
    vault = Vault(OwnFile("audit.sqlite3", 2, None), OwnFile("keystore-x.sqlite3", 0, old))
    told = replace(around, upkeep=vault)
    assert list(no_accounts_in_files(told)) == [
        "the file audit.sqlite3 holds 2 bank account numbers"
    ]
    assert list(copies_are_young(told)) == ["the copy of keys keystore-x.sqlite3 is 8 days old"]


def test_a_folder_or_file_that_cannot_be_read_is_not_green(true_office, place, monkeypatch):
    (place.root / "backups").mkdir()
    (place.root / "backups" / "one.age").write_bytes(b"age-encryption.org/v1")
    monkeypatch.setattr(os, "access", lambda path, _mode: "backups" not in str(path))
    expected = ["the folder backups could not be read, so nobody looked in it"]
    assert list(no_accounts_in_files(true_office())) == expected

    def shut(path: Path) -> Iterator[str]:
        raise PermissionError

    monkeypatch.setattr("klantkluis.privacy.proofs.files.accounts_in_file", shut)
    said = set(no_accounts_in_files(true_office()))
    assert "the file one.age could not be read, so nobody looked in it" in said


def test_the_folders_of_the_vault_are_left_to_the_vault(true_office, place):
    place.audit.parent.mkdir()
    (place.audit.parent / "audit.sqlite3").write_text("NL20 INGB 0001 2345 67")
    assert list(no_accounts_in_files(true_office())) == []


def test_an_office_of_today_has_missed_no_night(true_office):
    ChoreRun.objects.all().delete()
    now = timezone.now()
    assert list(office.nightly_work_overdue(now)) == []
    assert len(list(office.nightly_work_overdue(now + timedelta(days=2)))) == 1
