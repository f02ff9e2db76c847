"""Sealing: what needs a public key, or a key that is only handed in. Nothing here opens.

The site ships this module and not `opening`. Randomness comes in as an argument: each nonce is
used once, from `os.urandom`.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from klantkluis.vault import formats
from klantkluis.vault.formats import FormatError
from klantkluis.vault.refusals import RowTooLarge
from klantkluis.vault.rows import Owner

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MLKEM_PUBLIC_BYTES = 1184
PUBLIC_BYTES = MLKEM_PUBLIC_BYTES + 32


def derive(key: bytes, info: bytes, *, salt: bytes | None = None, length: int = 32) -> bytes:
    """Derive a key: HKDF-SHA256."""
    return HKDF(SHA256(), length, salt, info).derive(key)


def document_key(class_key: bytes, uid: UUID) -> bytes:
    """Give the key of one row that lies under a class."""
    return derive(class_key, b"v1/doc" + uid.bytes)


def seal_row(
    key: bytes,
    *,
    table: str,
    uid: UUID,
    owner: Owner,
    rev: int,
    schema: int,
    fields: Mapping[str, Any],
    nonce: bytes,
) -> bytes:
    """Seal the fields of one row, bound to table, uid, owner, revision and schema.

    Raises:
        RowTooLarge: the padded plaintext is over 64 KiB.
        TypeError: a value has no canonical form.
    """
    plain = formats.pad(formats.canonical(fields))
    if len(plain) > formats.MAX_ROW_BYTES:
        raise RowTooLarge
    binding = formats.row_binding(table, uid, owner, rev, schema)
    head = bytes((formats.ROW_FORMAT, formats.SUITE_AES_256_GCM))
    return head + nonce + AESGCM(key).encrypt(nonce, plain, binding)


def seal_file(key: bytes, source: BinaryIO, *, nonce: bytes) -> Iterator[bytes]:
    """Seal a file chunk by chunk, holding two chunks of 64 KiB in memory.

    Args:
        key: 32 random bytes for this file alone; they belong in the sealed row that lists it.
        source: the file in clear.
        nonce: 7 random bytes.

    Yields:
        The header, then each sealed chunk.
    """
    header = formats.FILE_HEADER.pack(
        formats.FILE_FORMAT, formats.SUITE_AES_256_GCM, formats.CHUNK_BYTES, nonce
    )
    yield header
    cipher = AESGCM(key)
    chunk = _read(source, formats.CHUNK_BYTES)
    counter = 0
    while True:
        following = _read(source, formats.CHUNK_BYTES)
        last = not following
        yield cipher.encrypt(formats.file_nonce(nonce, counter, last=last), chunk, b"SF1" + header)
        if last:
            return
        chunk, counter = following, counter + 1


def _read(source: BinaryIO, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length and (part := source.read(length - len(parts))):
        parts += part
    return bytes(parts)


def wrap_key(key_encryption_key: bytes, key: bytes, *, kind: str, name: bytes, epoch: int,
             nonce: bytes) -> bytes:  # fmt: skip
    """Wrap a 32-byte key under the key-encryption key of an epoch: 65 bytes."""
    binding = formats.wrap_binding(kind, name, epoch)
    head = bytes((formats.WRAPPED_FORMAT,)) + formats.u32(epoch)
    return head + nonce + AESGCM(key_encryption_key).encrypt(nonce, key, binding)


def public_key(encoded: bytes) -> MLKEM768X25519PublicKey:
    """Read a public key: ML-KEM-768 (1184 bytes) || X25519 (32 bytes).

    Raises:
        FormatError: it is none.
    """
    if len(encoded) != PUBLIC_BYTES:
        raise FormatError("public key")
    try:
        lattice = MLKEM768PublicKey.from_public_bytes(encoded[:MLKEM_PUBLIC_BYTES])
        curve = X25519PublicKey.from_public_bytes(encoded[MLKEM_PUBLIC_BYTES:])
    except ValueError as error:
        raise FormatError("public key") from error
    return MLKEM768X25519PublicKey(lattice, curve)


def seal_to(public: bytes, secret: bytes, *, info: bytes) -> bytes:
    """Seal bytes to a public key with HPKE; `info` says what for."""
    return seal_with(public_key(public), secret, info=info)


def seal_with(public: MLKEM768X25519PublicKey, secret: bytes, *, info: bytes) -> bytes:
    """Seal bytes as `seal_to` does, to a key that was read before."""
    return SUITE.encrypt(secret, public, info=info)


def commitment(salt: bytes, canonical_snapshot: bytes) -> bytes:
    """Give what the ledger keeps of a document: it proves the text and tells nothing of it.

    Args:
        salt: 32 random bytes that lie inside the sealed snapshot, so that guessing is hopeless
            once the snapshot's key is gone.
        canonical_snapshot: `formats.canonical` of the snapshot.
    """
    assert len(salt) == formats.KEY_BYTES, "the salt of a commitment has 32 bytes"
    return hashlib.sha256(b"CM1" + salt + canonical_snapshot).digest()


def authenticate(key: bytes, table: str, parts: tuple[bytes, ...]) -> bytes:
    """Give the authentication code of one keystore row."""
    body = b"MA1" + formats.lp(table.encode()) + b"".join(formats.lp(part) for part in parts)
    return hmac.digest(key, body, "sha256")
