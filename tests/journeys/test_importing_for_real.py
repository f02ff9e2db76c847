"""A file goes through a real office, by its pages and by its command, and leaves no trace."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from journeys.test_stolen_disk import VAULT, database, dump, open_the_office
from support.prepared import put_tables
from support.scanner import Hit, Scanner
from support.visitor import PROJECT, Visitor, running_office

pytestmark = pytest.mark.processes

ROWS = 2_400
SAMPLES = PROJECT.parent / "shared" / "data" / "imports"
HEAD = "klantnummer;naam;adres;postcode;plaats;land;e-mail;wachtwoord;opmerking\n"
# System, file, and the exit code that all or nothing has to give.
FILES = (
    ("customers", "prestashop/ps16_customers_import.csv", None),
    ("customers", "bagisto/customers.xlsx", None),
    ("customers", "invoiceninja/clients.csv", None),
    ("products", "bagisto/products.csv", 0),
    ("customers", "invoiceninja/quotes.csv", 2),
)


def canaries() -> list[str]:
    """Give values that stand in the file and nowhere else."""
    return [
        *(f"Importvogel{letter * 3}kwinkel" for letter in "bcdfghjklm"),
        *(f"Importlaan{letter * 3}zwaluw" for letter in "bcdfghjklm"),
        *(f"importmees{n}kwikstaart@voorbeeld-import.nl" for n in range(10)),
        "geheimwachtwoordvanimport", "opmerkingoverimportvogels", "FoutevogelZonderNaam",
        "bestandsnaamvanimport",
    ]  # fmt: skip


def the_file() -> bytes:
    """Give a file that is too large to be read while somebody waits, with the canaries in it."""
    found = canaries()
    special = [
        f"{n};Els {found[n]};{found[10 + n]} {n + 1};1234AB;Ede;NL;{found[20 + n]};{found[30]};"
        f"{found[31]}\n"
        for n in range(10)
    ]
    plain = [
        f"{n};Jan Jansen{n:05d};Dorpsstraat {n};1234AB;Ede;NL;jan{n}@example.nl;;{'.' * 60}\n"
        for n in range(10, ROWS)
    ]
    wrong = f"{ROWS};;{found[32]} 1;1234AB;Ede;NL;;;\n"
    return (HEAD + "".join(special + plain) + wrong).encode()


@contextmanager
def watched(directory: Path, scanner: Scanner) -> Iterator[list[Hit]]:
    """Look at a directory all the time, also at files that are there for a moment only."""
    hits: list[Hit] = []
    ending = threading.Event()

    def watch() -> None:
        while not ending.is_set():
            for path in directory.rglob("*"):
                try:
                    hits.extend(scanner.in_bytes(str(path).encode(), "name"))
                    if path.is_file():
                        hits.extend(scanner.in_bytes(path.read_bytes(), str(path)))
                except OSError:
                    continue
            ending.wait(0.02)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield hits
    finally:
        ending.set()
        thread.join()


def until(visitor: Visitor, path: str, words: str) -> None:
    """Look at a page until it says something."""
    end = time.monotonic() + 120
    while words not in visitor.get(path).text:
        assert time.monotonic() < end, visitor.page.text_content()[-1500:]
        time.sleep(0.3)


def by_the_pages(visitor: Visitor, places: list[Path], scanner: Scanner) -> None:
    """Upload, choose, preview and import; after each step nothing stands in clear anywhere."""

    def nothing_in_clear() -> None:
        for place in places:
            hits, size = scanner.in_directory(place)
            assert hits == []
            assert size > 100_000

    visitor.get("/imports/?what=customers")
    visitor.send({"what": "customers"}, files={"file": (f"{canaries()[33]}.csv", the_file())})
    path = "/imports/" + visitor.url.partition("/imports/")[2].partition("/")[0] + "/"
    assert len(path) > 30, visitor.page.text_content()[:600]
    nothing_in_clear()
    until(visitor, path, "column_0")
    assert canaries()[30] not in visitor.page.text_content()
    nothing_in_clear()
    visitor.send({})
    until(visitor, path, "wrong-rows")
    assert canaries()[0] in visitor.get(path).text
    assert canaries()[32] in visitor.get(f"{path}wrong-rows/").text
    nothing_in_clear()
    visitor.get(path)
    visitor.send({"which": "good", "language": "nl"})
    nothing_in_clear()
    until(visitor, path, "De import is klaar")
    assert f">{ROWS}<" in visitor.get(path).text
    nothing_in_clear()


def by_the_command(
    what: str, file: Path, office: Path, environment: dict[str, str], *more: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command as somebody would, with the password on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "klantkluis.office",
         "import", what, str(file), "--dir", str(office), "--staff", "toonbank", *more],
        env=environment, input=f"{VAULT}\n", capture_output=True, text=True, check=False,
        cwd=PROJECT, timeout=240,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_file_is_imported_by_page_and_by_command_and_leaves_no_trace(kind, tmp_path):
    scanner, office = Scanner([*canaries(), VAULT]), tmp_path / "office"
    assert {hit.value for hit in scanner.in_bytes(the_file(), "file")} >= set(canaries()[:33])
    (tmp_path / "tmp").mkdir()
    with database(kind, tmp_path) as (url, _bytes):
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("KLANTKLUIS")
        }
        environment |= {"TMPDIR": str(tmp_path / "tmp"), "HOME": str(tmp_path / "tmp")}
        if url:
            environment["KLANTKLUIS_DATABASE_URL"] = url
        places = [office] if kind == "sqlite" else [office, tmp_path / "pg"]
        with running_office(office, environment) as (visitor, code, stop):
            open_the_office(visitor, code)
            with watched(tmp_path / "tmp", scanner) as hits:
                by_the_pages(visitor, places, scanner)
                mine = Path(str(tmp_path) + "-mine.csv")
                mine.write_bytes(the_file())
                again = by_the_command("customers", mine, office, environment, "--good-rows-only")
            assert hits == []
            stop()
        assert again.returncode == 0, again.stderr[-2000:]
        assert f"added: 0\ncompleted: 0\nunchanged: {ROWS}\nwrong: 1" in again.stdout
        refused = by_the_command("customers", mine, office, environment)
        assert refused.returncode == 1, refused.stderr[-2000:]
        assert f"Line {ROWS + 2}, column “naam”: " in refused.stdout
        assert scanner.in_bytes((refused.stdout + refused.stderr).encode(), "said") == []
        everything = dump(kind, url, tmp_path)
    mine.unlink()
    assert scanner.in_bytes(everything, "dump") == []
    hits, _size = scanner.in_directory(tmp_path)
    assert hits == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of other systems are not here")
def test_the_command_takes_files_of_other_systems_with_a_vault_of_its_own(tmp_path):
    office = tmp_path / "office"
    put_tables(office)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("KLANTKLUIS")
    }
    with running_office(office, environment) as (visitor, code, stop):
        open_the_office(visitor, code)
        stop()
    for what, name, code in FILES:
        first = by_the_command(what, SAMPLES / name, office, environment, "--dry-run")
        assert first.returncode in ({0, 1} if code is None else {code}), (name, first.stderr)
        if first.returncode == 2:
            assert "This is a list of" in first.stderr
            continue
        done = by_the_command(what, SAMPLES / name, office, environment, "--good-rows-only")
        again = by_the_command(what, SAMPLES / name, office, environment, "--good-rows-only")
        assert (done.returncode, again.returncode) == (0, 0), (name, done.stderr, again.stderr)
        assert "added: 0" not in done.stdout.splitlines(), name
        assert "added: 0" in again.stdout.splitlines(), (name, again.stdout)


def test_a_wrong_password_and_an_unknown_name_import_nothing(tmp_path):
    office = tmp_path / "office"
    put_tables(office)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("KLANTKLUIS")
    }
    with running_office(office, environment) as (visitor, code, _stop):
        open_the_office(visitor, code)
        file = tmp_path / "k.csv"
        file.write_text("naam;plaats\nEls van der Berg;Ede\n")
        command = [
            sys.executable, "-m", "klantkluis.office",
            "import", "customers", str(file), "--dir", str(office),
        ]  # fmt: skip
        said = [
            subprocess.run(
                [*command, "--staff", name], env=environment, input=f"{password}\n",
                capture_output=True, text=True, check=False, cwd=PROJECT, timeout=120,
            )
            for name, password in (("toonbank", "dat is het niet, echt niet"), ("niemand", VAULT))
        ]  # fmt: skip
        assert [each.returncode for each in said] == [2, 2]
        assert "That is not the vault password." in said[0].stderr
        assert "Nobody with that log-in name works here." in said[1].stderr
        assert "Els" not in said[0].stderr + said[0].stdout
