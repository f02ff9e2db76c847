"""A rehearsal: the newest backup is put back beside the office, read, and thrown away."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from klantkluis.office.backup.checking import rows_that_do_not_open
from klantkluis.office.backup.dumping import DumpFailed, copy_of, kind_of
from klantkluis.office.backup.reading import Secret, enter
from klantkluis.office.backup.restoring import Restored
from klantkluis.office.own_vault import vault_place
from klantkluis.office.place import Mode, Place
from klantkluis.vault.process import VaultProcess

RESULT = "rehearsed.json"
_ELSEWHERE = ("KEYSTORE", "AUDIT", "SERVER_KEY", "LINK", "SECRET_KEY_FILE", "BACKUP_FACTS",
              "KEYSTORE_COPIES", "VAULT_SOCKET")  # fmt: skip


def rehearse(place: Place, *, source: Path, secret: Secret, room: Path) -> tuple[bool, int]:
    """Restore a backup beside the office in a process of its own; say how it went, rows opened.

    Raises:
        DumpFailed: there is no second database to be had.
    """
    office = room / "office"
    for folder in ("keys", "audit"):
        (office / folder).mkdir(mode=0o700, parents=True)
    copy_of(place.keystore, office / "keys" / "keystore.sqlite3")
    if place.audit.exists():
        copy_of(place.audit, office / "audit" / "audit.sqlite3")
    if place.server_key.exists():
        shutil.copy(place.server_key, office / "server.key")
    with _second_database(place, office) as url, tempfile.TemporaryDirectory(prefix="kk-") as run:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "klantkluis.office", "restore", f"--dir={office}",
             f"--from={source}", "--rehearsal", "--password-fd=0",
             *(["--sheet"] if secret.sheet else [])],
            env=_environment(place, url, run), input=(secret.sheet or secret.password).encode(),
            check=False,
        )  # fmt: skip
    result = office / RESULT
    opened = int(json.loads(result.read_text())["opened"]) if result.exists() else 0
    return done.returncode == 0, opened


def _environment(place: Place, url: str, run: str) -> dict[str, str]:
    moved = {f"KLANTKLUIS_{name}" for name in _ELSEWHERE}
    environment = {name: value for name, value in os.environ.items() if name not in moved}
    mode = Mode.SINGLE if place.mode is Mode.PRODUCTION else place.mode
    return environment | {
        "KLANTKLUIS_MODE": mode.value,
        "KLANTKLUIS_DATABASE_URL": url,
        "KLANTKLUIS_VAULT_SOCKET": str(Path(run) / "vaultd.sock"),
        "KLANTKLUIS_KEYSTORE_COPIES": "",
    }


@contextlib.contextmanager
def _second_database(place: Place, office: Path) -> Iterator[str]:
    """Give an empty database of the same kind; it goes again.

    Raises:
        DumpFailed: the server gives none.
    """
    if kind_of(place.database_url) == "sqlite":
        yield f"sqlite:///{office}/office.sqlite3"
        return
    import psycopg  # noqa: PLC0415 - an office on SQLite does without it
    from psycopg import sql  # noqa: PLC0415

    name = f"klantkluis_rehearsal_{uuid4().hex}"
    try:
        with psycopg.connect(place.database_url, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise DumpFailed(
            "The server gives no second database to rehearse in. Let the user of the office make"
            " databases (ALTER ROLE … CREATEDB), or rehearse on another computer."
        ) from error
    try:
        yield urlunsplit(urlsplit(place.database_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(place.database_url, autocommit=True) as server:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(drop)


def look_inside(place: Place, secret: Secret, restored: Restored) -> int:
    """Open the vault of a rehearsal, and let it look into rows; give how many it opened."""
    with VaultProcess(vault_place(place)) as process:
        session = enter(process, place.keystore, secret)
        looked, broken = rows_that_do_not_open(process.vault().upkeep(), restored.erased)
        session.lock()
    if broken:
        restored.wrong.append(f"{broken} of {looked} sealed rows do not open.")
    (place.root / RESULT).write_text(json.dumps({"opened": looked - broken}))
    return looked - broken
