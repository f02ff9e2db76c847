"""Running an office: vault, web server and job worker, started together and stopped cleanly."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import django
from django.core.management import call_command

from klantkluis.office.backup.dumping import file_of, kind_of
from klantkluis.office.backup.workroom import tidy
from klantkluis.office.cli.certificates import certificate_for
from klantkluis.office.own_vault import vault_place
from klantkluis.office.ownership import let_group_read
from klantkluis.office.place import Place
from klantkluis.vault.process import VaultProcess

STOP_SECONDS = 10


def prepare() -> Place:
    """Make the directories and bring the database up to date; give the place."""
    place = Place.from_environment()
    place.prepare()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if kind_of(place.database_url) == "sqlite":
        let_group_read(file_of(place.database_url))
    return place


def run_office(*, host: str, port: int) -> int:
    """Run a real office until it is told to stop; an empty one shows the first-run page.

    Outside this machine it speaks HTTPS only: with the certificate of KLANTKLUIS_CERTIFICATE and
    KLANTKLUIS_CERTIFICATE_KEY, or with one that it makes itself at the first start.
    """
    place = prepare()
    print(f"Klantkluis: https://{host}:{port}/", flush=True)
    say_first_code(place)
    certificate = certificate_for(place, host)
    return serve(place, host=host, port=port, certificate=certificate)


def say_first_code(place: Place) -> None:
    """Say in the terminal, or the journal, with which code the first account is made."""
    from klantkluis.office.access.commands import office_is_new  # after Django's setup
    from klantkluis.office.setup.code import first_run_code

    if office_is_new():
        print(f"Code for the first account: {first_run_code(place)}", flush=True)


def serve(
    place: Place,
    *,
    host: str,
    port: int,
    certificate: tuple[Path, Path] | None = None,
    beside: Sequence["Child"] = (),
) -> int:
    """Run all parts of an office until a signal comes or one of them keeps failing.

    `beside` are other processes that live as long: the shop of a demo.
    """
    if not _is_free(host, port):
        print(f"Port {port} is in use. Choose another with --port.", file=sys.stderr)
        return 2
    tidy(place)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    _revive_jobs()
    with VaultProcess(vault_place(place)):
        children = [*beside, *office_children(host, port, certificate)]
        try:
            for child in children:
                child.start()
            while not stopping.wait(0.5):
                if not all(child.keep_going() for child in children):
                    return 1
        finally:
            for child in children:
                child.stop()
    return 0


def office_children(
    host: str, port: int, certificate: tuple[Path, Path] | None = None
) -> "list[Child]":
    """Give the processes of an office beside the vault."""
    return [
        Child("web", _web(host, port, certificate)),
        Child("jobs", _jobs()),
        Child("puller", _puller()),
    ]


def become_web(host: str, port: int) -> NoReturn:
    """Let this process become the web server, as a service manager wants it; HTTPS only."""
    place = Place.from_environment()
    command = _web(host, port, certificate_for(place, host))
    os.execv(command[0], command)  # noqa: S606 - our own command


def become_jobs() -> NoReturn:
    """Let this process become the job worker."""
    command = _jobs()
    os.execv(command[0], command)  # noqa: S606 - our own command


def become_puller() -> NoReturn:
    """Let this process become the one that knocks at the site."""
    command = _puller()
    os.execv(command[0], command)  # noqa: S606 - our own command


def _revive_jobs() -> None:
    """Put jobs that were interrupted back in line; no worker runs yet."""
    from klantkluis.office.jobs.worker import revive

    revive()


@dataclass(slots=True)
class Child:
    """A process of the office. It is started again when it ends by itself, but not for ever."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    _process: "subprocess.Popen[bytes] | None" = None
    _ends: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(self.command, env={**os.environ, **self.environment})  # noqa: S603 - our own

    def keep_going(self) -> bool:
        """Start it again if it ended; false when it ended five times within a minute."""
        assert self._process is not None, "start it first"
        if self._process.poll() is None:
            return True
        now = time.monotonic()
        self._ends = [end for end in self._ends if now - end < 60] + [now]
        if len(self._ends) >= 5:
            print(f"The part '{self.name}' keeps failing.", file=sys.stderr)
            return False
        self.start()
        return True

    def stop(self) -> None:
        """End it; kill it when it takes too long."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _web(host: str, port: int, certificate: tuple[Path, Path] | None) -> list[str]:
    """Give the command of the web server: one process, a few threads, static files by itself.

    One process keeps memory low and is enough for an office; a larger one sets KLANTKLUIS_WORKERS.
    """
    static = Path(__file__).parent.parent / "static"
    command = [
        sys.executable, "-m", "granian", "klantkluis.office.wsgi:application",
        "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", os.environ.get("KLANTKLUIS_WORKERS", "1"),
        "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "--static-path-route", "/static", "--static-path-mount", str(static),
    ]  # fmt: skip
    if certificate is not None:
        command += ["--ssl-certificate", str(certificate[0]), "--ssl-keyfile", str(certificate[1])]
    return command


def _jobs() -> list[str]:
    return [sys.executable, "-m", "klantkluis.office.worker"]


def _puller() -> list[str]:
    return [sys.executable, "-m", "klantkluis.office.puller"]


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
