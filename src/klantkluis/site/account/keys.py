"""The secrets of an account: what a password proves and opens, and what only its owner can open.

This is the one place on the site that opens anything sealed to a key, and it can only with the
seed of a person who has just given their password. All formats are in docs/KEYS.md.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from klantkluis.core.fields.email import email_key
from klantkluis.messages.pick_up import binding as pick_up_binding
from klantkluis.messages.profile import Profile, ProfileUnreadable, binding, read_profile
from klantkluis.site import pepper
from klantkluis.vault import formats
from klantkluis.vault.sealing import SUITE, derive

MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
SALT_BYTES: Final = 16
TAG_BYTES: Final = 16


class CannotOpen(Exception):  # noqa: N818 - named as the fact that it tells
    """It was sealed with another secret, or is damaged."""


@dataclass(frozen=True, slots=True)
class PasswordKeys:
    """What a password gives: `verifier` proves it, `wrap` opens the seed of the account."""

    verifier: bytes = field(repr=False)
    wrap: bytes = field(repr=False)

    @property
    def stored(self) -> bytes:
        """What the site keeps to recognise the verifier."""
        return hashlib.sha256(self.verifier).digest()


def slow(secret: bytes, salt: bytes) -> bytes:
    """Give Argon2id of a secret: 19 MiB, two passes, one lane (RFC 9106, OWASP)."""
    return Argon2id(
        salt=salt, length=32, iterations=PASSES, lanes=1, memory_cost=MEMORY_KIB
    ).derive(secret)


def tag_of(email: str) -> bytes:
    """Give the tag by which an account is found: a slow digest under the pepper.

    Raises:
        NoPepper: the office has not brought it.
    """
    salt = derive(pepper.pepper(), b"esalt", length=SALT_BYTES)
    digest = slow(email_key(email).encode(), salt)
    return hmac.digest(pepper.key("tag"), digest, "sha256")[:TAG_BYTES]


def password_keys(password: str, *, salt: bytes, uid: UUID) -> PasswordKeys:
    """Give what a password proves and opens for one account.

    Raises:
        NoPepper: the office has not brought it.
    """
    held = pepper.pepper()
    both = derive(slow(password.encode(), salt), b"site/1" + uid.bytes, salt=held, length=64)
    return PasswordKeys(both[:32], both[32:])


def stand_in(tag: bytes) -> tuple[UUID, bytes, bytes]:
    """Give uid, salt and verifier for an address without an account: the same each time.

    So that the same work is done for it, and no verifier fits.

    Raises:
        NoPepper: the office has not brought it.
    """
    made = hmac.digest(pepper.key("stand-in"), tag, "sha512")
    return UUID(bytes=made[:16]), made[16:32], made[32:64]


def wrap_seed(keys: PasswordKeys, seed: bytes, uid: UUID) -> bytes:
    """Wrap the seed of an account: nonce12 || AES-256-GCM, bound to the account; 60 bytes."""
    return under(keys.wrap, seed, b"SW1" + uid.bytes)


def unwrap_seed(keys: PasswordKeys, wrapped: bytes, uid: UUID) -> bytes:
    """Unwrap the seed of an account.

    Raises:
        CannotOpen: it is damaged, or wrapped for another account or with another password.
    """
    return out_of(keys.wrap, wrapped, b"SW1" + uid.bytes)


def under(key: bytes, secret: bytes, bound_to: bytes) -> bytes:
    """Put a secret under a key: nonce12 || AES-256-GCM."""
    nonce = os.urandom(formats.NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, bound_to)


def out_of(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Take a secret out again.

    Raises:
        CannotOpen: it lies under another key or was bound to something else.
    """
    try:
        return AESGCM(key).decrypt(
            sealed[: formats.NONCE_BYTES], sealed[formats.NONCE_BYTES :], bound_to
        )
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def private_key(seed: bytes) -> MLKEM768X25519PrivateKey:
    """Give the private key of a seed, stretched by SHAKE256 as the vault does."""
    stretched = hashlib.shake_256(seed).digest(96)
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(stretched[:64]),
        X25519PrivateKey.from_private_bytes(stretched[64:]),
    )


def public_key(seed: bytes) -> bytes:
    """Give the public key that belongs to a seed, encoded."""
    stretched = hashlib.shake_256(seed).digest(96)
    lattice = MLKEM768PrivateKey.from_seed_bytes(stretched[:64]).public_key()
    curve = X25519PrivateKey.from_private_bytes(stretched[64:]).public_key()
    return lattice.public_bytes_raw() + curve.public_bytes_raw()


def open_profile(seed: bytes, sealed: bytes, *, site_id: UUID, account: UUID, rev: int) -> Profile:
    """Open the profile of an account with its seed.

    Raises:
        CannotOpen: it was sealed to another key, account or revision, or is damaged.
    """
    info = binding(site_id, account, rev)
    try:
        return read_profile(SUITE.decrypt(sealed, private_key(seed), info=info))
    except (InvalidTag, ValueError, ProfileUnreadable) as error:
        raise CannotOpen from error


def open_package_key(
    seed: bytes, sealed: bytes, *, site_id: UUID, account: UUID, pick_up: UUID
) -> bytes:
    """Open the key of a package that waits for the person of an account.

    Raises:
        CannotOpen: it was sealed to another key, account or package, or is damaged.
    """
    info = pick_up_binding(site_id, account, pick_up)
    try:
        return SUITE.decrypt(sealed, private_key(seed), info=info)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def open_chunks(key: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Open a sealed file (docs/KEYS.md) that comes in pieces of any length, chunk by chunk.

    Raises:
        CannotOpen: it is none, lies under another key, or is damaged, shuffled or cut short.
    """
    buffer, incoming = bytearray(), iter(pieces)

    def held(length: int) -> bool:
        while len(buffer) < length and (piece := next(incoming, None)) is not None:
            buffer.extend(piece)
        return len(buffer) >= length

    if not held(formats.FILE_HEADER.size):
        raise CannotOpen
    header = bytes(buffer[: formats.FILE_HEADER.size])
    del buffer[: formats.FILE_HEADER.size]
    kind, suite, size, prefix = formats.FILE_HEADER.unpack(header)
    if (kind, suite, size) != (
        formats.FILE_FORMAT, formats.SUITE_AES_256_GCM, formats.CHUNK_BYTES
    ):  # fmt: skip
        raise CannotOpen
    cipher, length, counter, last = AESGCM(key), size + formats.TAG_BYTES, 0, False
    while not last:
        last = not held(length + 1)
        nonce = formats.file_nonce(prefix, counter, last=last)
        try:
            yield cipher.decrypt(nonce, bytes(buffer[:length]), b"SF1" + header)
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error
        del buffer[:length]
        counter += 1


def as_text(public: bytes) -> str:
    """Write a public key as letters carry it: base64."""
    return base64.b64encode(public).decode()
