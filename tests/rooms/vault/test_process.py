"""The real vaultd behind its socket: what only a process of its own can promise."""

import contextlib
import os
import pwd
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from klantkluis.vault.client import SocketConnection
from klantkluis.vault.process import START_SECONDS, VaultDidNotStart, VaultPlace, VaultProcess
from klantkluis.vault.purposes import JobKind, Purpose, Role
from klantkluis.vault.refusals import (
    PasswordRefused,
    SubjectErased,
    VaultLocked,
    VaultUnavailable,
)
from klantkluis.vault.rows import SealedRow
from klantkluis.vault.staff import StaffVault, Vault
from unit.vault.helpers import JAN, customer, saved

pytestmark = pytest.mark.processes

PASSWORD = "vijf losse woorden samen"


def place(folder: Path, mode: str = "demo", database: str = "") -> VaultPlace:
    return VaultPlace(
        folder / "keys" / "keystore.sqlite3",
        folder / "audit" / "audit.sqlite3",
        folder / "server.key",
        folder / "vaultd.sock",
        mode,
        database,
        password_memory_mib=256 if mode == "production" else 64,
    )


class Running:
    """A vaultd with its owner inside."""

    def __init__(self, process: VaultProcess) -> None:
        self.process = process
        self.vault: Vault = process.vault()
        self.installed = self.vault.setup(staff="owner", password=PASSWORD, session="s")
        self.owner: StaffVault = self.vault.session(token=self.installed.token, session="s")

    def enter(self) -> StaffVault:
        token = self.vault.unlock(staff="owner", password=PASSWORD, session="s")
        return self.vault.session(token=token, session="s")

    def wait_for_new_process(self, old: int) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process.pid != old and self.vault.status().is_running:
                return
            time.sleep(0.02)
        pytest.fail("vaultd did not come back")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with VaultProcess(place(tmp_path)) as process:
        yield Running(process)


def test_a_day_over_the_socket(running):
    row = saved(running.owner, customer())
    assert running.owner.open(Purpose.FILE, [row]) == [JAN]
    assert running.owner.search("jan").total == 0  # nothing was saved in a main database
    assert running.vault.status().is_open
    assert running.owner.verify_audit()["ok"]


def test_a_lock_ends_the_process_and_an_empty_one_takes_its_place(running):
    row, pid = saved(running.owner, customer()), running.process.pid
    running.owner.lock()
    running.wait_for_new_process(pid)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not running.vault.status().is_open
    with pytest.raises(VaultLocked):
        running.owner.open(Purpose.FILE, [row])
    assert running.enter().open(Purpose.FILE, [row]) == [JAN]
    assert running.vault.status().audit["number"] > 0


def test_who_unlocks_right_after_a_lock_waits_for_the_new_process(running):
    began = time.monotonic()
    running.owner.lock()
    assert running.enter().is_open
    assert time.monotonic() - began < START_SECONDS


def test_closing_the_last_session_ends_the_process(running):
    pid = running.process.pid
    running.owner.close()
    running.wait_for_new_process(pid)
    assert not running.vault.status().is_open


def test_a_lease_keeps_the_vault_open_for_the_worker(running):
    row, pid, job = saved(running.owner, customer()), running.process.pid, uuid4()
    running.owner.lease(job, JobKind.REMINDERS, subjects=5, minutes=1)
    running.owner.close()
    worker = Vault(SocketConnection(running.process._place.socket)).claim(job)
    assert worker.open(Purpose.CONTACT, [row])[0]["email"] == JAN["email"]
    time.sleep(1.3)  # the clock of the vault has ticked
    assert running.process.pid == pid
    worker._call("END_LEASE", job=job.hex)
    running.wait_for_new_process(pid)


def test_two_people_are_in_at_once_and_many_threads_too(running):
    code = running.owner.enrol(
        "sanne", [Role.SALES], grant=running.owner.confirm("enrol", PASSWORD)
    )
    token = running.vault.join(staff="sanne", code=code, password="iets heel anders", session="t")
    sanne = running.vault.session(token=token, session="t")
    row = saved(sanne, customer())
    failures: list[BaseException] = []

    def read(session: StaffVault) -> None:
        try:
            for _ in range(20):
                assert session.open(Purpose.FILE, [row]) == [JAN]
        except BaseException as error:
            failures.append(error)

    threads = [
        threading.Thread(target=read, args=(session,)) for session in (sanne, running.owner) * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert running.vault.status().people == 2
    assert running.owner.verify_audit()["ok"]


def kill(running: Running) -> None:
    pid = running.process.pid
    os.kill(pid, signal.SIGKILL)
    running.wait_for_new_process(pid)


def test_nothing_that_was_answered_is_lost_in_a_kill(running):
    for _ in range(3):
        rows = [saved(running.owner, customer()) for _ in range(5)]
        running.owner.index([row.uid for row in rows])
        events = running.vault.status().audit["number"]
        kill(running)
        assert running.vault.status().audit["number"] == events
        running.owner = running.enter()
        assert running.owner.open(Purpose.FILE, rows) == [JAN] * 5
        assert running.owner.check_rows(rows) == ()
        assert running.owner.verify_audit()["ok"]


def test_an_erasure_is_done_or_resumed_after_a_kill_in_its_midst(running, tmp_path):
    rows = [saved(running.owner, customer()) for _ in range(6)]
    for row in rows:
        grant = running.owner.confirm("shred", PASSWORD)

        def act(uid: UUID = row.uid, grant: str = grant) -> None:
            with contextlib.suppress(VaultUnavailable, VaultLocked):
                running.owner.shred(uid, reason="request", grant=grant)

        thread = threading.Thread(target=act)
        thread.start()
        time.sleep(0.001 * rows.index(row))
        kill(running)
        thread.join()
        running.owner = running.enter()
        keystore = sqlite3.connect(f"file:{tmp_path}/keys/keystore.sqlite3?mode=ro", uri=True)
        has_key = keystore.execute(
            "SELECT 1 FROM subject_key WHERE uid = ?", (row.uid.bytes,)
        ).fetchone()
        buried = keystore.execute(
            "SELECT 1 FROM tombstone WHERE uid_or_class = ?", (row.uid.hex,)
        ).fetchone()
        keystore.close()
        assert bool(has_key) != bool(buried)
        if buried:
            with pytest.raises(SubjectErased):
                running.owner.open(Purpose.FILE, [row])
        else:
            assert running.owner.open(Purpose.FILE, [row]) == [JAN]
    assert running.owner.verify_audit()["ok"]


def test_a_rotation_is_resumed_after_a_kill_in_its_midst(running, tmp_path):
    session = running.owner
    plain = [customer() for _ in range(3000)]
    results = session.seal(plain)
    rows = [
        SealedRow(row.table, row.uid, row.owner, row.rev, row.schema, result.sealed)
        for row, result in zip(plain, results, strict=True)
    ]
    session.rotate(grant=session.confirm("rotate", PASSWORD))
    kill(running)
    session = running.enter()
    assert session.open(Purpose.FILE, rows[:200]) == [JAN] * 200
    until = time.monotonic() + 30
    while running.vault.status().rotation["state"] != "idle" and time.monotonic() < until:
        time.sleep(0.05)
    keystore = sqlite3.connect(f"file:{tmp_path}/keys/keystore.sqlite3?mode=ro", uri=True)
    for table in ("subject_key", "vmk", "slot_vmk"):
        assert keystore.execute(f"SELECT DISTINCT epoch FROM {table}").fetchall() == [(2,)]
    keystore.close()
    assert session.open(Purpose.FILE, rows[200:290]) == [JAN] * 90


def test_the_memory_is_shielded_and_files_are_for_their_owner_only(running, tmp_path):
    status = Path(f"/proc/{running.process.pid}/limits").read_text()
    assert [line.split()[4:6] for line in status.splitlines() if "core file" in line] == [
        ["0", "0"]
    ]
    assert Path(f"/proc/{running.process.pid}").stat().st_uid == 0  # not dumpable: root's
    for name in ("keys/keystore.sqlite3", "audit/audit.sqlite3", "server.key", "vaultd.sock"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert (tmp_path / "server.key").stat().st_mode & 0o777 == 0o400


def test_wrong_passwords_are_refused_over_the_socket(running):
    with pytest.raises(PasswordRefused):
        running.vault.unlock(staff="owner", password="fout", session="s")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\xff\xff\xff\xff",
        struct.pack(">I", 5) + b"hello",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 100) + b"{}",
        struct.pack(">I", 4) + b"\xff\xfe\xfd\xfc",
    ],
)
def test_nonsense_on_the_socket_harms_nobody(running, tmp_path, data):
    stream = socket.socket(socket.AF_UNIX)
    stream.settimeout(30)
    stream.connect(str(tmp_path / "vaultd.sock"))
    stream.sendall(data)
    stream.shutdown(socket.SHUT_WR)
    with contextlib.suppress(OSError):
        answer = stream.recv(1000)
        assert b'"ok"' not in answer
    stream.close()
    assert running.owner.is_open


def test_a_second_vaultd_on_the_same_keystore_does_not_start(running, tmp_path):
    other = VaultProcess(
        VaultPlace(
            tmp_path / "keys" / "keystore.sqlite3",
            tmp_path / "a",
            tmp_path / "b",
            tmp_path / "second.sock",
            "demo",
            "",
        )
    )
    with pytest.raises(VaultDidNotStart):
        other.start()
    other.stop()
    assert running.owner.is_open


def run_vaultd(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    arguments = [*place(folder, mode="production").arguments(), *more]
    return subprocess.run(
        [sys.executable, "-m", "klantkluis.vault.server", *arguments],
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip


def test_production_refuses_root_and_the_user_that_connects(tmp_path):
    done = run_vaultd(tmp_path)
    assert done.returncode != 0
    assert "refuses to run as root" in done.stderr or "user of its own" in done.stderr
    assert not (tmp_path / "keys").exists()


def test_the_vault_says_itself_what_lies_in_its_own_folders(running, tmp_path):
    def looked() -> dict[str, tuple[int, bool]]:
        found = running.vault.upkeep().own_files(read=True)
        return {each.name: (each.accounts, each.copied is not None) for each in found}

    there = looked()
    assert {"keystore.sqlite3", "audit.sqlite3"} <= set(there)
    assert not any(accounts or copied for accounts, copied in there.values())
    (tmp_path / "audit" / "by-hand.log").write_text("betaald van NL20 INGB 0001 2345 67")
    (tmp_path / "keys" / "keystore-of-before.sqlite3").write_bytes(b"keys")
    old = running.process.pid
    running.owner.lock()
    running.wait_for_new_process(old)
    found = looked()
    assert found["by-hand.log"] == (1, False)
    assert found["keystore-of-before.sqlite3"] == (0, True)
    assert {name for name, (accounts, _) in found.items() if accounts} == {"by-hand.log"}
    unread = list(running.vault.upkeep().own_files(read=False))
    assert {each.name for each in unread} == set(found)
    assert not any(each.accounts for each in unread)


def test_production_refuses_a_peer_that_does_not_exist(tmp_path):
    done = run_vaultd(tmp_path, "--peer-user=nobody-of-that-name")
    assert done.returncode != 0
    assert "there is no user" in done.stderr


def test_production_refuses_cheap_passwords(tmp_path):
    done = run_vaultd(tmp_path, "--peer-user=nobody", "--password-memory-mib=64")
    assert done.returncode != 0
    assert not (tmp_path / "keys" / "keystore.sqlite3").exists()


def status_as(path: Path, uid: int) -> bool:
    """Ask for the status as another user, in a fork."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    code = 1
    try:
        os.setuid(uid)
        stream = socket.socket(socket.AF_UNIX)
        stream.connect(str(path))
        stream.sendall(struct.pack(">I", 17) + b'{"verb":"STATUS"}')
        code = 0 if b'"ok"' in stream.recv(1000) else 1
    finally:
        os._exit(code)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become two other users")
def test_only_the_user_of_the_web_server_may_connect():
    with tempfile.TemporaryDirectory() as folder:  # other users cannot enter pytest's own
        _only_nobody_may_connect(Path(folder))


def _only_nobody_may_connect(folder):
    folder.chmod(0o755)
    vaultd = subprocess.Popen(
        [sys.executable, "-m", "klantkluis.vault.server", *place(folder).arguments(),
         "--peer-user=nobody"]
    )  # fmt: skip
    path, until = folder / "vaultd.sock", time.monotonic() + 10
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    path.chmod(0o666)  # the group of the socket is systemd's work; this is about the peer's uid
    try:
        assert status_as(path, pwd.getpwnam("nobody").pw_uid)
        assert not status_as(path, pwd.getpwnam("daemon").pw_uid)
        assert not status_as(path, 0)
    finally:
        vaultd.terminate()
        assert vaultd.wait(30) == 0


def test_vaultd_ends_with_its_parent(tmp_path):
    script = (
        "import os, sys; from pathlib import Path;"
        "from klantkluis.vault.process import VaultPlace, VaultProcess;"
        f"d = Path({str(tmp_path)!r});"
        "p = VaultProcess(VaultPlace(d/'k'/'k', d/'a'/'a', d/'s', d/'x.sock', 'demo', ''));"
        "p.start(); print(p.pid, flush=True); os._exit(1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=False
    )
    pid, until = int(done.stdout), time.monotonic() + 30
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]:
            return
        time.sleep(0.05)
    pytest.fail("vaultd outlived its parent")


def test_a_dead_socket_is_a_locked_vault(tmp_path):
    vault = Vault(SocketConnection(tmp_path / "nobody.sock"))
    assert not vault.status().is_running
    with pytest.raises(VaultLocked):
        vault.session(token="x", session="y").search("")
    assert not vault.session(token="x", session="y").is_open
