"""Pairing with a site: by the code that its owner carried here, and nothing less."""

import time
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.messages import link as texts
from klantkluis.messages import wire
from klantkluis.messages.link import PairingCode, pairing_code
from klantkluis.messages.wire import Pair, Verb
from klantkluis.shop.linking.keys import LinkKeys
from klantkluis.shop.transport import Line, Reply, Seen, SiteAway, is_usable, look_at

_MOST_ANSWER: Final = 64 * 1024


class AddressNotUsable(Refusal):
    """The address of a site is https, or http on this very machine in a demo."""


class CodeWrong(Refusal):
    """What was typed is no pairing code, or not of the site at this address."""


class SiteNotThere(Refusal):
    """No site of ours answers at this address."""


class CertificateUnknown(Refusal):
    """No authority vouches for the certificate: the owner has to compare its fingerprint."""

    def __init__(self, sentence: str, *, key: bytes) -> None:
        super().__init__(sentence, field="compared")
        self.key = key


@dataclass(frozen=True, slots=True)
class Found:
    """A site that proved who it is."""

    code: PairingCode
    url: str
    site_key: bytes
    certificate: bytes | None


def find_site(
    *, url: str, code: str, keys: LinkKeys, plain_here: bool, compared: str = ""
) -> Found:
    """Bring our public key to the site of a pairing code, and give what it proved.

    Args:
        url: where the site is.
        code: as the owner typed it.
        compared: the fingerprint that the owner has compared, when no authority vouches for the
            certificate.

    Raises:
        AddressNotUsable, CodeWrong, SiteNotThere, CertificateUnknown.
    """
    address = url.strip().rstrip("/")
    if not is_usable(address, plain_here=plain_here):
        raise AddressNotUsable(_("Give an address that begins with https://."), field="url")
    try:
        read = pairing_code(code)
    except ValueError:
        raise CodeWrong(_("This is no pairing code. Copy it whole."), field="code") from None
    try:
        seen = look_at(address)
        _check(seen, compared)
        with Line(address, pin=seen.key) as line:
            public = _introduce(line, read, keys)
    except SiteAway as away:
        raise SiteNotThere(
            _("No shop answers at this address (%(code)s). Is it running?") % {"code": away.kind},
            field="url",
        ) from None
    return Found(read, address, public, seen.key)


def _check(seen: Seen, compared: str) -> None:
    if not seen.trusted and seen.key is not None and seen.key.hex() != compared:
        raise CertificateUnknown(
            _("No authority vouches for the certificate of this shop. Compare its fingerprint."),
            key=seen.key,
        )


def _introduce(line: Line, code: PairingCode, keys: LinkKeys) -> bytes:
    """Bring our public key, and give that of the site once it has proved to be of the code."""
    proof = texts.pairing_proof(code.secret, keys.public)
    body = wire.write(Pair(public=keys.public, proof=proof))
    number = time.time_ns() // 1_000_000
    signed = texts.sign(keys.key, texts.request_text(code.site_id, Verb.PAIR, number, body))
    reply = line.send(
        "POST", f"/{texts.PATH}/{Verb.PAIR}", body,
        {
            "Content-Type": "application/json",
            texts.NUMBER_HEADER: str(number),
            texts.SIGNATURE_HEADER: signed,
        },
        most=_MOST_ANSWER,
    )  # fmt: skip
    if reply.status == 403:
        raise CodeWrong(_("This is not the code of the shop at this address."), field="code")
    if reply.status == 409:
        raise CodeWrong(_("This shop is paired with another office already."), field="code")
    if reply.status != 200:
        raise SiteAway("answer")
    return _proved(code, number, reply)


def _proved(code: PairingCode, number: int, reply: Reply) -> bytes:
    try:
        public: bytes = wire.read(wire.ANSWERS, Verb.PAIR, reply.body).public
    except ValueError:
        raise SiteAway("answer") from None
    text = texts.answer_text(code.site_id, number, reply.status, reply.body)
    said = reply.headers.get(texts.SIGNATURE_HEADER.lower(), "")
    if texts.fingerprint(public) != code.site_key or not texts.is_signed(public, text, said):
        raise CodeWrong(
            _("The shop at this address is another one than the code is of."), field="code"
        )
    return public
