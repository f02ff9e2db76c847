"""The byte formats of the vault that are no secret: headers, bindings and the canonical form.

Formats follow docs/KEYS.md. `||` joins, LP(x) is the length of x in four big-endian bytes and x.
"""

import json
import struct
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from klantkluis.vault.rows import Owner

ROW_FORMAT = 0x01
FILE_FORMAT = 0x02
WRAPPED_FORMAT = 0x01
SUITE_AES_256_GCM = 0x01
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
ROW_BLOCK_BYTES = 256
MAX_ROW_BYTES = 64 * 1024
CHUNK_BYTES = 64 * 1024
FILE_NONCE_BYTES = 7
FILE_HEADER = struct.Struct(f">BBI{FILE_NONCE_BYTES}s")
_REV_SCHEMA = struct.Struct(">IH")
_U32 = struct.Struct(">I")


class FormatError(ValueError):
    """Bytes that are not what they should be: damaged, swapped, cut short or of another format."""


def lp(part: bytes) -> bytes:
    """Give u32 length || part."""
    return _U32.pack(len(part)) + part


def u32(number: int) -> bytes:
    """Give a number as four big-endian bytes."""
    return _U32.pack(number)


def owner_bytes(owner: Owner) -> bytes:
    """Give the 16 bytes of a subject's uid, or the name of a class."""
    return owner.bytes if isinstance(owner, UUID) else owner.encode()


def row_binding(table: str, uid: UUID, owner: Owner, rev: int, schema: int) -> bytes:
    """Give the additional data that ties a sealed row to its place and revision.

    Raises:
        FormatError: revision or schema is out of range.
    """
    if not (0 <= rev < 1 << 32 and 0 <= schema < 1 << 16):
        raise FormatError("revision or schema out of range")
    return bind_row(table, uid.bytes, owner_bytes(owner), rev, schema)


def bind_row(table: str, uid: bytes, owner: bytes, rev: int, schema: int) -> bytes:
    """Give the same from bytes, for who opens very many rows."""
    return b"".join(
        (_row_head(table), uid, _U32.pack(len(owner)), owner, _REV_SCHEMA.pack(rev, schema))
    )


@cache
def _row_head(table: str) -> bytes:
    return b"SR1" + lp(table.encode()) + u32(16)


def wrap_binding(kind: str, name: bytes, epoch: int) -> bytes:
    """Give the additional data that ties a wrapped key to its kind, name and epoch."""
    return b"".join((_wrap_head(kind), _U32.pack(len(name)), name, _U32.pack(epoch)))


def wrap_binding_head(kind: str, length: int) -> bytes:
    """Give how the binding of each key of a kind begins; name and epoch follow."""
    return _wrap_head(kind) + _U32.pack(length)


def wrapped_head(epoch: int) -> bytes:
    """Give how a wrapped key of an epoch begins."""
    return bytes((WRAPPED_FORMAT,)) + _U32.pack(epoch)


@cache
def _wrap_head(kind: str) -> bytes:
    return b"WK1" + lp(kind.encode())


def file_nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    """Give the nonce of one chunk of a sealed file."""
    return prefix + u32(counter) + (b"\x01" if last else b"\x00")


def canonical(fields: Mapping[str, Any]) -> bytes:
    """Write fields in the one form they have: JSON, UTF-8, NFC, sorted keys, nothing empty.

    Raises:
        TypeError: a value is no text, whole number, boolean, list or mapping. Amounts with a
            fraction are text or whole cents; a float has more than one way to be written.
    """
    clean = _without_empty(fields)
    return json.dumps(clean, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _without_empty(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, dict) or isinstance(value, Mapping):  # noqa: SIM101 - far faster so
        return {
            _key(key): part
            for key, found in value.items()
            if (part := _without_empty(found)) or isinstance(part, int)  # no and zero say something
        }
    if isinstance(value, list | tuple):
        return [_without_empty(part) for part in value]
    raise TypeError(f"a {type(value).__name__} has no canonical form")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError("the names of fields are text")
    return key if key.isascii() else unicodedata.normalize("NFC", key)


def pad(plain: bytes) -> bytes:
    """Add 0x80 and zeros up to a multiple of 256, so that the length tells little."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % ROW_BLOCK_BYTES)


def unpad(padded: bytes) -> bytes:
    """Take the padding off again.

    Raises:
        FormatError: it is not the padding of `pad`.
    """
    kept = padded.rstrip(b"\0")
    if len(padded) % ROW_BLOCK_BYTES or len(padded) - len(kept) >= ROW_BLOCK_BYTES:
        raise FormatError("padding")
    if not kept.endswith(b"\x80"):
        raise FormatError("padding")
    return kept[:-1]
