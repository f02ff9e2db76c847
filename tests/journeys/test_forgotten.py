"""To be forgotten for good: through kills at every step, and in every byte of every file."""

from pathlib import Path

import pytest

from support.scratch import play

pytestmark = pytest.mark.processes

WHOLE = ["intent", "key", "rows", "disk", "proof", "done"]


def test_a_killed_erasure_goes_on_to_its_end_and_leaves_no_byte(tmp_path: Path) -> None:
    report = play("killed_erasure", tmp_path)
    assert report["died"] == [-9] * len(WHOLE)
    assert report["ended"] == [WHOLE] * len(WHOLE)
    assert report["open"] == 0
    assert report["looked_for"] > 50
    assert report["left"] == []
    assert report["told"] == []
    assert report["broken"] == []
