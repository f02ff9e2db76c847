"""A mailbox on this machine that answers as badly as it is told to, at any step."""

import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage

from support.patience import NEVER

STEPS = ("connect", "capability", "login", "examine", "search", "head", "whole")
USER, PASSWORD = "post@voorbeeld.nl", "geheim-postvak-88"


@dataclass
class FakeImap:
    """What lies in the box by UID, what it does at which step, and what was done to it.

    `does` maps a step to `stall`, `cut`, `no`, `garbage`, `drip`, `huge` (a part of 50 MB is
    announced and sent) or `endless` (lines without end).
    """

    mails: dict[int, bytes] = field(default_factory=dict)
    does: dict[str, str] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    validity: int = 77
    sent_bytes: int = 0
    host: str = "localhost"
    port: int = 0

    def add(self, mail: bytes) -> int:
        """Let a mail come in; give its UID."""
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = mail
        return uid

    def named(self, verb: str) -> list[str]:
        """Give what was said with a verb in it."""
        return [line for line in self.said if verb in line]


class _Talk:
    """One connection."""

    def __init__(self, fake: FakeImap, line: ssl.SSLSocket) -> None:
        self.fake, self.line = fake, line

    def say(self, data: bytes) -> None:
        self.line.sendall(data)
        self.fake.sent_bytes += len(data)

    def bad(self, step: str, tag: str) -> bool:
        """Do what was told for a step; False when nothing was."""
        told = self.fake.does.get(step, "")
        match told:
            case "stall":
                time.sleep(NEVER)
                raise OSError
            case "cut":
                raise OSError
            case "no":
                self.say(f"{tag} NO not today\r\n".encode())
            case "garbage":
                self.say(b"\x00\xff 220 hello smtp\r\n" * 3)
                raise OSError
            case "drip":
                for _ in range(int(NEVER)):
                    self.say(b"*")
                    time.sleep(1)
                raise OSError
            case "huge":
                self.say(b"* 1 FETCH (UID 1 BODY[] {50000000}\r\n")
                for _ in range(500):
                    self.say(b"x" * 100_000)
                self.say(f")\r\n{tag} OK\r\n".encode())
            case "endless":
                for _ in range(5000):
                    self.say(b"* 1 EXISTS " + b"x" * 40_000 + b"\r\n")
        return bool(told)

    def hold(self) -> None:
        if self.bad("connect", "*"):
            return
        self.say(b"* OK here\r\n")
        reader = self.line.makefile("rb")
        while raw := reader.readline():
            tag, _, rest = raw.decode().strip().partition(" ")
            self.fake.said.append(re.sub(r"^LOGIN .*", "LOGIN …", rest))
            if not self.answer(tag, rest):
                return

    def answer(self, tag: str, rest: str) -> bool:
        verb = rest.split(maxsplit=1)[0].upper()
        step = {"CAPABILITY": "capability", "LOGIN": "login", "EXAMINE": "examine"}.get(verb, "")
        if verb == "UID":
            wanted = rest.split()[1].upper()
            whole = "BODY.PEEK[]" in rest
            step = {"SEARCH": "search", "FETCH": "whole" if whole else "head"}.get(wanted, "")
        if step and self.bad(step, tag):
            return True
        if verb == "CAPABILITY":
            self.say(b"* CAPABILITY IMAP4rev1\r\n")
        elif verb == "LOGIN" and f'{USER} "{PASSWORD}"' not in rest.replace(f'"{USER}"', USER):
            self.say(f"{tag} NO [AUTHENTICATIONFAILED] no\r\n".encode())
            return True
        elif verb in {"EXAMINE", "SELECT"}:
            if '"INBOX"' not in rest:
                self.say(f"{tag} NO no such folder\r\n".encode())
                return True
            self.say(f"* {len(self.fake.mails)} EXISTS\r\n".encode())
            self.say(f"* OK [UIDVALIDITY {self.fake.validity}] UIDs valid\r\n".encode())
        elif verb == "UID":
            self.uid(rest.split(" ", 2)[1].upper(), rest.split(" ", 2)[2])
        elif verb == "LOGOUT":
            self.say(f"* BYE\r\n{tag} OK bye\r\n".encode())
            return False
        self.say(f"{tag} OK done\r\n".encode())
        return True

    def uid(self, verb: str, rest: str) -> None:
        fake = self.fake
        if verb == "SEARCH":
            since = re.match(r"UID (\d+):\*", rest)
            first = int(since[1]) if since else 1
            # As a real server does: n:* always holds the last message.
            last = {max(fake.mails)} if fake.mails else set()
            found = sorted({uid for uid in fake.mails if uid >= first} | (last if since else set()))
            self.say(f"* SEARCH {' '.join(map(str, found))}\r\n".encode())
        elif verb == "FETCH":
            uid = int(rest.split(maxsplit=1)[0])
            mail = fake.mails.get(uid, b"")
            part = re.search(r"<0\.(\d+)>", rest)
            data = mail[: int(part[1])] if part else _type_of(mail)
            name = "BODY[]<0>" if part else "BODY[HEADER.FIELDS (CONTENT-TYPE)]"
            if mail:
                head = f"* {uid} FETCH (UID {uid} {name} {{{len(data)}}}\r\n"
                self.say(head.encode() + data + b")\r\n")
        elif verb == "STORE":
            for each in rest.split(maxsplit=1)[0].split(","):
                fake.flags.setdefault(int(each), set()).add(rest.rsplit(maxsplit=1)[-1].strip("()"))


def _type_of(mail: bytes) -> bytes:
    head = mail.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    found = re.search(rb"(?im)^content-type:.*(?:\n[ \t].*)*", head)
    return (found[0] if found else b"") + b"\r\n\r\n"


@contextmanager
def fake_imap(context: ssl.SSLContext) -> Iterator[FakeImap]:
    """Run the server on a free port of this machine until the block ends."""
    fake = FakeImap()
    listener = socket.create_server(("127.0.0.1", 0))
    fake.port = listener.getsockname()[1]
    stopping = threading.Event()

    def serve(plain: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(plain, server_side=True) as line:
            _Talk(fake, line).hold()

    def accept() -> None:
        while not stopping.is_set():
            with suppress(OSError):
                plain, _address = listener.accept()
                threading.Thread(target=serve, args=(plain,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        stopping.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(2)


def a_report(
    message_id: str = "",
    *,
    envelope_id: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 <els@example.nl> unknown user",
    whole: bytes = b"",
) -> bytes:
    """Write a report as mail servers do (RFC 3464): about a mail with this Message-ID."""
    first = f"Original-Envelope-Id: {envelope_id}\n" if envelope_id else ""
    brought = whole or f"From: post@voorbeeld.nl\nMessage-ID: {message_id}\nSubject: x\n".encode()
    kind = b"message/rfc822" if whole else b"text/rfc822-headers"
    status_part = (
        f"{first}Reporting-MTA: dns; mx.example.nl\n\nFinal-Recipient: rfc822; els@example.nl\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: {said}\n"
    )
    text = (
        b"From: MAILER-DAEMON@mx.example.nl\nTo: post@voorbeeld.nl\nSubject: Undelivered\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n"
        b' boundary="grens"\n\n--grens\nContent-Type: text/plain\n\nSorry.\n\n--grens\n'
        b"Content-Type: message/delivery-status\n\n" + status_part.encode() + b"\n--grens\n"
        b"Content-Type: " + kind + b"\n\n" + brought + b"\n--grens--\n"
    )
    return text.replace(b"\n", b"\r\n")


def a_letter() -> bytes:
    """Write a mail that has nothing to do with us."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "vriend@example.nl", "post@voorbeeld.nl"
    letter["Subject"] = "Persoonlijk"
    letter.set_content("Dit gaat niemand iets aan.")
    return letter.as_bytes()
