"""A backup brings the books back, and nobody who was erased since.

`RESTORED_PEOPLE` makes the office larger: 900 is what the issue asks for.
"""

import os

import pytest

from klantkluis.office.backup.checking import ROWS_OF_A_KIND
from support.scratch import play_once

pytestmark = pytest.mark.processes

PEOPLE = int(os.environ.get("RESTORED_PEOPLE", "40"))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory):
    """One story of backups: made, somebody erased, restored in three ways, rehearsed."""
    return play_once("restored", tmp_path_factory, people=PEOPLE, gone=3)


def test_a_backup_is_made_with_the_vault_shut_and_shows_nobody(report):
    assert report["made"] == 0
    assert report["readers"] == 3
    assert report["left_in_the_workroom"] == []
    assert report["names_in_the_backup"] == 0


@pytest.mark.parametrize("way", ["with the keystore of today", "with a sheet on a new machine"])
def test_who_was_erased_since_is_not_readable_by_any_means(report, way):
    told = report[way]
    assert told["code"] == 0, told["said"]
    assert told["erased_that_open"] == []
    assert told["erased_in_any_copy"] == []
    assert told["opened"] == PEOPLE
    assert told["rows_of_the_erased"] == 0
    assert told["broken"] == []


def test_with_only_an_older_keystore_the_erasures_are_done_before_anybody_is_let_in(report):
    told = report["with an older keystore"]
    assert told["code"] == 0, told["said"]
    assert "The keystore is older than the log" in told["said"]
    assert told["erased_that_open"] == []
    assert told["keys_left_after_unlock"] == 0
    assert told["opened"] == PEOPLE
    assert "older_keystore" in told["alarms"]


def test_a_backup_of_the_release_before_comes_back_in_the_tables_of_this_one(report):
    told = report["of the release before"]
    assert told["code"] == 0, told["said"]
    assert told["to_migrate"] == []
    assert told["opened"] == PEOPLE
    assert told["erased_that_open"] == []
    assert told["broken"] == []


def test_the_books_come_back_as_they_were(report):
    told = report["with the keystore of today"]
    assert told["ledger"] == report["ledger"]
    assert told["log_is_the_newest"]


def test_single_rows_that_were_removed_for_good_are_removed_again(report):
    assert report["with the keystore of today"]["single_rows"] == 0


def test_a_rehearsal_reads_the_newest_backup_and_leaves_nothing(report):
    told = report["rehearsal"]
    assert told["code"] == 0, told["said"]
    assert told["rows_opened"] > min(PEOPLE, ROWS_OF_A_KIND)
    assert told["left"] == []


def test_a_wrong_password_a_full_office_and_a_damaged_file_are_refused_in_a_sentence(report):
    assert report["wrong password"] == [2, "That is not the vault password."]
    assert report["full office"][0] == 2
    assert "There is a database already." in report["full office"][1]
    assert report["damaged"][0] == 2
    assert report["damaged"][1] in {
        "This backup is damaged: it is not what was written.",
        "This key does not open this backup.",
    }
