"""An office is backed up, people are erased, and the backup is put back in every way there is."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

SURNAME = "Kanariezangvogel"
RECIPIENTS = "backup-recipients.json"
BEFORE = {"privacy": "0020", "disclosures": "0001", "sales": "0007"}
"""Migrations that an earlier release had last: later ones made tables, columns and triggers."""


def scenario(*, people: int, gone: int) -> dict[str, Any]:
    """Tell what each way of putting the backup back came to."""
    from klantkluis.office.bench.scratch import VAULT_PASSWORD, scratch_office
    from klantkluis.office.place import Place

    root = Path(os.environ["KLANTKLUIS_DIR"])
    backups, older = root / "elsewhere", root / "older.sqlite3"
    with scratch_office() as office:
        erased, single = _fill(office, people, gone)
        sheets = office.session.new_sheets(
            grant=office.session.confirm("new_sheets", VAULT_PASSWORD)
        )
        for number, sheet in enumerate(sheets, start=1):
            office.session.confirm_sheet(number, sheet)
        office.session.lock()
        made = command("backup", "--dir", root, "--to", backups)
        _copy(office.place.keystore, older)
        office.unlock()
        _erase(office, erased, single)
        office.session.lock()
    place = Place.from_environment()
    from klantkluis.office.backup.dumping import contents

    (backup,) = backups.glob("*.age")
    report: dict[str, Any] = {
        "made": made.returncode,
        "readers": int(made.stdout.splitlines()[1].split()[0]) if made.stdout else made.stderr,
        "left_in_the_workroom": _left(root),
        "names_in_the_backup": backup.read_bytes().count(SURNAME.encode()),
        "ledger": contents(place.database_url).ledger.number,
    }
    common = {"root": root, "backup": backup, "single": single, "password": VAULT_PASSWORD}
    report["with the keystore of today"] = _way(**common, name="today")
    report["with a sheet on a new machine"] = _way(**common, name="sheet", sheet=sheets[0])
    report["with an older keystore"] = _way(**common, name="older", keystore=older)
    before = _of_the_release_before(root, backup, VAULT_PASSWORD)
    report["of the release before"] = _way(**{**common, "backup": before}, name="release")
    report["rehearsal"] = _rehearsed(root, backups, VAULT_PASSWORD)
    report |= _refused(root, backup, VAULT_PASSWORD)
    return report


def command(*words: object, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the office; `said` is typed at its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "klantkluis.office", *map(str, words)],
        env={**os.environ, "KLANTKLUIS_MODE": "development", **environment},
        input=said, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def _fill(office: Any, people: int, gone: int) -> tuple[list[str], str]:
    """Register people with business of their own; give who will be erased, and one single row."""
    from klantkluis.customers.commands import note_contact
    from klantkluis.customers.models import ContactNote, Customer
    from rooms.story import a_customer, a_line, a_product, a_sent_invoice, an_order

    product = a_product(office.actor)
    ids = [a_customer(office.actor, surname=f"{SURNAME} {n}") for n in range(people + gone)]
    for pk in ids[: gone + 3]:
        note_contact(
            customer_id=pk, text=f"belde {SURNAME}", means="phone", direction="in",
            actor=office.actor,
        )  # fmt: skip
        an_order(office.actor, [a_line(product)], customer_id=pk)
    a_sent_invoice(office.actor, [a_line(product)], customer_id=ids[0])
    a_sent_invoice(office.actor, [a_line(product)], customer_id=ids[-1])
    erased = [row.uid.hex for row in Customer.objects.filter(pk__in=ids[:gone])]
    single = ContactNote.objects.get(customer_id=ids[gone]).uid.hex
    return erased, single


def _erase(office: Any, erased: list[str], single: str) -> None:
    """Erase people as the vault does it; keep their sealed rows, to try every key on them."""
    from klantkluis.office.backup.checking import _sealed
    from klantkluis.office.bench.scratch import VAULT_PASSWORD

    uids = [UUID(hex=uid) for uid in erased]
    rows = [
        record.stored.sealed(row)
        for record in _sealed()
        if record.stored
        for row in record.of(uids).exclude(sealed=b"")
    ]
    grant = office.session.confirm("shred", VAULT_PASSWORD)
    office.session.plan_shred(uids, reason="request", grant=grant)
    upkeep = office.vault.upkeep()
    upkeep.shred_due(uids)
    upkeep.finish_shreds(uids)
    upkeep.note_removed([UUID(hex=single)])
    kept = [
        [row.table, row.uid.hex, _owner(row), row.rev, row.schema, row.sealed.hex()] for row in rows
    ]
    (office.place.root / "gone.json").write_text(json.dumps({"uids": erased, "rows": kept}))


def _owner(row: Any) -> str:
    return row.owner.hex if isinstance(row.owner, UUID) else row.owner


def _copy(source: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(source)) as db:
        db.execute("VACUUM INTO ?", (str(target),))


def _left(root: Path) -> list[str]:
    return [path.name for path in (root / "backup-work").iterdir() if path.name != ".lock"]


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[str]:
    url = os.environ.get("KLANTKLUIS_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder}/office.sqlite3"
        return
    import psycopg

    name = f"restored_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _way(
    *, root: Path, backup: Path, single: str, password: str, name: str, sheet: str = "",
    keystore: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Put the backup back in an empty office, and look at it with every means."""
    office = _empty_office(root, name, with_keystore=keystore is None, with_server_key=not sheet)
    with _database(office) as url:
        there = {"KLANTKLUIS_DIR": str(office), "KLANTKLUIS_DATABASE_URL": url}
        words = ["--sheet"] if sheet else []
        words += ["--keystore", str(keystore)] if keystore else []
        done = command(
            "restore", "--dir", office, "--from", backup, "--password-fd", 0, *words,
            said=sheet or password, **there,
        )  # fmt: skip
        question = json.dumps(
            {"gone": str(root / "gone.json"), "single": single, "password": password,
             "sheet": sheet, "copies": str(root / "keystore-copies")}
        )  # fmt: skip
        looked = subprocess.run(
            [sys.executable, "-m", "support.scenarios.restored", "look", question],
            env={**os.environ, "KLANTKLUIS_MODE": "development", **there},
            capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
    told = {"code": done.returncode, "said": done.stdout + done.stderr}
    assert looked.returncode == 0, looked.stderr
    return {**told, **json.loads(looked.stdout.splitlines()[-1])}


def _empty_office(
    root: Path, name: str, *, with_keystore: bool = True, with_server_key: bool = True
) -> Path:
    """Make the folders of an office without a database, with log and keys of today."""
    office = root / f"office {name}"
    for folder in ("keys", "audit", "run"):
        (office / folder).mkdir(parents=True)
    _copy(root / "audit" / "audit.sqlite3", office / "audit" / "audit.sqlite3")
    if with_keystore:
        _copy(root / "keys" / "keystore.sqlite3", office / "keys" / "keystore.sqlite3")
        shutil.copy(root / "keys" / RECIPIENTS, office / "keys" / RECIPIENTS)
    if with_server_key:
        shutil.copy(root / "server.key", office / "server.key")
    return office


def _of_the_release_before(root: Path, backup: Path, password: str) -> Path:
    """Give a backup of the same office with the newest migrations taken back."""
    office, to = _empty_office(root, "before"), root / "of the release before"
    with _database(office) as url:
        there = {"KLANTKLUIS_DIR": str(office), "KLANTKLUIS_DATABASE_URL": url}
        done = [
            command(
                "restore", "--dir", office, "--from", backup, "--password-fd", 0,
                said=password, **there,
            )
        ]  # fmt: skip
        for app, migration in BEFORE.items():
            done.append(
                subprocess.run(
                    [sys.executable, "-m", "django", "migrate", app, migration],
                    env={**os.environ, "KLANTKLUIS_MODE": "development", **there},
                    capture_output=True, text=True, check=False, timeout=300,
                )
            )  # fmt: skip
        done.append(command("backup", "--dir", office, "--to", to, **there))
    assert [each.returncode for each in done] == [0] * len(done), [each.stderr for each in done]
    (found,) = to.glob("*.age")
    return found


def look(*, gone: str, single: str, password: str, sheet: str, copies: str) -> dict[str, Any]:
    """Look into a restored office with an open vault, and with every key of every copy."""
    import django

    django.setup()
    from django.conf import settings

    from klantkluis.customers.models import ContactNote, Customer
    from klantkluis.office.backup.checking import _sealed
    from klantkluis.office.backup.dumping import contents
    from klantkluis.office.backup.reading import Secret, enter
    from klantkluis.office.own_vault import vault_place
    from klantkluis.vault.erased import what_was_erased
    from klantkluis.vault.offline import subjects_with_key
    from klantkluis.vault.process import VaultProcess
    from klantkluis.vault.purposes import Purpose
    from rooms.story import all_broken

    kept = json.loads(Path(gone).read_text())
    erased = [UUID(hex=uid) for uid in kept["uids"]]
    place = settings.PLACE
    with VaultProcess(vault_place(place)) as process:
        session = enter(process, place.keystore, Secret(password="" if sheet else password,
                                                        sheet=sheet))  # fmt: skip
        after = subjects_with_key(place.keystore)
        rows = [
            (record.stored.sealed(row), record)
            for record in _sealed()
            if record.stored
            for row in record.rows().exclude(sealed=b"")
        ]
        scanned = process.vault().upkeep().scan_stored([row for row, _ in rows])
        people = [row for row, record in rows if record.model == "customers.Customer"]
        opened = session.open(Purpose.FILE, people)
        back = [row for row in people if row.owner in erased]
        alarms = [kind["what"] for kind in process.vault().status().alarm_kinds]
        session.lock()
    of_erased = sum(
        record.of(erased).exclude(sealed=b"").count()
        for record in _sealed()
        if record.stored and record.stored.owner_field != "cls"
    )
    return {
        "opened": len([fields for fields in opened if SURNAME in fields.get("surname", "")]),
        "erased_that_open": [row.uid.hex for row in back],
        "erased_in_any_copy": _tried(place, kept["rows"], password, copies) if not sheet else [],
        "keys_left_after_unlock": len(set(erased) & after),
        "rows_of_the_erased": of_erased,
        "customers": Customer.objects.exclude(state="erased").count(),
        "single_rows": ContactNote.objects.filter(uid=single).count(),
        "broken": [*all_broken(), *[kind for kind in scanned.values() if kind == "broken"]],
        "ledger": contents(place.database_url).ledger.number,
        "log_is_the_newest": bool(what_was_erased(place.keystore, place.audit).rows),
        "alarms": alarms,
        "to_migrate": _to_migrate(),
    }


def _to_migrate() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _back in plan]


def _tried(place: Any, rows: list[list[Any]], password: str, copies: str) -> list[str]:
    """Try every key of the keystore and of each copy on what was sealed of the erased."""
    from klantkluis.vault import opening
    from klantkluis.vault.formats import FormatError

    found = []
    for store in (place.keystore, *sorted(Path(copies).glob("*.sqlite3"))):
        keys = _every_key(store, place.server_key, password)
        assert len(keys) > 3
        for table, uid, owner, rev, schema, sealed in rows:
            if len(owner) != 32:  # a document of the books, which the law keeps
                continue
            for key in keys:
                with contextlib.suppress(FormatError):
                    opening.open_row(
                        key, bytes.fromhex(sealed), table=table, uid=UUID(hex=uid),
                        owner=UUID(hex=owner), rev=rev, schema=schema,
                    )  # fmt: skip
                    found.append(f"{table} {uid} in {store.name}")
    return found


def _every_key(store: Path, server_key: Path, password: str) -> list[bytes]:
    """Unwrap all keys of subjects in a keystore file, as whoever stole everything would."""
    from klantkluis.vault import slots
    from klantkluis.vault.keys import SUBJECT, Epoch, KeyRing
    from klantkluis.vault.keystore import Keystore

    copy = Path(os.environ["KLANTKLUIS_DIR"]) / "tried.sqlite3"
    _copy(store, copy)
    keystore = Keystore(copy)
    epochs = []
    with keystore.read() as db:
        for slot, _ in keystore.slots(db):
            if slot.kind is not slots.SlotKind.STAFF or not slot.enabled:
                continue
            seed = slots.seed_of(slot, password=password, server_key=server_key.read_bytes())
            assert seed is not None
            epochs = [
                Epoch.of(number, slots.open_vmk(slot, seed, sealed, number))
                for number, sealed in keystore.sealed_vmks(slot)
            ]
        ring = KeyRing(epochs)
        wrapped = db.execute("SELECT uid, wrapped FROM subject_key").fetchall()
    keystore.close()
    copy.unlink()
    return list(ring.unwrap_all(iter(wrapped), SUBJECT).values())


def _rehearsed(root: Path, backups: Path, password: str) -> dict[str, Any]:
    done = command(
        "rehearse", "--dir", root, "--backups", backups, "--password-fd", 0, said=password
    )
    from klantkluis.office.backup.facts import read_facts
    from klantkluis.office.place import Place

    facts = read_facts(Place.from_environment())
    return {
        "code": done.returncode,
        "said": done.stdout + done.stderr,
        "rows_opened": facts.rows_opened,
        "left": _left(root),
    }


def _refused(root: Path, backup: Path, password: str) -> dict[str, Any]:
    """Try what must be refused."""
    told: dict[str, Any] = {}

    def tried(name: str, folder: Path, source: Path, typed: str, url: str = "") -> None:
        there = {"KLANTKLUIS_DATABASE_URL": url} if url else {}
        done = command(
            "restore", "--dir", folder, "--from", source, "--password-fd", 0, said=typed, **there
        )
        told[name] = [done.returncode, done.stderr.strip().splitlines()[-1]]

    tried("full office", root, backup, password)
    empty = root / "office empty"
    for folder in ("keys", "audit"):
        (empty / folder).mkdir(parents=True)
    _copy(root / "keys" / "keystore.sqlite3", empty / "keys" / "keystore.sqlite3")
    shutil.copy(root / "server.key", empty / "server.key")
    bent = root / "bent.age"
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    bent.write_bytes(content)
    with _database(empty) as url:
        tried("wrong password", empty, backup, "not this one at all", url)
        tried("damaged", empty, bent, password, url)
    return told


if __name__ == "__main__":
    if sys.argv[1] == "look":
        sys.stdout.write(json.dumps(look(**json.loads(sys.argv[2]))) + "\n")
    else:
        import django

        os.environ["KLANTKLUIS_MODE"] = "development"
        django.setup()
        sys.stdout.write(json.dumps(scenario(**json.loads(sys.argv[1]))) + "\n")
