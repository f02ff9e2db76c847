"""The vault in this very process, for unit tests: the same server code, without a socket.

Refused in production. Keys come from real passwords and real sealing; only the cost of a
password is at its allowed minimum.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from klantkluis.core.roles import Role
from klantkluis.vault import protocol
from klantkluis.vault.index.source import EmptySource, SqlSource, SubjectSource, source_of
from klantkluis.vault.keys import Epoch
from klantkluis.vault.protocol import Message
from klantkluis.vault.server.settings import DEMO, STRICT
from klantkluis.vault.server.state import Circumstances, VaultServer
from klantkluis.vault.server.unlocking import become_open, give_token
from klantkluis.vault.server.verbs import VERBS
from klantkluis.vault.slots import LEAST_MEMORY_KIB, KdfCost
from klantkluis.vault.staff import StaffVault, Vault, fingerprint

PASSWORD = "vijf losse woorden samen"  # noqa: S105 - of a vault that holds nothing real
SESSION = "in process"
LEAST_COST = KdfCost(LEAST_MEMORY_KIB)

type DjangoExecute = Callable[[str, Sequence[Any]], Sequence[tuple[Any, ...]]]


class InProcessConnection:
    """Carries requests to a server in this process, through the bytes of the protocol.

    A lock starts the server anew and empty, as the supervisor of the real one does.
    """

    def __init__(self, circumstances: Circumstances) -> None:
        assert circumstances.mode not in STRICT, "a real office runs vaultd"
        self._circumstances = circumstances
        self.server = VaultServer(circumstances, VERBS)

    def call(self, request: Message) -> Message:
        """Give the reply to one request."""
        message = protocol.decode(protocol.encode(request))
        reply = protocol.decode(protocol.encode(self.server.handle(message)))
        if self.server.was_locked.is_set() and self._circumstances.keystore is not None:
            self.restart()
        return reply

    def restart(self) -> None:
        """End the server and start an empty one on the same files."""
        self.server.audit.close()
        self.server.store.close()
        self.server = VaultServer(self._circumstances, VERBS)


@dataclass(frozen=True, slots=True)
class _ReadyMade:
    """A vault as it is after its installation."""

    keystore: bytes
    audit: bytes
    server_key: bytes
    epoch: Epoch
    sheets: tuple[str, str]


type _Kind = tuple[str, str, date]
"""Mode, limits and day of a vault: those that agree in them can be copies of one another."""

_READY_MADE: dict[_Kind, _ReadyMade] = {}


class InProcessVault(Vault):
    """A vault for unit tests, with ready sessions for any role.

    >>> vault = InProcessVault()
    >>> session = vault.member(Role.SALES)
    """

    def __init__(
        self,
        directory: Path | None = None,
        *,
        source: SubjectSource | str | DjangoExecute | None = None,
        mode: str = DEMO,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        settings: Mapping[str, Any] | None = None,
        copies: tuple[Path, ...] = (),
    ) -> None:
        """Install a vault, or take up the one in `directory`; without it all is in memory.

        Args:
            source: where customer rows come from: a database URL, or a function that runs SQL
                with `%s` marks (Django: `cursor.execute` and `fetchall`), or nothing.
            settings: limits to begin with; see docs/KEYS.md.
        """
        keystore, audit, server_key = _places(directory)
        self.circumstances = Circumstances(
            keystore,
            audit,
            server_key,
            mode,
            copies=copies,
            source=_source(source),
            cost=LEAST_COST,
            in_threads=False,
            now=now,
            monotonic=monotonic,
            random=os.urandom,
        )
        self.connection = InProcessConnection(self.circumstances)
        super().__init__(self.connection)
        self._settings = dict(settings or {})
        self._kind = (mode, repr(sorted(self._settings.items())), now().date())
        self.sheets: tuple[str, str] = ("", "")
        self._owner: StaffVault | None = None

    @property
    def server(self) -> VaultServer:
        """Give the server, for tests that look inside."""
        return self.connection.server

    def owner(self) -> StaffVault:
        """Give the session of the owner, installing or unlocking the vault when needed."""
        if self._owner is not None and self._owner_is_in():
            return self._owner
        if self._is_ready_made():
            token = self._take_ready_made()
        elif self.status().is_installed:
            token = self.unlock(staff="owner", password=PASSWORD, session=SESSION)
        else:
            installed = self.setup(
                staff="owner", password=PASSWORD, session=SESSION, settings=self._settings
            )
            token, self.sheets = installed.token, installed.sheets
        self._owner = self.session(token=token, session=SESSION)
        return self._owner

    def _is_ready_made(self) -> bool:
        return self.circumstances.keystore is None

    def _take_ready_made(self) -> str:
        """Be a copy of the first vault that was installed in memory: passwords take time."""
        server = self.server
        kind = self._kind
        if kind not in _READY_MADE:
            installed = self.setup(
                staff="owner", password=PASSWORD, session=SESSION, settings=self._settings
            )
            epoch = server.opened().ring.current
            _READY_MADE[kind] = _ReadyMade(
                server.store.copy(), server.audit.copy(), server.server_key(), epoch,
                installed.sheets,
            )  # fmt: skip
            self.sheets = installed.sheets
            return installed.token
        if not server.is_open:
            made = _READY_MADE[kind]
            if not server.store.is_installed():
                server.store.become(made.keystore)
                server.audit.become(made.audit)
                server.use_server_key(made.server_key)
                self.sheets = made.sheets
            become_open(server, [made.epoch])
        opened = server.opened()
        roles = opened.rows.roles["owner"]
        return give_token(server, opened, "owner", roles, fingerprint(SESSION))

    def _owner_is_in(self) -> bool:
        assert self._owner is not None, "asked before the first session"
        self._owner.forget_answer()
        return self._owner.is_open

    def member(self, *roles: Role, staff: str = "") -> StaffVault:
        """Give a session of a member with these roles, without the cost of a password."""
        self.owner()
        name = staff or "+".join(sorted(roles)) or "nobody"
        token = self.server.sessions.admit(
            name, fingerprint(SESSION), roles, idle=600, absolute=28_800
        )
        return self.session(token=token, session=SESSION)

    def close(self) -> None:
        """Close the files."""
        self.server.audit.close()
        self.server.store.close()

    def restart_with(self, **changes: Any) -> None:
        """Start the server anew and empty, under other circumstances."""
        self.circumstances = replace(self.circumstances, **changes)
        self.close()
        self.connection = InProcessConnection(self.circumstances)
        super().__init__(self.connection)
        self._owner = None


def _places(directory: Path | None) -> tuple[Path | None, Path | None, Path | None]:
    if directory is None:
        return None, None, None
    for name in ("keys", "audit"):
        (directory / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    keystore = directory / "keys" / "keystore.sqlite3"
    return keystore, directory / "audit" / "audit.sqlite3", directory / "server.key"


def _source(source: SubjectSource | str | DjangoExecute | None) -> SubjectSource:
    if source is None:
        return EmptySource()
    if isinstance(source, str):
        return source_of(source)
    if callable(source):
        run = source
        return SqlSource(lambda query, values: list(run(query, values)))
    return source
