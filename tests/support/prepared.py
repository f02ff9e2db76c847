"""Tables of an empty office, made once for all tests: making them takes ten seconds, a copy none.

Whoever tests the making itself begins without.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

if TYPE_CHECKING:
    import psycopg

PLACE = "KEPT_TABLES_OF_TESTS"
FILE = "office.sqlite3"
TEMPLATE = "template"


def begin() -> None:
    """Make the directory that all workers of this run share."""
    os.environ.setdefault(PLACE, tempfile.mkdtemp(prefix="tables-"))


def end() -> None:
    """Remove what was made."""
    place = Path(os.environ.pop(PLACE))
    if (place / TEMPLATE).exists():
        import psycopg

        with psycopg.connect(os.environ["KLANTKLUIS_DATABASE_URL"], autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {_template(place)} WITH (FORCE)")
    shutil.rmtree(place)


def put_tables(root: Path) -> None:
    """Give an office on SQLite that has its directory and nothing else all its tables."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked() as place:
        made = place / FILE
        if not made.exists():
            half = place / "half.sqlite3"
            _migrate(f"sqlite:///{half}")
            half.rename(made)
        shutil.copyfile(made, root / FILE)


@contextmanager
def own_database(url: str, *, tables: bool = True) -> Iterator[str]:
    """Give the address of a database of one's own on a server of PostgreSQL, and drop it."""
    import psycopg

    name = f"scratch_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        if tables:
            with _locked() as place:
                server.execute(f"CREATE DATABASE {name} TEMPLATE {_made_template(server, place)}")
        else:
            server.execute(f"CREATE DATABASE {name}")
    try:
        yield _at(url, name)
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _made_template(server: "psycopg.Connection", place: Path) -> str:
    """Give the name of the database to copy; made by whoever comes first."""
    template = _template(place)
    if not (place / TEMPLATE).exists():
        server.execute(f"DROP DATABASE IF EXISTS {template} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {template}")
        _migrate(_at(os.environ["KLANTKLUIS_DATABASE_URL"], template))
        (place / TEMPLATE).touch()
    return template


def _at(url: str, name: str) -> str:
    """Give the address of another database on the same server."""
    # Without a host the address keeps its empty place: postgresql://user@/name?host=...
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _template(place: Path) -> str:
    return f"tables_{place.name.removeprefix('tables-').lower()}"


@contextmanager
def _locked() -> Iterator[Path]:
    place = Path(os.environ[PLACE])
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory() as office:
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
            env={
                **os.environ, "KLANTKLUIS_DIR": office, "KLANTKLUIS_DATABASE_URL": url,
                "KLANTKLUIS_MODE": "development",
                "DJANGO_SETTINGS_MODULE": "klantkluis.office.settings",
            },
            check=True,
        )  # fmt: skip
