"""A mail server on this machine that answers as badly as it is told to, at any step."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

from support.patience import NEVER

STEPS = ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "after_data", "quit")
USER, PASSWORD = "kantoor", "geheim-wachtwoord-77"


@dataclass
class FakeSmtp:
    """What it does at which step, and the mails that it has.

    `does` maps a step to `stall`, `cut`, or the line that it answers. At the step `pauses_at` it
    says so by `paused`, and waits a moment before it goes on.
    """

    does: dict[str, str] = field(default_factory=dict)
    got: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    log_ins: list[str] = field(default_factory=list)
    hellos: list[str] = field(default_factory=list)
    pauses_at: str = ""
    paused: threading.Event = field(default_factory=threading.Event)
    host: str = "127.0.0.1"
    port: int = 0

    async def pause(self, step: str) -> None:
        """Wait a moment if this is the step for it."""
        if step == self.pauses_at:
            self.paused.set()
            await asyncio.sleep(0.3)

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails that were handed over, as a reader sees them."""
        return [message_from_bytes(raw, policy=default) for raw in self.got]  # type: ignore[misc]


class _Server(SMTP):
    """aiosmtpd, with a bad day at one step."""

    def __init__(self, fake: FakeSmtp, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fake = fake

    async def bad(self, step: str) -> bool:
        """Do what was told for a step; False when nothing was."""
        told = self.fake.does.get(step, "")
        await self.fake.pause(step)
        if told == "stall":
            await asyncio.sleep(NEVER)
        if told in {"stall", "cut"}:
            assert self.transport is not None
            self.transport.abort()
        elif told:
            await self.push(told)
        return bool(told)

    async def _handle_client(self) -> None:
        if not await self.bad("connect"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:
        self.fake.hellos.append(hostname)
        if not await self.bad("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:
        if not await self.bad("ehlo"):
            await super().smtp_HELO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:
        if not await self.bad("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self.bad("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self.bad("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        if not await self.bad("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self.bad("data"):
            await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        if not await self.bad("quit"):
            await super().smtp_QUIT(arg)


class _Handler:
    def __init__(self, fake: FakeSmtp) -> None:
        self.fake = fake

    async def handle_DATA(self, server: _Server, session: Any, envelope: Any) -> str:
        told = self.fake.does.get("after_data", "")
        if told in {"", "stall", "cut"}:
            self.fake.got.append(bytes(envelope.original_content or b""))
            self.fake.recipients.extend(envelope.rcpt_tos)
        await self.fake.pause("after_data")
        if told == "stall":
            await asyncio.sleep(NEVER)
        if told in {"stall", "cut"}:
            assert server.transport is not None
            server.transport.abort()
        return told or "250 2.0.0 Ok: queued as 4WmX1Q"


@contextmanager
def fake_smtp(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[FakeSmtp]:
    """Run the server on a free port of this machine until the block ends."""
    fake = FakeSmtp()
    loop = asyncio.new_event_loop()

    def authenticate(_s: Any, _session: Any, _e: Any, _mechanism: str, data: Any) -> AuthResult:
        fake.log_ins.append(data.login.decode())
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    def factory() -> SMTP:
        return _Server(
            fake, _Handler(fake), tls_context=starttls, hostname="mail.example.nl", loop=loop,
            authenticator=authenticate, auth_require_tls=False,
            require_starttls=starttls is not None,
        )  # fmt: skip

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    made = asyncio.run_coroutine_threadsafe(
        loop.create_server(factory, fake.host, 0, ssl=tls), loop
    )
    server = made.result(10)
    fake.port = server.sockets[0].getsockname()[1]
    try:
        yield fake
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    mine = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not mine]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for a name; give the server's context, and the file to trust."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
