"""An account that nobody uses ends on both sides, whatever is killed; one that is used stays."""

from pathlib import Path

import pytest

from support.scenarios.unused_at_the_site import MISHAPS
from support.scratch import play

pytestmark = pytest.mark.processes


def test_two_years_later_who_logs_in_stays_and_the_others_leave_no_byte(tmp_path: Path) -> None:
    report = play("unused_at_the_site", tmp_path)
    assert (report["found"], report["used"]) == ("", "")
    assert len(report["told"]) == len(MISHAPS) + 1
    assert all("eindigt op" in subject for subject in report["told"])
    assert report["warned"] == len(MISHAPS), "who logged in is not warned any more"
    assert report["killed"] == list(MISHAPS)
    assert (report["open"], report["closed"]) == (1, len(MISHAPS))
    assert report["logs_in"]
    assert report["running"] == []
    assert report["stopped"] == []
    assert report["over"] == [len(MISHAPS), 1], "their customers may be forgotten, the other not"
    assert report["overdue"] == []
