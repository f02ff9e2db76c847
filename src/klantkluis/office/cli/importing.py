"""Importing from the command line: the same rooms, the same vault, no page."""

import getpass
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from klantkluis.core.refusals import Refusal
from klantkluis.office.cli.running import prepare
from klantkluis.office.own_vault import vault_place
from klantkluis.office.place import Place
from klantkluis.vault.client import SocketConnection, TokenSession
from klantkluis.vault.process import VaultDidNotStart, VaultProcess
from klantkluis.vault.purposes import JobKind
from klantkluis.vault.staff import Vault

LEASE_MINUTES = 240
SPARE = 10


def run_import(*, what: str, file: Path, staff: str, good_rows_only: bool, dry_run: bool) -> int:
    """Import a file as a member of staff.

    Returns:
        0 when it is done, 1 when rows were wrong and so nothing was imported, 2 when it could
        not be tried: an unknown name, a wrong password, a file that cannot be read.
    """
    place = prepare()
    from django.utils import translation

    from klantkluis.office.refusals import sentence_of

    with translation.override("en"):
        try:
            return _import(place, what, file, staff, good_rows_only=good_rows_only, dry=dry_run)
        except Refusal as refusal:
            print(sentence_of(refusal), file=sys.stderr)
        except OSError as error:
            print(f"The file cannot be opened: {error.strerror}.", file=sys.stderr)
        except VaultDidNotStart as error:
            print(f"The vault did not start: {error}.", file=sys.stderr)
    return 2


def _import(
    place: Place, what: str, file: Path, staff: str, *, good_rows_only: bool, dry: bool
) -> int:
    from klantkluis.office.access.models import Staff
    from klantkluis.office.imports.rooms import ROOMS

    person = Staff.objects.filter(username__iexact=staff, is_active=True).first()
    if person is None:
        print("Nobody with that log-in name works here.", file=sys.stderr)
        return 2
    found = _previewed(what, file)
    if what == "products" and dry:
        return _show(what, found, _actor(person, None), dry=dry, good_rows_only=good_rows_only)
    password = _password()
    with _lease(place, str(person.uid), password, what, len(found.rows)) as vault:
        actor = _actor(person, vault)
        code = _show(what, found, actor, dry=dry, good_rows_only=good_rows_only)
        if code or dry:
            return code
        wishes = _wishes(person, good_rows_only=good_rows_only)
        done = ROOMS[what].bring_in(found, wishes, actor, _today(), _progress("importing"))
    _end_line()
    for name, count in done.counts.items():
        print(f"{name.replace('_', ' ')}: {count}")
    return 0


def _wishes(person: Any, *, good_rows_only: bool) -> Any:
    from klantkluis.office.imports.rooms import Wishes

    return Wishes(good_rows_only=good_rows_only, language=person.language)


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def _actor(person: Any, vault: TokenSession | None) -> Any:
    from klantkluis.core.roles import Channel
    from klantkluis.foundation.actors import Actor
    from klantkluis.vault.client import LockedVault

    return Actor(person.uid, person.roles, Channel.COMMAND_LINE, vault or LockedVault())


def _previewed(what: str, file: Path) -> Any:
    """Read the file and work out what it would do.

    Raises:
        Refusal: it cannot be read, is a list of something else, or has no known columns.
    """
    from klantkluis.foundation.tables.reading import read
    from klantkluis.foundation.tables.table import FileRefused
    from klantkluis.office.imports.rooms import ROOMS, Reading, recognised
    from klantkluis.office.imports.work import home_country

    table = read(file.read_bytes())
    mapping, unmapped = recognised(what, table)
    if unmapped:
        raise FileRefused(unmapped)
    system = f"recognised as {mapping.name}" if mapping.name else "columns guessed by their names"
    print(f"{len(table.rows)} rows, {system}", file=sys.stderr)
    for column in table.left_out:
        print(f"not copied: column “{column}”", file=sys.stderr)
    how = Reading(default_country=home_country())
    found = ROOMS[what].preview(table, mapping, how, _progress("reading"))
    _end_line()
    return found


def _show(what: str, found: Any, actor: Any, *, dry: bool, good_rows_only: bool) -> int:
    """Print what would happen and each row's errors; 1 when that forbids the import."""
    from klantkluis.office.imports.rooms import ROOMS, told_apart

    counts: Counter[str] = Counter()
    for row, becomes in told_apart(what, found.rows, actor, _today(), _progress("comparing")):
        counts[becomes] += 1
        for each in row.errors if becomes == "wrong" else ():
            said = ROOMS[what].said(
                row.line, each.code.value, each.field, each.column, each.other_line
            )
            print(said, file=sys.stdout)
    _end_line()
    stops = bool(counts["wrong"]) and not good_rows_only
    if dry or stops:
        names = ("new", "changed", "same", "wrong", "passed_over")
        print(", ".join(f"{name.replace('_', ' ')}: {counts[name]}" for name in names))
    if stops:
        print("Rows are wrong, so nothing is imported. Mend the file, or use --good-rows-only.")
    return 1 if stops else 0


@contextmanager
def _lease(place: Place, staff: str, password: str, what: str, rows: int) -> Iterator[TokenSession]:
    """Open the vault as a member of staff, and work under a lease like any other import.

    A vault that runs already is used, and is left as it was; otherwise one runs for as long.
    """
    with ExitStack() as stack:
        vault = Vault(SocketConnection(place.vault_socket))
        if not vault.status().is_running:
            vault = stack.enter_context(VaultProcess(vault_place(place))).vault()
        key, job = secrets.token_urlsafe(32), uuid4()
        token = vault.unlock(staff=staff, password=password, session=key)
        session = vault.session(token=token, session=key)
        stack.callback(session.close)
        kind = JobKind.IMPORT if what == "customers" else JobKind.GOODS
        session.lease(job, kind, subjects=rows + SPARE, minutes=LEASE_MINUTES)
        stack.callback(session.end_lease, job)
        yield vault.claim(job)


def _password() -> str:
    """Ask for the vault password; take it from standard input when nobody sits there."""
    if sys.stdin.isatty():
        return getpass.getpass("Vault password: ")
    return sys.stdin.readline().rstrip("\n")


def _progress(what: str) -> Any:
    def say(done: int, total: int) -> None:
        print(f"\r{what}: {done * 100 // max(total, 1)} %   ", end="", file=sys.stderr, flush=True)

    return say


def _end_line() -> None:
    print(file=sys.stderr)
