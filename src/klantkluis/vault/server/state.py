"""The state of a vault server: locked, or open with its keys; and how a request finds its verb."""

import hmac
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from klantkluis.core.made_once import made_once
from klantkluis.vault import notes, protocol
from klantkluis.vault.audit import AuditLog
from klantkluis.vault.copies import KeystoreCopies
from klantkluis.vault.index.keeper import IndexKeeper
from klantkluis.vault.index.source import EmptySource, SubjectSource
from klantkluis.vault.keys import KeyRing, Keys
from klantkluis.vault.keystore import Keystore, Register, Registered
from klantkluis.vault.machine import swap_of_this_process
from klantkluis.vault.protocol import Message
from klantkluis.vault.refusals import (
    AuditUnwritable,
    NotInstalled,
    ProtocolError,
    RowDoesNotOpen,
    SessionEnded,
    VaultLocked,
    VaultRefusal,
)
from klantkluis.vault.server.alarms import Alarms
from klantkluis.vault.server.settings import DEMO, STRICT, Settings, stored
from klantkluis.vault.sessions import Holder, Limits, Sessions
from klantkluis.vault.slots import KdfCost

log = logging.getLogger("klantkluis.vault")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a server does not decide itself: places, mode, time, randomness.

    A place of None is in memory, which only unit tests use. `copies` are the folders for copies
    of the keystore. `cost` below the default is refused in production.
    """

    keystore: Path | None
    audit: Path | None
    server_key: Path | None
    mode: str
    copies: tuple[Path, ...] = ()
    source: SubjectSource = field(default_factory=EmptySource)
    cost: KdfCost = field(default_factory=KdfCost)
    in_threads: bool = True
    now: Callable[[], datetime] = _now
    monotonic: Callable[[], float] = time.monotonic
    random: Callable[[int], bytes] = os.urandom

    def __post_init__(self) -> None:
        if self.mode in STRICT:
            assert None not in {self.keystore, self.audit, self.server_key}, "keys in memory"
            assert self.cost.memory_kib >= KdfCost().memory_kib, "password cost too small"


@dataclass(slots=True)
class OpenVault:
    """What is in memory only while the vault is open."""

    ring: KeyRing
    keys: Keys
    register: Register
    rows: Registered
    index: IndexKeeper
    log_seed: bytes = field(repr=False)
    settings: Settings = field(default_factory=Settings)

    def reread(self) -> None:
        """Read the authenticated rows again, after they changed."""
        self.rows = self.register.read()
        self.settings = stored(self.rows.settings)

    @property
    def books_from(self) -> int:
        """Give the event from which on the books must be those that checkpoints name."""
        return int(self.rows.settings.get("books_from", "0"))

    @property
    def generation(self) -> int:
        """Give the number that grows with each change that an older keystore would undo."""
        return int(self.rows.settings.get("generation", "0"))


class Handler(Protocol):
    """A verb."""

    def __call__(self, server: "VaultServer", request: Mapping[str, Any]) -> Message:
        """Do what the request asks, and give the answer."""


class VaultServer:
    """One vault. `handle` may be called from many threads at once."""

    def __init__(self, circumstances: Circumstances, verbs: Mapping[str, Handler]) -> None:
        self.at = circumstances
        self.store = Keystore(circumstances.keystore)
        self.audit = AuditLog(circumstances.audit, now=circumstances.now)
        self.copies = KeystoreCopies(self.store, circumstances.copies, circumstances.now)
        self.sessions = Sessions(circumstances.monotonic)
        self.limits = Limits(circumstances.monotonic)
        self.password_lock = threading.Lock()
        self.change_lock = threading.RLock()
        self.alarms = Alarms()
        self.alarms.recall(self.audit, circumstances.now())
        self.audit.ledger_head = self._ledger_head
        self.books_unread = False
        self.swap = swap_of_this_process()
        self.opened_at = ""
        self.was_locked = threading.Event()
        self.rotation: dict[str, Any] = {"state": "idle", "done": 0, "total": 0}
        self._memory_server_key = b""
        self._opened: OpenVault | None = None
        self._verbs = verbs

    def handle(self, request: Message) -> Message:
        """Answer one request; never raises."""
        try:
            handler = self._verbs.get(str(request.get("verb")))
            if handler is None:
                raise ProtocolError("unknown verb")  # noqa: TRY301
            return {"ok": handler(self, request)}
        except VaultRefusal as refusal:
            return protocol.refusal_message(refusal)
        except RowDoesNotOpen as broken:
            return {"broken": [uid.hex for uid in broken.uids]}
        except ProtocolError as error:
            return {"fault": str(error)}
        except Exception as error:  # noqa: BLE001 - one bad request must not end the vault
            # The text of an exception may hold what was being sealed; its kind does not.
            log.error(  # noqa: TRY400
                "verb %s failed: %s", request.get("verb"), type(error).__name__
            )
            return {"fault": type(error).__name__}

    @property
    def is_open(self) -> bool:
        """Say whether the keys are in memory."""
        return self._opened is not None

    def opened(self) -> OpenVault:
        """Give the keys.

        Raises:
            NotInstalled, VaultLocked.
        """
        if self._opened is None:
            raise VaultLocked if self.store.is_installed() else NotInstalled
        return self._opened

    def keep_open(self, opened: OpenVault | None) -> None:
        """Take the keys into memory, or drop them."""
        if opened is None or self._opened is None:
            self.opened_at = self._moment() if opened else ""
        self._opened = opened

    def _moment(self) -> str:
        return self.at.now().astimezone(UTC).isoformat(timespec="seconds")

    def _ledger_head(self) -> str:
        """Name the newest entry of the books, for a checkpoint.

        Books that cannot be read do not stop the log: the checkpoint then says so.
        """
        try:
            newest = self.at.source.ledger_head()
        except Exception as error:  # noqa: BLE001 - whatever the main database says
            self.books_unread = True
            log.warning("the books cannot be read: %s", type(error).__name__)
            return notes.BOOKS_UNREAD
        self.books_unread = False
        return notes.ledger_text(*newest) if newest else ""

    def enter(self, request: Mapping[str, Any], *, touch: bool = True) -> tuple[OpenVault, Holder]:
        """Give the keys and who asks.

        Raises:
            VaultLocked: locked, or the token has no part in it.
        """
        opened = self.opened()
        token, session = request.get("token"), request.get("session")
        if not isinstance(token, str) or not isinstance(session, str):
            raise SessionEnded
        return opened, self.sessions.holder(token, session, touch=touch)

    def note(self, what: str, holder: Holder | None = None, *, durable: bool = True,
             **parts: Any) -> None:  # fmt: skip
        """Write an event in the log.

        Raises:
            AuditUnwritable: then what it states must not happen.
        """
        who: dict[str, Any] = {}
        if holder is not None:
            who["staff"] = holder.staff
            if holder.job is not None:
                who["job"] = f"{holder.job_kind} {holder.job.hex}"
        self.audit.append({"what": what, **who, **parts}, durable=durable)

    def alarm(self, what: str, holder: Holder | None = None, **parts: Any) -> None:
        """Write an event that an owner must look at; goes on if even that cannot be written."""
        self.alarms.raised(what, self._moment())
        log.warning("alarm: %s", what)
        try:
            self.note(what, holder, alarm=True, **parts)
        except AuditUnwritable:
            log.error("alarm could not be written: %s", what)  # noqa: TRY400

    def server_key(self, *, make: bool = False) -> bytes:
        """Give the 32 bytes that belong to this machine.

        Raises:
            NotInstalled: there are none, and `make` is not set.
        """
        path = self.at.server_key
        if path is None:
            if make and not self._memory_server_key:
                self._memory_server_key = self.at.random(32)
            if not self._memory_server_key:
                raise NotInstalled
            return self._memory_server_key
        if not path.exists():
            if not make:
                raise NotInstalled("The key of this machine is missing. Use a recovery sheet.")
            made_once(path, lambda: self.at.random(32), mode=0o400)
        key = path.read_bytes()
        if len(key) != 32:
            raise NotInstalled("The key of this machine is damaged. Use a recovery sheet.")
        return key

    def use_server_key(self, key: bytes) -> None:
        """Take a server key in memory, in unit tests."""
        assert self.at.server_key is None, "the key of this machine is in its file"
        self._memory_server_key = key

    def has_server_key(self) -> bool:
        """Say whether this machine has its key."""
        path = self.at.server_key
        return bool(self._memory_server_key) if path is None else path.exists()

    @property
    def is_demo(self) -> bool:
        """Say whether this is a demo."""
        return self.at.mode == DEMO


def text(request: Mapping[str, Any], name: str) -> str:
    """Give a text of a request.

    Raises:
        ProtocolError: it is missing, or no text.
    """
    value = request.get(name)
    if not isinstance(value, str):
        raise ProtocolError(f"{name} is missing")
    return value


def number(request: Mapping[str, Any], name: str) -> int:
    """Give a whole number of a request.

    Raises:
        ProtocolError: it is missing, or none.
    """
    value = request.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProtocolError(f"{name} is missing")
    return value


def uid_of(value: object) -> UUID:
    """Read a uid.

    Raises:
        ProtocolError: it is none.
    """
    try:
        return UUID(hex=str(value))
    except ValueError as error:
        raise ProtocolError("no uid") from error


def same(one: str, other: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
