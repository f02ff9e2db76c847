"""The door to our own site: HTTPS to one address, pinned to the key of its certificate.

Nothing of the machine's surroundings has a say: no proxy, no cookie, no redirect. What comes back
is bounded in size and time. `tests/architecture` sees to it that nobody else goes out.
"""

import hashlib
import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CONNECT_SECONDS: Final = 5.0
SILENT_SECONDS: Final = 15.0
"""So long we wait for each part of an answer, and for the whole of it at most:"""
MOST_SECONDS: Final = 60.0
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_PORTION: Final = 256 * 1024


class SiteAway(Exception):  # noqa: N818 - named as the fact that it tells
    """The site gave no usable answer; `kind` says how, in a code. It holds nothing of what was
    asked or answered."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class CertificateChanged(SiteAway):
    """The site shows a certificate with another key than the one that we know."""

    def __init__(self, seen: bytes) -> None:
        super().__init__("certificate")
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    cookies: tuple[str, ...] = field(default=(), repr=False)


def is_usable(url: str, *, plain_here: bool) -> bool:
    """Tell whether an address is one of a site: https, or http within this machine if allowed."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.query or parts.path.strip("/"):
        return False
    return parts.scheme == "https" or (plain_here and parts.scheme == "http" and host in LOOPBACK)


def key_of_certificate(der: bytes) -> bytes:
    """Give SHA-256 of the public key in a certificate: it stays when the certificate is renewed
    with the same key (RFC 7469, section 2.4)."""
    public = x509.load_der_x509_certificate(der).public_key()
    return hashlib.sha256(
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).digest()


@dataclass(frozen=True, slots=True)
class Seen:
    """The key of the certificate that a site shows, and whether an authority vouches for it."""

    key: bytes | None
    trusted: bool


def look_at(url: str) -> Seen:
    """See which certificate an address shows, before it is trusted; plain HTTP has none.

    Raises:
        SiteAway: nobody answers there.
    """
    if urlsplit(url).scheme != "https":
        return Seen(None, trusted=True)
    try:
        with Line(url, context=ssl.create_default_context()) as line:
            return Seen(line.seen, trusted=True)
    except _NotTrusted:
        with Line(url) as line:
            return Seen(line.seen, trusted=False)


class _NotTrusted(SiteAway):
    """No authority vouches for the certificate."""


class Line:
    """A connection to one site. Use it in a `with` block, for one round of questions."""

    def __init__(
        self, url: str, *, pin: bytes | None = None, context: ssl.SSLContext | None = None
    ) -> None:
        """Take the address and the key that the site's certificate has to have.

        With a pin no authority is asked: the pin says more. Without one nothing secret may be
        sent.
        """
        parts = urlsplit(url)
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname or "", parts.port
        self._context = context or _unasked()
        self._pin = pin
        self._connection: http.client.HTTPConnection | None = None
        self.seen: bytes | None = None

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> http.client.HTTPConnection:
        if self._connection is not None and self._connection.sock is not None:
            return self._connection
        made: http.client.HTTPConnection
        if self._secure:
            made = http.client.HTTPSConnection(
                self._host, self._port, timeout=CONNECT_SECONDS, context=self._context
            )
        else:
            made = http.client.HTTPConnection(self._host, self._port, timeout=CONNECT_SECONDS)
        try:
            made.connect()
        except ssl.SSLCertVerificationError:
            raise _NotTrusted("untrusted") from None
        except TimeoutError:
            raise SiteAway("timeout") from None
        except (OSError, http.client.HTTPException):
            raise SiteAway("unreachable") from None
        made.sock.settimeout(SILENT_SECONDS)
        self._connection = made
        self._check_pin(made.sock)
        return made

    def _check_pin(self, sock: socket.socket) -> None:
        """Look at the certificate before a single byte of a question leaves."""
        if not isinstance(sock, ssl.SSLSocket):
            return
        self.seen = key_of_certificate(sock.getpeercert(binary_form=True) or b"")
        if self._pin is not None and self.seen != self._pin:
            self.close()
            raise CertificateChanged(self.seen)

    def send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, most: int
    ) -> Reply:
        """Send one request and read the whole answer, at most `most` bytes.

        Raises:
            SiteAway: there was no usable answer; the site may have the request all the same.
        """
        line = self._connect()
        until = time.monotonic() + MOST_SECONDS
        try:
            line.request(method, path, body, {"User-Agent": "Klantkluis", **headers})
            answer = line.getresponse()
            content = _bounded(answer, most, until)
            closes = answer.will_close
        except TimeoutError:
            self.close()
            raise SiteAway("timeout") from None
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            raise SiteAway("unreachable") from None
        except SiteAway:
            self.close()
            raise
        if closes:
            self.close()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        cookies = tuple(answer.headers.get_all("Set-Cookie", ()))
        return Reply(answer.status, headers, content, cookies)


def _bounded(answer: http.client.HTTPResponse, most: int, until: float) -> bytes:
    parts = bytearray()
    while part := answer.read1(_PORTION):
        parts += part
        if len(parts) > most:
            raise SiteAway("too_large")
        if time.monotonic() > until:
            raise SiteAway("timeout")
    return bytes(parts)


def _unasked() -> ssl.SSLContext:
    """Give a context in which the pin decides, and no authority of this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
