"""A packaged office: who may read which file, and units that agree with one another."""

import re
import stat
from pathlib import Path

import pytest

from klantkluis.office import ownership
from klantkluis.office.backup import restoring
from klantkluis.office.backup.making import LINK
from klantkluis.office.ownership import let_group_look, let_group_read
from klantkluis.office.place import Mode, Place

DEPLOY = Path(__file__).parents[3] / "deploy"
UNITS = {path.name: path.read_text() for path in (DEPLOY / "systemd").glob("klantkluis-*.*")}
README = (DEPLOY / "README.md").read_text()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    found = tmp_path / "office.sqlite3"
    for end in ("", "-wal", "-shm"):
        path = found.with_name(found.name + end)
        path.touch(mode=0o600)
    return found


def test_the_vault_reads_the_database_of_a_folder_that_is_for_both(database):
    database.parent.chmod(0o2770)
    let_group_read(database)
    assert {mode_of(path) for path in database.parent.iterdir()} == {0o660}


@pytest.mark.parametrize("mode", [0o700, 0o750, 0o755])
def test_the_database_of_one_user_stays_with_that_user(database, mode):
    database.parent.chmod(mode)
    let_group_read(database)
    assert {mode_of(path) for path in database.parent.iterdir()} == {0o600}


def test_a_backup_can_be_looked_through_by_who_may_look_in_its_folder(tmp_path):
    backup = tmp_path / "klantkluis-1.age"
    backup.touch(mode=0o600)
    tmp_path.chmod(0o700)
    let_group_look(backup)
    assert mode_of(backup) == 0o600
    tmp_path.chmod(0o750)
    let_group_look(backup)
    assert mode_of(backup) == 0o640


@pytest.fixture
def given(monkeypatch) -> list[Path]:
    """What root gives to whom its folder belongs, as if this were root."""
    found: list[Path] = []
    monkeypatch.setattr(ownership.os, "geteuid", lambda: 0)
    monkeypatch.setattr(ownership.os, "chown", lambda path, *_of: found.append(Path(path)))
    return found


def test_what_root_makes_in_a_restore_is_for_the_user_of_the_pages(tmp_path, given):
    place = Place(tmp_path / "office", Mode.PRODUCTION, "sqlite:////nowhere/office.sqlite3")
    place.root.mkdir()
    assert place.secret_key() == place.secret_key()
    unpacked = tmp_path / "unpacked"
    (unpacked / LINK).mkdir(parents=True)
    (unpacked / LINK / "office.key").write_bytes(b"key")
    restoring._put_links_back(place, unpacked)
    assert given == [place.root / "secret.key", place.link, place.link / "office.key"]


def values(unit: str, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNITS[unit], re.MULTILINE)


def test_the_puller_cannot_reach_the_socket_of_the_vault():
    (socket,) = re.findall(r"--socket=(\S+)", UNITS["klantkluis-vaultd.service"])
    assert f"KLANTKLUIS_VAULT_SOCKET={socket}" in README
    shut = " ".join(values("klantkluis-puller.service", "InaccessiblePaths")).split()
    assert f"-{Path(socket).parent}" in shut
    (kept,) = values("klantkluis-vaultd.service", "RuntimeDirectoryPreserve")
    assert kept == "yes", "a lock would give the puller a folder that is not shut"


def test_every_folder_that_a_unit_names_is_made():
    """A unit with a folder that is not there does not start, unless a minus says it may be away."""
    made = set(re.findall(r"^d (\S+)", (DEPLOY / "systemd/klantkluis.tmpfiles").read_text(), re.M))
    for unit in UNITS:
        named = values(unit, "InaccessiblePaths") + values(unit, "ReadWritePaths")
        for path in " ".join(named).split():
            assert path.startswith("-") or path in made, f"{unit} names {path}"


def test_every_unit_is_copied_and_every_one_that_runs_is_switched_on():
    assert re.search(r"cp deploy/systemd/\*\.service deploy/systemd/\*\.timer ", README)
    switched = set(re.findall(r"(klantkluis-[\w.]+)", " ".join(
        re.findall(r"systemctl enable --now (.*)", README)
    )))  # fmt: skip
    assert switched == {
        "klantkluis-vaultd", "klantkluis-web", "klantkluis-jobs", "klantkluis-puller",
        "klantkluis-backup.timer",
    }  # fmt: skip


def test_the_pages_are_for_this_machine_until_somebody_says_otherwise():
    unit = UNITS["klantkluis-web.service"]
    assert "Environment=KLANTKLUIS_LISTEN=127.0.0.1" in unit
    assert unit.index("Environment=KLANTKLUIS_LISTEN") < unit.index("EnvironmentFile=")
    assert "web --host=${KLANTKLUIS_LISTEN}" in unit
