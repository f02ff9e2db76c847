"""A certificate of its own, so that a password never crosses the office's network in clear."""

import ipaddress
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from klantkluis.office.place import Place

DAYS = 825


def certificate_for(place: Place, host: str) -> tuple[Path, Path]:
    """Give certificate and key of the office, as files; make them at the first start.

    A certificate of one's own authority goes in KLANTKLUIS_CERTIFICATE and
    KLANTKLUIS_CERTIFICATE_KEY. One that we made is renewed a month before it ends.
    """
    own = os.environ.get("KLANTKLUIS_CERTIFICATE"), os.environ.get("KLANTKLUIS_CERTIFICATE_KEY")
    if own[0] and own[1]:
        return Path(own[0]), Path(own[1])
    certificate = place.part("TLS_CERTIFICATE", "tls/certificate.pem")
    key = place.part("TLS_KEY", "tls/key.pem")
    if not _is_good(certificate):
        _make(certificate, key, host)
    return certificate, key


def _is_good(path: Path) -> bool:
    if not path.exists():
        return False
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return found.not_valid_after_utc > datetime.now(UTC) + timedelta(days=30)


def _make(certificate: Path, key: Path, host: str) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Klantkluis")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(
        key,
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    _write(certificate, made.public_bytes(serialization.Encoding.PEM))


def _names(host: str) -> list[x509.GeneralName]:
    """Give the names under which the office answers: itself, loopback, and what was asked."""
    words = {"localhost", socket.gethostname(), *os.environ.get("KLANTKLUIS_HOSTS", "").split(",")}
    addresses = {"127.0.0.1", "::1"}
    try:
        addresses.add(str(ipaddress.ip_address(host)))
    except ValueError:
        words.add(host)
    addresses.discard("0.0.0.0")  # noqa: S104 - not a name that anybody visits
    return [
        *(x509.DNSName(word) for word in sorted(words) if word),
        *(x509.IPAddress(ipaddress.ip_address(each)) for each in sorted(addresses)),
    ]


def _write(path: Path, contents: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(contents)
