"""The one door to the mailbox with reports. No other module speaks IMAP; a test sees to it.

The other side may refuse, stall, lie or send without end: what we wait for, read and keep in memory
is bounded. Of mail that is no report only the type is asked for. Nothing is marked but what turns
out to be about a mail of ours, and nothing is ever moved or removed.
"""

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from klantkluis.foundation.mail.transport import problem_of

SECONDS: Final = 20
"""How long we wait for each part of an answer."""
MOST_SECONDS: Final = 120
"""How long a whole look may take."""
MOST_MESSAGES: Final = 200
"""How many messages one look goes past; the next look goes on from there."""
MOST_REPORT: Final = 256 * 1024
"""What is read of a report: its first part says it all, what it brings back may be huge."""
MOST_PART: Final = MOST_REPORT + 64 * 1024
MOST_BYTES: Final = 32 * 1024 * 1024
"""What a whole look reads."""
_REPORT: Final = re.compile(rb"multipart/report", re.IGNORECASE)
_NUMBER: Final = re.compile(rb"\d{1,10}")
_MONTHS: Final = (
    "",
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """Where to look, as whom, and how far the last look came."""

    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str
    uid_validity: int = 0
    last_uid: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """How far a look came; `problem` is a code, empty when all went well."""

    uid_validity: int = 0
    last_uid: int = 0
    looked_at: int = 0
    problem: str = ""


type Handle = Callable[[bytes], bool]
"""Takes the bytes of a report, and tells whether it is about a mail of ours."""


class _TooMuch(Exception):  # noqa: N818 - named as the fact that it tells
    """The other side sends more than we asked for."""


class _Refused(Exception):  # noqa: N818 - named as the fact that it tells
    """The other side said no; `step` says to what."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class _Client(imaplib.IMAP4_SSL):
    """The client of the standard library, behind TLS that is checked and with an end to it."""

    def __init__(self, box: Box, lines: list[socket.socket]) -> None:
        self._lines, self._read = lines, 0
        context = ssl.create_default_context()
        super().__init__(box.host, box.port, ssl_context=context, timeout=SECONDS)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = imaplib.IMAP4._create_socket(self, timeout)  # type: ignore[attr-defined]
        line: ssl.SSLSocket = self.ssl_context.wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self._lines.append(line)
        line.do_handshake()
        return line

    def read(self, size: int) -> bytes:
        """Read a part whose size the other side has told."""
        if size > MOST_PART:
            raise _TooMuch
        return self._counted(super().read(size))

    def readline(self) -> bytes:
        """Read a line."""
        return self._counted(super().readline())

    def _counted(self, part: bytes) -> bytes:
        self._read += len(part)
        if self._read > MOST_BYTES:
            raise _TooMuch
        return part


def look_into(box: Box, *, since: date, handle: Handle) -> Look:
    """Look at what came in, and hand each report over; never raises for what the server does.

    Never call it inside a transaction: others would wait for the other side.

    Args:
        since: from which day on to look when there was no look before.
        handle: takes each report.
    """
    visit = _Visit(box, since, handle)
    lines: list[socket.socket] = []
    late = threading.Event()
    look = _looked(visit, lines, late)
    return replace(look, problem="timeout") if look.problem and late.is_set() else look


def _looked(visit: "_Visit", lines: list[socket.socket], late: threading.Event) -> Look:
    try:
        with _cut_off_in_time(lines, late):
            visit.go(lines)
    except _TooMuch:
        return replace(visit.look, problem="too_large")
    except _Refused as refused:
        return replace(visit.look, problem=refused.step)
    except imaplib.IMAP4.abort:
        return replace(visit.look, problem="cut")
    except imaplib.IMAP4.error:
        return replace(visit.look, problem="garbage")
    except (OSError, ValueError, AttributeError, TypeError, IndexError) as mishap:
        return replace(visit.look, problem=problem_of(mishap))
    return visit.look


def try_out(box: Box) -> Look:
    """Log in and open the folder, for who filled it in; nothing is read."""
    return look_into(replace(box, last_uid=2**32 - 1), since=date(9999, 1, 1), handle=_nothing)


def _nothing(_report: bytes) -> bool:
    return False


@contextmanager
def _cut_off_in_time(lines: Sequence[socket.socket], late: threading.Event) -> Iterator[None]:
    """End the conversation when it takes too long: a byte now and then keeps nobody."""

    def cut() -> None:
        late.set()
        for line in lines:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    watch = threading.Timer(MOST_SECONDS, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        for line in lines:
            with suppress(OSError):
                line.close()


class _Visit:
    """One look: in, along the new messages, and out."""

    def __init__(self, box: Box, since: date, handle: Handle) -> None:
        self._box, self._since, self._handle = box, since, handle
        self.look = Look(box.uid_validity, box.last_uid)

    def go(self, lines: list[socket.socket]) -> None:
        """Do it, and keep in `look` how far it came."""
        client = _Client(self._box, lines)
        self._log_in(client)
        self._open(client)
        ours = [uid for uid in self._new(client) if self._see(client, uid)]
        if ours:
            self._mark(client, ours)
        with suppress(imaplib.IMAP4.error, OSError):
            client.logout()

    def _log_in(self, client: _Client) -> None:
        try:
            client.login(self._box.user, self._box.password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            raise _Refused("log_in") from None

    def _open(self, client: _Client) -> None:
        """Open the folder to read only, so that looking leaves no trace."""
        said, _data = client.select(_quoted(self._box.folder), readonly=True)
        if said != "OK":
            raise _Refused("no_folder")
        _name, values = client.response("UIDVALIDITY")
        found = _NUMBER.search(values[0]) if values and values[0] else None
        validity = int(found[0]) if found else 0
        if validity != self.look.uid_validity:  # other numbers from here on: begin anew
            self.look = Look(validity, self.look.last_uid if not self.look.uid_validity else 0)

    def _new(self, client: _Client) -> list[int]:
        last = self.look.last_uid
        day = f"{self._since.day:02d}-{_MONTHS[self._since.month]}-{self._since.year:04d}"
        wanted = ("UID", f"{min(last + 1, 2**32 - 1)}:*") if last else ("SINCE", day)
        said, data = client.uid("SEARCH", *wanted)
        if said != "OK":
            raise _Refused("garbage")
        uids = {int(each) for each in _NUMBER.findall(b" ".join(each for each in data if each))}
        return sorted(uid for uid in uids if last < uid < 2**32)[:MOST_MESSAGES]

    def _see(self, client: _Client, uid: int) -> bool:
        """Look at one message; whole only if it says that it is a report."""
        kind = _part(client.uid("FETCH", str(uid), "(BODY.PEEK[HEADER.FIELDS (CONTENT-TYPE)])"))
        ours = False
        if _REPORT.search(kind):
            ours = self._handle(_part(client.uid("FETCH", str(uid), _WHOLE))[:MOST_REPORT])
        self.look = replace(self.look, last_uid=uid, looked_at=self.look.looked_at + 1)
        return ours

    def _mark(self, client: _Client, uids: Sequence[int]) -> None:
        """Mark our own reports as read. It matters little, so a no is no problem."""
        with suppress(imaplib.IMAP4.error):
            client.select(_quoted(self._box.folder))
            client.uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", r"(\Seen)")


_WHOLE: Final = f"(BODY.PEEK[]<0.{MOST_REPORT}>)"


def _quoted(folder: str) -> str:
    return f'"{folder}"'


def _part(answer: tuple[str, list[Any]]) -> bytes:
    """Give the first part of an answer; nothing when the message is gone meanwhile."""
    said, data = answer
    if said != "OK":
        return b""
    found = next((each[1] for each in data if isinstance(each, tuple) and len(each) > 1), b"")
    return found if isinstance(found, bytes) else b""
