"""The proofs of a whole office, with a vault in a process of its own, on its own database."""

import pytest

from klantkluis.privacy.proofs.checks import CHECKS
from support.scratch import play_once

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory):
    """What the checks came to: beside each other, one by one, breached, mended and locked."""
    return play_once("proven", tmp_path_factory, people=60)


def test_beside_each_other_the_checks_come_to_what_they_come_to_one_by_one(report):
    assert report["beside"] == report["one_by_one"] == report["again"]
    assert {name for name, came in report["beside"].items() if came != "green"} == {
        "overdue.terms",
        "statement.published",
        "site.thin",
    }, "no night has passed, nothing was published, and there is no site"


def test_a_breach_is_found_by_what_asks_the_vault_and_by_what_does_not(report):
    turned = {name for name, came in report["breached"].items() if report["beside"][name] != came}
    assert turned == {"accounts.columns", "fields.declared", "plain.people"}
    assert {report["breached"][name] for name in turned} == {"red"}
    assert report["mended"] == report["beside"]


def test_a_locked_vault_is_said_by_each_check_that_asks_it_and_by_no_other(report):
    locked = {name for name, came in report["locked"].items() if came == "locked"}
    elsewhere = {name for name, came in report["locked"].items() if came == "elsewhere"}
    assert locked == {check.id for check in CHECKS if check.needs_vault} - elsewhere


def test_one_thread_hears_how_far_it_is_and_it_only_grows(report):
    assert report["parts"] == sorted(report["parts"])
    assert report["parts"][-1] == pytest.approx(1)
    assert report["tellers"] == ["MainThread"]


def test_no_connection_to_the_database_is_left_open(report):
    assert report["left_open"] == 0
