"""Opening: what needs a secret key. Never part of what runs on the internet."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from klantkluis.vault import formats
from klantkluis.vault.formats import FormatError
from klantkluis.vault.rows import Owner
from klantkluis.vault.sealing import SUITE

_ROW_OVERHEAD = 2 + formats.NONCE_BYTES + formats.TAG_BYTES
_ROW_HEAD = bytes((formats.ROW_FORMAT, formats.SUITE_AES_256_GCM))
_WRAPPED_BYTES = 65
_read_json = json.JSONDecoder().raw_decode  # no blanks around it are looked for: we write none


def open_row(
    key: bytes, sealed: bytes, *, table: str, uid: UUID, owner: Owner, rev: int, schema: int
) -> dict[str, Any]:
    """Open one sealed row.

    Raises:
        FormatError: another format, damaged, or sealed for another place, owner or revision.
    """
    return open_bound(key, sealed, formats.row_binding(table, uid, owner, rev, schema))


def open_bound(key: bytes, sealed: bytes, binding: bytes) -> dict[str, Any]:
    """Open one sealed row with its binding; see `open_row`."""
    size = len(sealed) - _ROW_OVERHEAD
    if not sealed.startswith(_ROW_HEAD) or not 0 < size <= formats.MAX_ROW_BYTES:
        raise FormatError("row format")
    try:
        plain = AESGCM(key).decrypt(sealed[2:14], sealed[14:], binding)
        text = formats.unpad(plain).decode()
        fields, end = _read_json(text)
    except (InvalidTag, ValueError) as error:
        raise FormatError("row") from error
    if not isinstance(fields, dict) or end != len(text):
        raise FormatError("row")
    return fields


def open_file(key: bytes, source: BinaryIO) -> Iterator[bytes]:
    """Open a sealed file chunk by chunk.

    Each chunk is authentic when it comes out, but only the end tells that none is missing: who
    streams it on must treat an error as "do not use what you have".

    Raises:
        FormatError: another format, damaged, shuffled or cut short.
    """
    header = source.read(formats.FILE_HEADER.size)
    if len(header) != formats.FILE_HEADER.size:
        raise FormatError("file header")
    kind, suite, size, prefix = formats.FILE_HEADER.unpack(header)
    if (kind, suite, size) != (
        formats.FILE_FORMAT,
        formats.SUITE_AES_256_GCM,
        formats.CHUNK_BYTES,
    ):
        raise FormatError("file format")
    cipher, sealed_size = AESGCM(key), size + formats.TAG_BYTES
    chunk, counter = _read(source, sealed_size), 0
    while True:
        following = _read(source, sealed_size)
        nonce = formats.file_nonce(prefix, counter, last=not following)
        try:
            yield cipher.decrypt(nonce, chunk, b"SF1" + header)
        except (InvalidTag, ValueError) as error:
            raise FormatError("file") from error
        if not following:
            return
        chunk, counter = following, counter + 1


def _read(source: BinaryIO, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length and (part := source.read(length - len(parts))):
        parts += part
    return bytes(parts)


def wrapped_epoch(wrapped: bytes) -> int:
    """Give the epoch under which a key was wrapped.

    Raises:
        FormatError: it is no wrapped key.
    """
    if len(wrapped) != _WRAPPED_BYTES or wrapped[0] != formats.WRAPPED_FORMAT:
        raise FormatError("wrapped key")
    return int.from_bytes(wrapped[1:5])


def unwrap_key(key_encryption_key: bytes, wrapped: bytes, *, kind: str, name: bytes) -> bytes:
    """Open a wrapped key.

    Raises:
        FormatError: another format, damaged, or wrapped for another kind, name or epoch.
    """
    return unwrap_with(AESGCM(key_encryption_key), wrapped, kind=kind, name=name)


def unwrap_with(cipher: AESGCM, wrapped: bytes, *, kind: str, name: bytes) -> bytes:
    """Open a wrapped key with a cipher that is at hand; see `unwrap_key`."""
    binding = formats.wrap_binding(kind, name, wrapped_epoch(wrapped))
    try:
        return cipher.decrypt(wrapped[5:17], wrapped[17:], binding)
    except (InvalidTag, ValueError) as error:
        raise FormatError("wrapped key") from error


def unwrap_all(
    ciphers: Mapping[int, AESGCM], wrapped: Iterable[tuple[bytes, bytes]], *, kind: str
) -> dict[bytes, bytes]:
    """Open very many wrapped keys of one kind.

    Args:
        ciphers: of each epoch that may occur.
        wrapped: pairs of a name of 16 bytes and its wrapped key.

    Raises:
        FormatError: one has another format, is damaged, or was wrapped for something else.
    """
    head, keys = formats.wrap_binding_head(kind, 16), {}
    decrypt = {formats.wrapped_head(epoch): cipher.decrypt for epoch, cipher in ciphers.items()}
    try:
        for name, key in wrapped:
            begin = key[:5]
            keys[name] = decrypt[begin](key[5:17], key[17:], head + name + begin[1:])
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise FormatError("wrapped key") from error
    return keys


def private_key(seed: bytes) -> MLKEM768X25519PrivateKey:
    """Give the private key of a 32-byte seed.

    SHAKE256 stretches it to 96 bytes: 64 for ML-KEM-768, 32 for X25519.
    """
    stretched = hashlib.shake_256(seed).digest(96)
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(stretched[:64]),
        X25519PrivateKey.from_private_bytes(stretched[64:]),
    )


def public_bytes(seed: bytes) -> bytes:
    """Give the public key that belongs to a seed, encoded."""
    stretched = hashlib.shake_256(seed).digest(96)
    lattice = MLKEM768PrivateKey.from_seed_bytes(stretched[:64]).public_key()
    curve = X25519PrivateKey.from_private_bytes(stretched[64:]).public_key()
    return lattice.public_bytes_raw() + curve.public_bytes_raw()


def open_sealed_to(seed: bytes, sealed: bytes, *, info: bytes) -> bytes:
    """Open what `sealing.seal_to` sealed to the public key of this seed.

    Raises:
        FormatError: damaged, or sealed to another key or for something else.
    """
    return open_with(private_key(seed), sealed, info=info)


def open_with(key: MLKEM768X25519PrivateKey, sealed: bytes, *, info: bytes) -> bytes:
    """Open the same with the private key at hand, for who opens many; see `open_sealed_to`."""
    try:
        return SUITE.decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError) as error:
        raise FormatError("sealed secret") from error
