"""The one door to the mail server. No other module speaks SMTP; a test sees to it.

The answer is an exact fact. What was not said is not made up: a connection that is lost after the
mail was handed over leaves it unknown whether the server has it.
"""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from klantkluis.core.mail import (
    LOOPBACK,
    Outcome,
    Security,
    Step,
    enhanced_code,
    outcome_of,
    redacted,
)

SECONDS: Final = 20
"""How long we wait for each part of an answer."""
MOST_SECONDS: Final = 120
"""How long a whole conversation may take: a server that says a byte now and then keeps nobody."""
GOODBYE_SECONDS: Final = 3


@dataclass(frozen=True, slots=True)
class Server:
    """Where our mail goes out, and as whom we log in; without a user we do not."""

    host: str
    port: int
    security: Security
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom and to whom, both in plain ASCII."""

    sender: str
    recipient: str = field(repr=False)
    token: str = ""
    """What a report about this mail is to bear (RFC 3461, 4.4): letters and digits only."""

    @property
    def domain(self) -> str:
        """Our own domain: how we introduce ourselves, for the name of the machine is nobody's."""
        return self.sender.rpartition("@")[2]

    @property
    def private(self) -> tuple[str, ...]:
        """What of an answer is not kept."""
        name, _at, domain = self.recipient.rpartition("@")
        return (self.recipient, name, domain)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of handing a mail over.

    `said` is the text of the server without addresses; `problem` a code when it said nothing.
    """

    outcome: Outcome
    step: Step
    code: int = 0
    enhanced: str = ""
    said: str = ""
    problem: str = ""


class _No(Exception):  # noqa: N818 - named as the fact that it tells
    """A reply that ends the conversation."""

    def __init__(self, code: int, text: bytes) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def deliver(server: Server, envelope: Envelope, message: bytes) -> Answer:
    """Hand one message over, and give what came of it; never raises for what a server does.

    Never call it inside a transaction: others would wait for the other side.
    """
    return _Conversation(server, envelope).hold(message)


class _Conversation:
    """One connection, one mail."""

    def __init__(self, server: Server, envelope: Envelope) -> None:
        assert server.security is not Security.NONE or server.host in LOOPBACK
        self._server, self._envelope = server, envelope
        self._step = Step.CONNECT
        self._smtp = self._made()

    def _made(self) -> smtplib.SMTP:
        """Make the client without connecting, so that the clock that stops it runs before."""
        domain = self._envelope.domain
        made: smtplib.SMTP
        if self._server.security is Security.TLS:
            context = ssl.create_default_context()
            made = smtplib.SMTP_SSL(local_hostname=domain, timeout=SECONDS, context=context)
        else:
            made = smtplib.SMTP(local_hostname=domain, timeout=SECONDS)
        # The name that the certificate has to bear; the class takes it from its constructor only.
        vars(made)["_host"] = self._server.host
        return made

    def hold(self, message: bytes) -> Answer:
        """Go through all steps, and tell how far it came."""
        try:
            with self._cut_off_in_time():
                reply = self._speak(message)
        except _No as no:
            return self._answer(no.code, no.text)
        except smtplib.SMTPResponseException as no:
            said = no.smtp_error
            return self._answer(no.smtp_code, said if isinstance(said, bytes) else said.encode())
        except (smtplib.SMTPException, OSError, ValueError, AttributeError) as mishap:
            return self._lost(problem_of(mishap))
        finally:
            self._smtp.close()
        return reply

    @contextmanager
    def _cut_off_in_time(self) -> Iterator[None]:
        watch = threading.Timer(MOST_SECONDS, self._cut_off)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _cut_off(self) -> None:
        connection = self._smtp.sock
        if connection is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def _speak(self, message: bytes) -> Answer:
        self._introduce()
        sender, recipient = self._envelope.sender, self._envelope.recipient
        size = [f"SIZE={len(message)}"] if self._smtp.has_extn("size") else []
        reports = self._smtp.has_extn("dsn") and self._envelope.token
        named = ["RET=HDRS", f"ENVID={self._envelope.token}"] if reports else []
        asked = ["NOTIFY=FAILURE,DELAY"] if reports else []
        self._say(Step.SENDER, " ".join([f"MAIL FROM:<{sender}>", *size, *named]), 250)
        self._say(Step.RECIPIENT, " ".join([f"RCPT TO:<{recipient}>", *asked]), 250, 251, 252)
        self._say(Step.DATA, "DATA", 354)
        # From the first byte on we cannot know what the server has, until it says so.
        self._step = Step.HANDED_OVER
        self._smtp.send(_dotted(message))
        code, text = self._smtp.getreply()
        answer = self._answer(code, text)
        self._say_goodbye()
        return answer

    def _introduce(self) -> None:
        """Connect, and come to where mail can be handed over: behind TLS, logged in."""
        server, smtp = self._server, self._smtp
        code, text = smtp.connect(server.host, server.port)
        self._check(code, text, 220)
        self._greet()
        if server.security is Security.STARTTLS:
            self._step = Step.STARTTLS
            if not smtp.has_extn("starttls"):
                raise smtplib.SMTPNotSupportedError
            code, text = smtp.starttls(context=ssl.create_default_context())
            self._check(code, text, 220)
            self._greet()
        if server.user:
            self._log_in()

    def _log_in(self) -> None:
        """Log in, in one way only: a second try after a no makes servers hang up or block us."""
        self._step, smtp = Step.LOG_IN, self._smtp
        smtp.user, smtp.password = self._server.user, self._server.password
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            smtp.auth("PLAIN", smtp.auth_plain)
        elif "LOGIN" in offered:
            smtp.auth("LOGIN", smtp.auth_login)
        else:
            raise smtplib.SMTPNotSupportedError

    def _greet(self) -> None:
        self._step = Step.GREETING
        code, text = self._smtp.ehlo()
        if not 200 <= code < 300:
            code, text = self._smtp.helo()
        self._check(code, text, 250)

    def _say(self, step: Step, line: str, *good: int) -> None:
        self._step = step
        code, text = self._smtp.docmd(line)
        self._check(code, text, *good)

    def _check(self, code: int, text: bytes, *good: int) -> None:
        if code not in good:
            raise _No(code, text)

    def _say_goodbye(self) -> None:
        """Leave as one should. What the server makes of that changes nothing."""
        with suppress(smtplib.SMTPException, OSError, ValueError, AttributeError):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(GOODBYE_SECONDS)
            self._smtp.quit()

    def _answer(self, code: int, text: bytes) -> Answer:
        if not 200 <= code < 600:
            return self._lost("garbage")
        said = redacted(text.decode(errors="replace"), self._envelope.private)
        return Answer(outcome_of(self._step, code), self._step, code, enhanced_code(said), said)

    def _lost(self, problem: str) -> Answer:
        return Answer(outcome_of(self._step, 0), self._step, problem=problem)


def _dotted(message: bytes) -> bytes:
    """Double the dots that begin a line, and end with the dot that stands alone."""
    ended = message if message.endswith(b"\r\n") else message + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"


def problem_of(mishap: BaseException) -> str:
    """Give a code for what went wrong without a reply; never words of the other side."""
    chain: list[BaseException] = [mishap]
    while chain[-1].__context__ is not None:
        chain.append(chain[-1].__context__)
    kinds: tuple[tuple[str, type[BaseException]], ...] = (
        ("certificate", ssl.SSLCertVerificationError),
        ("timeout", TimeoutError),
        ("tls", ssl.SSLError),
        ("unknown_host", socket.gaierror),
        ("unreachable", ConnectionRefusedError),
        ("unsupported", smtplib.SMTPNotSupportedError),
        ("cut", smtplib.SMTPServerDisconnected),
        ("cut", ConnectionError),
        ("unreachable", OSError),
    )
    return next((c for c, kind in kinds if any(isinstance(e, kind) for e in chain)), "garbage")
