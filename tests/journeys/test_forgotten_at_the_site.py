"""Who is forgotten is forgotten at the site as well: in every byte of every file that it has."""

from pathlib import Path

import pytest

from support.scenarios.forgotten_at_the_site import MISHAPS, STAYS
from support.scratch import play

pytestmark = pytest.mark.processes


def test_no_byte_of_the_forgotten_is_left_at_the_site_whatever_is_killed(tmp_path: Path) -> None:
    report = play("forgotten_at_the_site", tmp_path)
    assert report["ended"] == ["erased"] * len(MISHAPS)
    assert report["running"] == []
    assert report["stopped"] == []
    assert set(report["stays"]) <= set(STAYS)
    assert report["bystander"]
