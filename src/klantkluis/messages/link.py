"""How office and site know each other: each request and each answer is signed with Ed25519.

The office knocks at the site, never the reverse. A request carries a number that only grows, so
that one that was overheard cannot be sent again. An answer is signed together with that number,
so that it is the answer to this question.
"""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from klantkluis.vault import formats

PATH: Final = "office"
"""Where the office knocks: `POST /office/<verb>`."""
NUMBER_HEADER: Final = "Klantkluis-Number"
SIGNATURE_HEADER: Final = "Klantkluis-Signature"
_U64 = struct.Struct(">Q")
_U16 = struct.Struct(">H")
_CODE_BYTES: Final = 16 + 32 + 16


def request_text(site_id: UUID, verb: str, number: int, body: bytes) -> bytes:
    """Give what the office signs: "LR1" || LP(site) || LP(verb) || u64 number || SHA256(body)."""
    return (
        b"LR1"
        + formats.lp(site_id.bytes)
        + formats.lp(verb.encode())
        + _U64.pack(number)
        + hashlib.sha256(body).digest()
    )


def answer_text(site_id: UUID, number: int, status: int, body: bytes) -> bytes:
    """Give what the site signs: "LA1" || LP(site) || u64 number || u16 status || SHA256(body)."""
    return (
        b"LA1"
        + formats.lp(site_id.bytes)
        + _U64.pack(number)
        + _U16.pack(status)
        + hashlib.sha256(body).digest()
    )


def sign(key: Ed25519PrivateKey, text: bytes) -> str:
    """Sign, as a header has it."""
    return base64.b64encode(key.sign(text)).decode()


def is_signed(public: bytes, text: bytes, signature: str) -> bool:
    """Tell whether a header holds the signature of this text by the owner of a public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            base64.b64decode(signature, validate=True), text
        )
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class PairingCode:
    """What a person carries from the site to the office, once: who the site is, and a secret.

    `site_key` is the fingerprint of the site's public key, SHA-256. The secret lets the office
    bring its own public key exactly once.
    """

    site_id: UUID
    site_key: bytes
    secret: bytes = field(repr=False)

    def __str__(self) -> str:
        """Write it as text to be copied: base32 in groups of eight."""
        raw = self.site_id.bytes + self.site_key + self.secret
        text = base64.b32encode(raw).decode().rstrip("=")
        return "-".join(text[place : place + 8] for place in range(0, len(text), 8))


def pairing_code(text: str) -> PairingCode:
    """Read a pairing code as a person typed it.

    Raises:
        ValueError: it is none.
    """
    compact = "".join(sign for sign in text.upper() if sign.isalnum())
    raw = base64.b32decode(compact + "=" * (-len(compact) % 8))
    if len(raw) != _CODE_BYTES:
        raise ValueError("no pairing code")
    return PairingCode(UUID(bytes=raw[:16]), raw[16:48], raw[48:])


def pairing_proof(secret: bytes, public: bytes) -> str:
    """Give what proves that who brings a public key has the secret of the pairing code."""
    return base64.b64encode(hmac.digest(secret, b"LP1" + public, "sha256")).decode()


def fingerprint(public: bytes) -> bytes:
    """Give the fingerprint of a public key."""
    return hashlib.sha256(public).digest()


def key_text(site_id: UUID, key_id: int, public: bytes, not_after: int) -> bytes:
    """Give what the office signs of an intake key, so that the site seals to no other.

    "IK1" || LP(site) || u32 key id || u64 not after || LP(public key). `not_after` in seconds
    since 1970 says from when on the office should have brought another.
    """
    return (
        b"IK1"
        + formats.lp(site_id.bytes)
        + formats.u32(key_id)
        + _U64.pack(not_after)
        + formats.lp(public)
    )
