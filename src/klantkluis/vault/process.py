"""vaultd as a child of the office command, in development and demo; production has systemd."""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from klantkluis.vault.connection import SocketConnection
from klantkluis.vault.staff import Vault

START_SECONDS = 30.0
STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class VaultPlace:
    """Where a vault keeps its things, its mode, and the URL of the main database.

    `copies` are the folders for copies of the keystore. `password_memory_mib` makes passwords
    cheaper for tests; production refuses less than 256.
    """

    keystore: Path
    audit: Path
    server_key: Path
    socket: Path
    mode: str
    database_url: str
    password_memory_mib: int = 256
    copies: tuple[Path, ...] = ()

    def arguments(self) -> list[str]:
        """Give the command line of vaultd."""
        return [
            f"--keystore={self.keystore}",
            f"--audit={self.audit}",
            f"--server-key={self.server_key}",
            f"--socket={self.socket}",
            f"--mode={self.mode}",
            f"--database={self.database_url}",
            f"--password-memory-mib={self.password_memory_mib}",
            *(f"--copies={place}" for place in self.copies),
        ]


class VaultDidNotStart(Exception):  # noqa: N818 - a sentence for who starts the office
    """vaultd ended or did not answer; its own words are on standard error."""


class VaultProcess:
    """A supervised vaultd: started again, empty, whenever it ends by itself.

    Use it as a context manager, from a thread that lives as long as the office.
    """

    def __init__(
        self, place: VaultPlace, *, interpreter: Sequence[str] = (sys.executable,)
    ) -> None:
        self._place = place
        self._command = [*interpreter, "-m", "klantkluis.vault.server", *place.arguments()]
        self._child: subprocess.Popen[bytes] | None = None
        self._ending = threading.Event()
        self._guard = threading.Lock()
        self.starts = 0

    def __enter__(self) -> "VaultProcess":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Give the process id of the vaultd that runs now."""
        assert self._child is not None, "start it first"
        return self._child.pid

    def vault(self) -> Vault:
        """Give a client for it."""
        return Vault(SocketConnection(self._place.socket))

    def start(self) -> None:
        """Start vaultd and wait until it answers.

        Raises:
            VaultDidNotStart: it ended, or is silent for ten seconds.
        """
        self._ending.clear()
        self._spawn()
        self.wait_until_ready()
        threading.Thread(target=self._supervise, name="vaultd supervisor", daemon=True).start()

    def _spawn(self) -> None:
        with self._guard:
            self._child = subprocess.Popen([*self._command, "--with-parent"])  # noqa: S603
            self.starts += 1

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until vaultd answers.

        Raises:
            VaultDidNotStart: it ended, or is silent for so long.
        """
        vault, until = self.vault(), time.monotonic() + seconds
        while time.monotonic() < until:
            if vault.status().is_running:
                return
            if self._child is not None and self._child.poll() not in {None, 0}:
                raise VaultDidNotStart(f"vaultd ended with code {self._child.returncode}")
            time.sleep(0.02)
        raise VaultDidNotStart("vaultd does not answer")

    def _supervise(self) -> None:
        while not self._ending.is_set():
            assert self._child is not None, "a supervisor has a child"
            began = time.monotonic()
            code = self._child.wait()
            if self._ending.is_set():
                return
            if code != 0 and time.monotonic() - began < 1:
                self._ending.wait(1)  # do not spin when it cannot start
            self._spawn()

    def stop(self) -> None:
        """End vaultd, which signs its log first; kill it if it takes over five seconds."""
        self._ending.set()
        with self._guard:
            child = self._child
        if child is None or child.poll() is not None:
            return
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        self._place.socket.unlink(missing_ok=True)
