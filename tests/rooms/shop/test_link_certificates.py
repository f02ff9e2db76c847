"""The link goes to the site whose certificate has the key that we know, and to no other."""

import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from klantkluis.messages.wire import Verb
from klantkluis.shop.commands.linking import accept_certificate, record_pairing
from klantkluis.shop.linking import pairing
from klantkluis.shop.linking.keys import link_keys
from klantkluis.shop.linking.pairing import CertificateUnknown, find_site
from klantkluis.shop.linking.pulling import one_round
from klantkluis.shop.models import LinkAlarm, SiteLink
from klantkluis.shop.transport import key_of_certificate, look_at
from rooms.shop.conftest import now
from support.fake_site import FakeSite

pytestmark = pytest.mark.django_db


class Certified:
    """A certificate that nobody vouches for, and the server's half of it."""

    def __init__(self, folder: Path, key: ec.EllipticCurvePrivateKey | None = None) -> None:
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "winkel.example")])
        at = datetime.now(UTC)
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name)
            .public_key(self.key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(at - timedelta(days=1)).not_valid_after(at + timedelta(days=90))
            .sign(self.key, hashes.SHA256())
        )  # fmt: skip
        self.der = made.public_bytes(serialization.Encoding.DER)
        both = folder / f"{made.serial_number}.pem"
        both.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + self.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(both)


class TlsFront:
    """A front that speaks TLS before the site, and counts what arrives after the handshake."""

    def __init__(self, behind: str, shown: Certified) -> None:
        self.shown = shown
        self.received = 0
        host, _, port = behind.removeprefix("http://").partition(":")
        self._behind = host, int(port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                raw, _address = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(raw,), daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        try:
            with (
                self.shown.context.wrap_socket(raw, server_side=True) as outer,
                socket.create_connection(self._behind) as inner,
            ):
                outer.settimeout(20)
                while _passed_on(outer, inner, self._count):
                    pass
        except OSError:
            return

    def _count(self, size: int) -> None:
        self.received += size


def _passed_on(outer: ssl.SSLSocket, inner: socket.socket, count: Callable[[int], None]) -> bool:
    """Pass on what one of both sent, in one thread: two may not use one line of TLS at once.

    False once either hung up.
    """
    ready = [outer] if outer.pending() else select.select([outer, inner], [], [], 20)[0]
    part = ready[0].recv(65536) if ready else b""
    if part and ready[0] is outer:
        count(len(part))
        inner.sendall(part)
    elif part:
        outer.sendall(part)
    return bool(part)


@pytest.fixture
def shown(tmp_path: Path) -> Certified:
    return Certified(tmp_path)


@pytest.fixture
def front(site: FakeSite, shown: Certified) -> Iterator[TlsFront]:
    made = TlsFront(site.url, shown)
    yield made
    made.close()


@pytest.fixture
def over_tls(front, site, shown, folder, owner, key) -> SiteLink:
    """A link whose site shows a certificate that the owner compared."""
    compared = key_of_certificate(shown.der).hex()
    keys = link_keys(folder, make=True)
    found = find_site(url=front.url, code=site.code, keys=keys, plain_here=False, compared=compared)
    record_pairing(found=found, actor=owner, now=now())
    return SiteLink.objects.get()


def test_who_pairs_with_a_site_that_nobody_vouches_for_compares_its_fingerprint(
    front, site, shown, folder
):
    keys = link_keys(folder, make=True)
    with pytest.raises(CertificateUnknown) as refused:
        find_site(url=front.url, code=site.code, keys=keys, plain_here=False)
    assert refused.value.key == key_of_certificate(shown.der)
    assert front.received == 0
    with pytest.raises(CertificateUnknown):
        find_site(url=front.url, code=site.code, keys=keys, plain_here=False, compared="00" * 32)
    assert (front.received, site.asked) == (0, [])


def test_a_certificate_that_changes_between_looking_and_pairing_gets_nothing(
    front, site, shown, folder, tmp_path, monkeypatch
):
    def changed(url):
        seen = look_at(url)
        front.shown = Certified(tmp_path)
        return seen

    monkeypatch.setattr(pairing, "look_at", changed)
    compared = key_of_certificate(shown.der).hex()
    with pytest.raises(pairing.SiteNotThere):
        find_site(
            url=front.url, code=site.code, keys=link_keys(folder, make=True), plain_here=False,
            compared=compared,
        )  # fmt: skip
    assert (front.received, site.asked) == (0, [])


def test_the_key_that_we_know_is_talked_to(over_tls, front, shown, folder):
    assert bytes(over_tls.certificate) == key_of_certificate(shown.der)
    assert one_round(folder, now).problem == ""
    assert SiteLink.objects.get().heard_at is not None


def test_a_renewed_certificate_with_the_same_key_is_no_matter(
    over_tls, front, shown, folder, tmp_path
):
    front.shown = Certified(tmp_path, shown.key)
    assert front.shown.der != shown.der
    assert one_round(folder, now).problem == ""
    assert not LinkAlarm.objects.exists()


def test_another_key_gets_no_byte_of_ours_and_an_alarm(over_tls, front, site, folder, tmp_path):
    front.shown = Certified(tmp_path)
    front.received, site.asked = 0, []
    assert one_round(folder, now).problem == "certificate"
    assert (front.received, site.asked) == (0, [])
    assert LinkAlarm.objects.get().code == "certificate"
    link = SiteLink.objects.get()
    assert bytes(link.seen_certificate) == key_of_certificate(front.shown.der)
    assert bytes(link.certificate) != bytes(link.seen_certificate)


def test_another_key_is_talked_to_once_the_owner_compared_it(
    over_tls, front, site, folder, tmp_path, owner
):
    front.shown = Certified(tmp_path)
    one_round(folder, now)
    accept_certificate(seen=key_of_certificate(front.shown.der).hex(), actor=owner, now=now())
    assert one_round(folder, now).problem == ""
    assert Verb.STATE in site.asked


def test_a_site_that_speaks_no_tls_where_it_did_gets_nothing(over_tls, site, folder):
    site.asked = []
    SiteLink.objects.update(url=site.url.replace("http://", "https://"))
    assert one_round(folder, now).problem == "unreachable"
    assert site.asked == []
