"""A real site as a process of its own, and a real puller beside it, for tests of bad luck."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from support.prepared import put_tables

WRITE = """
import sys
from datetime import UTC, datetime
from uuid import UUID, uuid4
import django
django.setup()
from klantkluis.messages.letters import Person, Post
from klantkluis.messages.outbox import Kind
from klantkluis.site import outbox
for _ in range(int(sys.argv[1])):
    letter = Post(uid=uuid4(), language="nl", at=datetime.now(UTC), text="Is er nog eiken?",
                  who=Person(surname="Zwart", email="zwart@voorbeeld.example"))
    outbox.send(Kind.QUESTION, letter)
    print(letter.uid, flush=True)
"""
PAIR = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
import django
django.setup()
from django.conf import settings
from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.shop.commands.linking import record_pairing
from klantkluis.shop.linking.keys import link_keys
from klantkluis.shop.linking.pairing import find_site
from klantkluis.shop.models import IntakeKey
from klantkluis.vault.opening import public_bytes
found = find_site(url=sys.argv[1], code=sys.argv[2], plain_here=True,
                  keys=link_keys(settings.PLACE.link, make=True))
actor = Actor(staff_id=uuid4(), roles=frozenset({Role.OWNER}), channel=Channel.COMMAND_LINE)
record_pairing(found=found, actor=actor, now=datetime.now(UTC))
IntakeKey.objects.create(key_id=1, public=public_bytes(bytes.fromhex(sys.argv[3])),
                         not_after=2_000_000_000, made_at=datetime.now(UTC))
"""


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class SiteProcess:
    """A site in a directory of its own; `also` is more of its environment.

    What it says on its terminal goes to `log`, if there is one.
    """

    root: Path
    port: int = field(default_factory=free_port)
    also: dict[str, str] = field(default_factory=dict)
    log: Path | None = None
    _process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "KLANTKLUIS_SITE_DIR": str(self.root),
            "KLANTKLUIS_SITE_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "klantkluis.site.settings",
            **self.also,
        }

    @property
    def pid(self) -> int:
        """The process of the web server, which leads the group of all of them."""
        assert self._process is not None
        return self._process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def code(self) -> str:
        """Give the pairing code, as its owner reads it."""
        command = [sys.executable, "-m", "klantkluis.site", "pair"]
        said = subprocess.run(command, env=self.environment, check=True, capture_output=True)
        return said.stdout.decode().strip().splitlines()[-1]

    def start(self) -> None:
        command = [sys.executable, "-m", "klantkluis.site", "run", "--port", str(self.port)]
        with (self.log or Path(os.devnull)).open("ab") as said:
            self._process = subprocess.Popen(
                command, env=self.environment, start_new_session=True, stdout=said, stderr=said
            )
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/robots.txt", timeout=2).close()  # noqa: S310
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the site does not answer")

    def kill(self) -> None:
        """End it as a power cut would: the server and its worker at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    stop = kill

    def write(self, count: int) -> list[str]:
        """Let people write so many letters; give their uids."""
        command = [sys.executable, "-c", WRITE, str(count)]
        said = subprocess.run(command, env=self.environment, check=True, capture_output=True)
        return said.stdout.decode().split()


@dataclass
class PullerProcess:
    """The puller of an office in a directory of its own."""

    root: Path
    _process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "KLANTKLUIS_DIR": str(self.root),
            "KLANTKLUIS_MODE": "development",
            "KLANTKLUIS_DATABASE_URL": f"sqlite:///{self.root}/office.sqlite3",
            "KLANTKLUIS_PULL_SECONDS": "1",
            "DJANGO_SETTINGS_MODULE": "klantkluis.office.settings",
        }

    def pair(self, site: SiteProcess, seed: bytes = bytes(32)) -> None:
        """Make the database, and pair with a site that runs."""
        put_tables(self.root)
        command = [sys.executable, "-c", PAIR, site.url, site.code(), seed.hex()]
        subprocess.run(command, env=self.environment, check=True)

    def start(self) -> None:
        command = [sys.executable, "-m", "klantkluis.office.puller"]
        self._process = subprocess.Popen(
            command, env=self.environment, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


def identity_of(site: SiteProcess) -> dict[str, str]:
    """Read who a site is."""
    said: dict[str, str] = json.loads((site.root / "identity.json").read_text())
    return said
