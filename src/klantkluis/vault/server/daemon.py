"""vaultd: the vault server as a process of its own behind a Unix socket.

It ends when the vault is locked, for nothing else wipes the memory of a Python process, and its
supervisor (systemd, or the office command) starts it anew and empty.
"""

import argparse
import contextlib
import ctypes
import fcntl
import logging
import os
import pwd
import resource
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from klantkluis.vault import protocol
from klantkluis.vault.index.source import source_of
from klantkluis.vault.refusals import AuditUnwritable, ProtocolError
from klantkluis.vault.server.access import lock_if_empty
from klantkluis.vault.server.copying import keep_copies
from klantkluis.vault.server.settings import MODES, PRODUCTION, STRICT
from klantkluis.vault.server.state import Circumstances, VaultServer
from klantkluis.vault.server.verbs import VERBS
from klantkluis.vault.slots import LEAST_MEMORY_KIB, KdfCost

log = logging.getLogger("klantkluis.vault")

_PR_SET_DUMPABLE = 4
_PEER = struct.Struct("3i")  # pid, uid, gid
_HOUR = 3600.0
_LOOK_AT_COPIES = 60.0
_MOST_CONNECTIONS = 256


class CannotStart(SystemExit):
    """vaultd refuses to start; the text says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run vaultd until it is locked or told to end.

    Raises:
        CannotStart: as the wrong user, or beside another vaultd.
    """
    options = _options(argv)
    logging.basicConfig(level=logging.INFO, format="vaultd: %(message)s", stream=sys.stderr)
    peers = _peer_uids(options.peer_user)
    _refuse_wrong_user(options.mode, peers)
    harden()
    keep = _only_one(options.keystore)
    circumstances = Circumstances(
        options.keystore,
        options.audit,
        options.server_key,
        options.mode,
        copies=tuple(options.copies),
        source=source_of(options.database),
        cost=_cost(options.password_memory_mib, options.mode),
    )
    for path in (options.keystore, options.audit, options.server_key, options.socket):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    daemon = Daemon(VaultServer(circumstances, VERBS), options.socket, peers)
    daemon.watch_parent = os.getppid() if options.with_parent else 0
    daemon.run(shared=options.mode == PRODUCTION)
    keep.close()
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="klantkluis vaultd", description=__doc__)
    parser.add_argument("--keystore", type=Path, required=True, help="file with the keys")
    parser.add_argument("--audit", type=Path, required=True, help="file with the log")
    parser.add_argument("--server-key", type=Path, required=True, help="key of this machine")
    parser.add_argument("--socket", type=Path, required=True, help="socket to listen on")
    parser.add_argument("--database", default="", help="URL of the main database, read-only")
    parser.add_argument(
        "--copies", type=Path, action="append", default=[], metavar="DIR",
        help="folder for copies of the keystore; best on another disk; may be given again",
    )  # fmt: skip
    parser.add_argument("--mode", choices=MODES, default=PRODUCTION)
    parser.add_argument("--peer-user", default="", help="user who may connect; default: oneself")
    parser.add_argument(
        "--password-memory-mib",
        type=int,
        default=KdfCost().memory_kib // 1024,
        help="cost of one try of a password; less than the default is refused in production",
    )
    parser.add_argument("--with-parent", action="store_true", help="end when the parent ends")
    return parser.parse_args(argv)


def _cost(memory_mib: int, mode: str) -> KdfCost:
    cost = KdfCost(memory_kib=memory_mib * 1024)
    least = KdfCost().memory_kib if mode in STRICT else LEAST_MEMORY_KIB
    if cost.memory_kib < least:
        raise CannotStart("vaultd: a try of a password must cost more memory")
    return cost


def _peer_uids(name: str) -> frozenset[int]:
    if not name:
        return frozenset({os.getuid()})
    try:
        return frozenset({pwd.getpwnam(name).pw_uid})
    except KeyError:
        raise CannotStart(f"vaultd: there is no user {name}") from None


def _refuse_wrong_user(mode: str, peers: frozenset[int]) -> None:
    if mode != PRODUCTION:
        return
    if os.getuid() == 0:
        raise CannotStart("vaultd: refuses to run as root")
    if os.getuid() in peers:
        raise CannotStart("vaultd: needs a user of its own, other than the one that connects")


def harden() -> None:
    """Leave no core dump, and let no other process of this user look into the memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise CannotStart("vaultd: the memory cannot be shielded (PR_SET_DUMPABLE)")
    os.umask(0o077)


def _only_one(keystore: Path) -> IO[str]:
    keystore.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = (keystore.parent / "vaultd.lock").open("w")
    # The one before may be on its way out after a lock.
    for _ in range(50):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return file
    raise CannotStart("vaultd: another vaultd uses this keystore")


class Daemon:
    """Accepts connections, one thread each, and keeps the clock of the vault."""

    def __init__(self, server: VaultServer, path: Path, peers: frozenset[int]) -> None:
        self._server = server
        self._path = path
        self._peers = peers
        self._places = threading.Semaphore(_MOST_CONNECTIONS)
        self.watch_parent = 0

    def run(self, *, shared: bool) -> None:
        """Listen until the process ends; `shared` lets the socket's group connect."""
        signal.signal(signal.SIGTERM, self._told_to_end)
        signal.signal(signal.SIGINT, self._told_to_end)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        listener.bind(str(self._path))
        self._path.chmod(0o660 if shared else 0o600)
        listener.listen(64)
        threading.Thread(target=self._keep_time, name="clock", daemon=True).start()
        threading.Thread(target=self._keep_copies, name="copies", daemon=True).start()
        log.info("listening, locked")
        while True:
            stream, _ = listener.accept()
            self._places.acquire()
            threading.Thread(target=self._serve, args=(stream,), daemon=True).start()

    def _serve(self, stream: socket.socket) -> None:
        try:
            with stream, contextlib.suppress(OSError, ProtocolError):
                self._check_peer(stream)
                while (data := protocol.receive(stream)) is not None:
                    protocol.send(stream, self._answer(data))
                    if self._server.was_locked.is_set():
                        self.end("locked")
        finally:
            self._server.store.close_thread()
            self._places.release()

    def _answer(self, data: bytes) -> bytes:
        try:
            return protocol.encode(self._server.handle(protocol.decode(data)))
        except ProtocolError as error:
            return protocol.encode({"fault": str(error)})

    def _check_peer(self, stream: socket.socket) -> None:
        raw = stream.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
        _, uid, _ = _PEER.unpack(raw)
        if uid not in self._peers:
            self._server.alarm("strange_peer", uid=uid)
            raise ProtocolError("strange peer")

    def _keep_time(self) -> None:
        """Each second: bring looks to the disk, end what is over; each hour: sign the log."""
        signed = time.monotonic()
        while True:
            time.sleep(1)
            with contextlib.suppress(OSError):
                self._server.audit.sync()
            if lock_if_empty(self._server):
                self.end("nobody left")
            if self.watch_parent and os.getppid() != self.watch_parent:
                self.end("parent gone")
            if self._server.is_open and time.monotonic() - signed >= _HOUR:
                signed = time.monotonic()
                with contextlib.suppress(AuditUnwritable):
                    self._server.audit.checkpoint()

    def _keep_copies(self) -> None:
        """Each minute, and right after an erasure: look after the copies of the keystore."""
        while True:
            keep_copies(self._server)
            self._server.copies.wanted.wait(_LOOK_AT_COPIES)

    def _told_to_end(self, _signal: int, _frame: FrameType | None) -> None:
        # Not in the handler itself: a lock of the log may be held by this very thread.
        threading.Thread(target=self.end, args=("told to end",)).start()

    def end(self, why: str) -> None:
        """End the process at once; nothing of it stays in memory."""
        with contextlib.suppress(AuditUnwritable):
            if self._server.is_open:
                self._server.audit.checkpoint()
        with contextlib.suppress(OSError):
            self._server.audit.sync()
        self._server.copies.drop_unfinished()
        with contextlib.suppress(OSError):
            self._path.unlink()
        log.info("ends: %s", why)
        sys.stderr.flush()
        os._exit(0)
