"""A process that is killed at any moment loses nothing that was acknowledged.

`KLANTKLUIS_KILLS` makes the test larger: 5000 kills is a night's work.
"""

import os
from pathlib import Path

import pytest

from support.scratch import play

pytestmark = pytest.mark.processes

KILLS = int(os.environ.get("KLANTKLUIS_KILLS", "110"))
SEED = int(os.environ.get("KLANTKLUIS_SEED", "1"))


def test_a_killed_process_loses_nothing_acknowledged_and_leaves_true_books(tmp_path: Path) -> None:
    report = play("killed_flows", tmp_path, kills=KILLS, seed=SEED)
    assert report["lost"] == []
    assert report["broken"] == []
    assert report.get("integrity", [["ok"]]) == [["ok"]]
    assert set(report["kinds"]) >= {"customer", "order", "delivery", "draft", "sent", "payment"}
    assert report["acknowledged"] > KILLS


def test_a_killed_sender_of_mail_leaves_no_mail_twice_and_none_untrue(tmp_path: Path) -> None:
    report = play("killed_mail", tmp_path, kills=max(KILLS // 3, 12), seed=SEED)
    assert report["wrong"] == []
    assert report["twice"] == []
    assert report["left"] == []
    assert report["broken"] == []
    assert report["states"].get("unknown", 0) > 0  # the kills fell where it hurts


def test_eight_processes_send_at_once_and_no_number_is_lost_or_given_twice(tmp_path: Path) -> None:
    drafts = 80
    report = play("many_senders", tmp_path, drafts=drafts, senders=8, kills=4, seed=SEED)
    assert report["errors"] == []
    assert report["killed"] >= 1
    assert report["sent_at_once"] > 8
    assert report["numbers"] == list(range(1, drafts + 1))
    assert report["acknowledged_and_lost"] == []
    assert report["broken"] == []
