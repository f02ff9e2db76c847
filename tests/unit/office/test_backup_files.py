"""The file of a backup: only its readers read it, and what is not whole is said so."""

import os
import signal
import subprocess
import sys
import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from klantkluis.office.backup import facts, packing
from klantkluis.office.backup.dumping import DumpFailed, copy_of, tool_of
from klantkluis.office.backup.facts import note_backup, note_rehearsal, read_facts
from klantkluis.office.backup.making import backups_in
from klantkluis.office.backup.manifest import BackupUnreadable, Head, Manifest, part_of
from klantkluis.office.backup.packing import pack, unpack
from klantkluis.office.backup.workroom import WorkroomTaken, tidy, workroom
from klantkluis.office.place import Mode, Place
from klantkluis.vault import age

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
OURS, SHEET, STRANGER = (bytes([n] * 32) for n in (1, 2, 3))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "office", Mode.SINGLE, f"sqlite:///{tmp_path}/office/office.sqlite3")


def a_backup(tmp_path: Path) -> tuple[Path, Manifest]:
    parts = {"data": tmp_path / "data", "link/pepper": tmp_path / "pepper"}
    parts["data"].write_bytes(os.urandom(3_000_000))
    parts["link/pepper"].write_bytes(bytes(32))
    manifest = Manifest(
        made_at=NOW, program="0.1.0", database="sqlite", migrations={"office": "0001_x"},
        counts={"customers_customer": 7}, ledger=Head(3, "ab"), audit=Head(9, "cd"),
        parts={name: part_of(path) for name, path in parts.items()},
    )  # fmt: skip
    target = tmp_path / "klantkluis-20261126T120000Z.age"
    pack(manifest, parts, [age.recipient(OURS), age.recipient(SHEET)], target)
    return target, manifest


@pytest.mark.parametrize("secret", [OURS, SHEET])
def test_each_reader_gets_the_same_back(tmp_path, secret):
    target, manifest = a_backup(tmp_path)
    into = tmp_path / "into"
    into.mkdir()
    assert unpack(target, age.identity(secret), into) == manifest
    assert (into / "data").read_bytes() == (tmp_path / "data").read_bytes()
    assert (into / "link/pepper").stat().st_mode & 0o077 == 0
    assert target.stat().st_mode & 0o077 == 0


def test_a_stranger_reads_nothing(tmp_path):
    target, _ = a_backup(tmp_path)
    with pytest.raises(BackupUnreadable, match="This key does not open"):
        unpack(target, age.identity(STRANGER), tmp_path)


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "text"])
def test_what_is_not_whole_is_said_so(tmp_path, harm):
    target, _ = a_backup(tmp_path)
    content = bytearray(target.read_bytes())
    if harm == "changed":
        content[1_500_000] ^= 1
    size = {"cut": 2_000_000, "empty": 0}.get(harm, len(content))
    target.write_bytes(b"no backup at all" if harm == "text" else content[:size])
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(BackupUnreadable):
        unpack(target, age.identity(OURS), into)


@pytest.mark.parametrize(
    "name", ["../evil", "link/../../evil", "link/.ssh", "/etc/passwd", "other"]
)
def test_whoever_makes_a_backup_up_reaches_no_file_elsewhere(tmp_path, name):
    evil = tmp_path / "evil"
    evil.write_bytes(b"evil")
    _, good = a_backup(tmp_path)
    manifest = replace(good, parts={name: part_of(evil)})
    target = tmp_path / "made-up.age"
    pack(manifest, {name: evil}, [age.recipient(OURS)], target)
    into = tmp_path / "a" / "into"
    into.mkdir(parents=True)
    with pytest.raises(BackupUnreadable):
        unpack(target, age.identity(OURS), into)
    assert list(into.rglob("*")) == []


def test_a_file_that_the_manifest_does_not_name_is_not_taken(tmp_path):
    parts = {"data": tmp_path / "data"}
    parts["data"].write_bytes(b"x")
    _, good = a_backup(tmp_path)
    target = tmp_path / "other.age"
    pack(replace(good, parts={}), parts, [age.recipient(OURS)], target)
    with pytest.raises(BackupUnreadable):
        unpack(target, age.identity(OURS), tmp_path)


def test_another_archive_is_no_backup_of_ours(tmp_path):
    archive, target = tmp_path / "x.tgz", tmp_path / "x.age"
    (tmp_path / "note").write_text("hello")
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(tmp_path / "note", "note")
    to = pyrage.x25519.Recipient.from_str(age.recipient(OURS))
    target.write_bytes(pyrage.encrypt(archive.read_bytes(), [to]))
    with pytest.raises(BackupUnreadable, match="no backup"):
        unpack(target, age.identity(OURS), tmp_path)


def test_a_newer_format_is_said_and_not_guessed(tmp_path):
    with pytest.raises(BackupUnreadable, match="newer version"):
        Manifest.read('{"format": 2}')
    with pytest.raises(BackupUnreadable):
        Manifest.read("[]")


def test_a_full_disk_leaves_no_half_backup(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        a_backup(tmp_path)
    assert not list(tmp_path.glob("*.age*"))
    assert not list(tmp_path.glob(".*.part"))


def test_the_workroom_is_empty_before_and_after_and_of_one_at_a_time(place):
    with workroom(place) as room:
        (room / "data").write_text("sealed")
        with pytest.raises(WorkroomTaken), workroom(place):
            pass
        tidy(place)
        assert (room / "data").exists()
    assert [path.name for path in room.iterdir()] == [".lock"]


def test_what_a_killed_backup_left_goes_at_the_next_start(place):
    place.root.mkdir()
    script = (
        "import os, signal; from pathlib import Path;"
        "from klantkluis.office.backup.workroom import workroom;"
        "from klantkluis.office.place import Mode, Place;"
        f"place = Place(Path({str(place.root)!r}), Mode.SINGLE, '');"
        "room = workroom(place).__enter__(); (room / 'data').write_text('sealed');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    left = place.root / "backup-work" / "data"
    assert left.exists()
    tidy(place)
    assert not left.exists()


def test_what_was_made_and_rehearsed_is_known_and_nobody_writes_it_by_hand(place):
    place.root.mkdir()
    assert read_facts(place) == facts.Facts()
    note_backup(place, at=NOW, size=7)
    note_rehearsal(place, at=NOW + timedelta(days=1), rows_opened=40)
    note_backup(place, at=NOW + timedelta(days=2), size=8)
    known = read_facts(place)
    assert known == facts.Facts(NOW, NOW + timedelta(days=2), 8, NOW + timedelta(days=1), 40)
    assert place.backup_facts.stat().st_mode & 0o077 == 0
    place.backup_facts.write_text(place.backup_facts.read_text()[:-2] + "xx")
    assert read_facts(place) == facts.Facts()


def test_a_backup_is_late_after_two_days_and_a_rehearsal_after_a_hundred():
    made = facts.Facts(NOW, NOW, 1)
    assert not made.backup_is_late(NOW + timedelta(days=2))
    assert made.backup_is_late(NOW + timedelta(days=2, seconds=1))
    assert facts.Facts().backup_is_late(NOW)
    assert not facts.Facts().rehearsal_is_late(NOW)
    assert not made.rehearsal_is_late(NOW + timedelta(days=6))
    assert made.rehearsal_is_late(NOW + timedelta(days=8))
    tried = replace(made, last_rehearsal=NOW + timedelta(days=8))
    assert not tried.rehearsal_is_late(NOW + timedelta(days=108))
    assert tried.rehearsal_is_late(NOW + timedelta(days=109))


def test_only_files_with_the_name_of_a_backup_are_backups(tmp_path):
    target, _ = a_backup(tmp_path)
    for name in ("klantkluis-yesterday.age", "other.age", "klantkluis-20261126T120000Z.txt"):
        (tmp_path / name).touch()
    assert backups_in(tmp_path) == [target]


def test_a_tool_that_is_nowhere_is_said_with_what_to_do(monkeypatch):
    monkeypatch.setenv("KLANTKLUIS_PG_BIN", "/nowhere")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DumpFailed, match="Install the client tools"):
        tool_of("postgresql://u@/x?host=/nowhere", "pg_dump_of_nobody")


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DumpFailed, match=r"There is no file office\.sqlite3"):
        copy_of(tmp_path / "office.sqlite3", tmp_path / "copy")
