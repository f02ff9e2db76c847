"""A database as a file, and back: of SQLite a copy, of PostgreSQL what its own tools write."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klantkluis.office.backup.manifest import Head
from klantkluis.office.place import database_settings

BOOKS = "ledger_journalentry"
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}
_USUAL_PLACES = "/usr/lib/postgresql"


class DumpFailed(Exception):  # noqa: N818 - a sentence for who makes a backup
    """The database could not be written to a file, or read from it; the text says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a dump holds: rows of each table, the newest entry of the books, the migrations."""

    counts: Mapping[str, int]
    ledger: Head
    migrations: Mapping[str, str]


def kind_of(url: str) -> str:
    """Say which kind of database a URL means: `sqlite` or `postgresql`."""
    return "sqlite" if url.startswith("sqlite:") else "postgresql"


def file_of(url: str) -> Path:
    """Give the file of a SQLite database."""
    return Path(str(database_settings(url)["NAME"]))


def dump(url: str, target: Path) -> Contents:
    """Write the database as it is at one moment, while the office goes on working.

    Raises:
        DumpFailed: it cannot be reached, or its tools are not there.
    """
    return _dump_sqlite(url, target) if kind_of(url) == "sqlite" else _dump_postgresql(url, target)


def copy_of(source: Path, target: Path) -> None:
    """Copy a SQLite file that others may be writing in, as it is at one moment.

    Raises:
        DumpFailed: it cannot be read.
    """
    if not source.exists():
        raise DumpFailed(f"There is no file {source.name}.")
    target.touch(mode=0o600)
    try:
        with contextlib.closing(_reading(source)) as db:
            db.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise DumpFailed(f"{source.name} cannot be read: {type(error).__name__}.") from error


def _reading(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60, isolation_level=None)
    db.execute("PRAGMA temp_store=MEMORY")
    return db


def _dump_sqlite(url: str, target: Path) -> Contents:
    copy_of(file_of(url), target)
    with contextlib.closing(_reading(target)) as db:
        return _contents(lambda query: db.execute(query).fetchall(), "sqlite")


def contents(url: str) -> Contents:
    """Look at a database as it is now.

    Raises:
        DumpFailed: it cannot be reached.
    """
    if kind_of(url) == "sqlite":
        with contextlib.closing(_reading(file_of(url))) as db:
            return _contents(lambda query: db.execute(query).fetchall(), "sqlite")
    with _snapshot(url) as (run, _name):
        return _contents(run, "postgresql")


def is_empty(url: str) -> bool:
    """Say whether there is nothing yet that a restore would overwrite."""
    if kind_of(url) == "sqlite":
        path = file_of(url)
        return not path.exists() or path.stat().st_size == 0
    with _snapshot(url) as (run, _name):
        return not run(_TABLES["postgresql"])


def _contents(run: Any, kind: str) -> Contents:
    tables = sorted(str(name) for (name,) in run(_TABLES[kind]))
    counts = {name: int(run(f'SELECT count(*) FROM "{name}"')[0][0]) for name in tables}  # noqa: S608
    ledger = Head()
    if counts.get(BOOKS):
        number, hash_ = run(f"SELECT n, h FROM {BOOKS} ORDER BY n DESC LIMIT 1")[0]  # noqa: S608
        ledger = Head(int(number), bytes(hash_).hex())
    applied: dict[str, str] = {}
    if "django_migrations" in counts:
        applied = dict(run("SELECT app, max(name) FROM django_migrations GROUP BY app"))
    return Contents(counts, ledger, applied)


@contextlib.contextmanager
def _snapshot(url: str) -> Iterator[tuple[Any, str]]:
    """Give a way to ask a PostgreSQL database as it is at one moment, and the moment's name."""
    import psycopg  # noqa: PLC0415 - an office on SQLite does without it

    try:
        with psycopg.connect(url) as db:
            db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            name = db.execute("SELECT pg_export_snapshot()").fetchone()
            yield lambda query: db.execute(query).fetchall(), str(name[0] if name else "")
    except psycopg.Error as error:
        raise DumpFailed(f"The database cannot be read: {type(error).__name__}.") from error


def _dump_postgresql(url: str, target: Path) -> Contents:
    target.touch(mode=0o600)
    with _snapshot(url) as (run, name):
        found = _contents(run, "postgresql")
        _run(
            url, "pg_dump", "--format=custom", "--compress=none", "--no-owner", "--no-privileges",
            f"--snapshot={name}", f"--file={target}",
        )  # fmt: skip
    return found


def load(url: str, source: Path) -> None:
    """Put a dump back into an empty database.

    Raises:
        DumpFailed: the database, or its tools, cannot be reached.
    """
    if kind_of(url) == "postgresql":
        _run(
            url, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner",
            "--no-privileges", "--dbname={name}", str(source),
        )  # fmt: skip
        return
    target = file_of(url)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(source, target)
    target.chmod(0o600)


def _run(url: str, tool: str, *arguments: str) -> None:
    """Run a tool of PostgreSQL; the password goes by its environment, seen by nobody else."""
    place = database_settings(url)
    connection = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    named = {key: str(place[key.upper()]) for key in connection if place[key.upper()]}
    environment = {**os.environ, "PGDATABASE": str(place["NAME"])}
    environment |= {connection[key]: value for key, value in named.items()}
    words = [word.format(name=place["NAME"]) if "{name}" in word else word for word in arguments]
    done = subprocess.run(  # noqa: S603 - a tool of the database, with our own words
        [tool_of(url, tool), *words], env=environment, capture_output=True, check=False
    )
    if done.returncode != 0:
        # Its words may quote a row; its name and code do not.
        raise DumpFailed(f"{tool} ended with code {done.returncode}.")


def tool_of(url: str, tool: str) -> str:
    """Find a tool of PostgreSQL: named by the owner, beside the server, on the path, or usual.

    Raises:
        DumpFailed: it is nowhere.
    """
    named = os.environ.get("KLANTKLUIS_PG_BIN", "")
    folders = [Path(named)] if named else []
    beside = _beside_the_server(url)
    folders += [beside] if beside else []
    for folder in folders:
        if (folder / tool).exists():
            return str(folder / tool)
    found = shutil.which(tool)
    usual = sorted(Path(_USUAL_PLACES).glob(f"*/bin/{tool}"))
    if found or usual:
        return found or str(usual[-1])
    raise DumpFailed(
        f"{tool} is not on this computer. Install the client tools of PostgreSQL, of the version"
        " of your server, or name their folder in KLANTKLUIS_PG_BIN."
    )


def _beside_the_server(url: str) -> Path | None:
    """Ask a server on this machine where its own tools are; only some may know."""
    with contextlib.suppress(DumpFailed), _snapshot(url) as (run, _name):
        for (folder,) in run("SELECT setting FROM pg_config WHERE name = 'BINDIR'"):
            return Path(folder)
    return None
