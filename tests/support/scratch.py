"""An office of its own for a test that starts, and kills, real processes."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.prepared import own_database, put_tables

TESTS = Path(__file__).parent.parent


@contextmanager
def scratch_office(root: Path) -> Iterator[dict[str, str]]:
    """Give the environment of an empty office on the kind of database that the suite runs on."""
    url = os.environ.get("KLANTKLUIS_DATABASE_URL", "")
    paths = [str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "KLANTKLUIS_DIR": str(root), "PYTHONPATH": os.pathsep.join(paths)}
    environment["DJANGO_SETTINGS_MODULE"] = "klantkluis.office.settings"
    if not url.startswith("postgres"):
        put_tables(root)
        environment["KLANTKLUIS_DATABASE_URL"] = f"sqlite:///{root}/office.sqlite3"
        yield environment
        return
    with own_database(url) as place:
        yield {**environment, "KLANTKLUIS_DATABASE_URL": place}


def play(scenario: str, root: Path, **arguments: Any) -> Any:
    """Play a scenario of `support.scenarios` in a scratch office; give what it reports."""
    with scratch_office(root) as environment:
        done = subprocess.run(
            [sys.executable, "-m", f"support.scenarios.{scenario}", json.dumps(arguments)],
            env=environment, cwd=root, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def play_once(scenario: str, factory: pytest.TempPathFactory, **arguments: Any) -> Any:
    """Play a scenario for all workers together: who comes second reads what the first found.

    A worker takes tests of one file from another, and each would play the story of that file anew.
    """
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    place = root / f"played-{scenario}"
    place.mkdir(exist_ok=True)
    told = place / "report.json"
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            report = play(scenario, Path(factory.mktemp(scenario)), **arguments)
            told.write_text(json.dumps(report))
        return json.loads(told.read_text())
