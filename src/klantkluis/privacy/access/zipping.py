"""Writing a ZIP file from front to back, encrypted or not, without ever holding all of it.

Encryption is AE-2 with AES-256, as WinZip described it and 7-Zip, Keka and others open it
(APPNOTE.TXT 6.3.10, appendix E; https://www.winzip.com/en/support/aes-encryption/). It is written
here because no library does it with the one that all our encryption rests on, as a stream. Each
file has a salt of its own, and a code that shows when anything of it was changed.
"""

import hashlib
import hmac
import struct
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_LOCAL: Final = struct.Struct("<IHHHHHIIIHH")
_AFTER: Final = struct.Struct("<IIII")
_CENTRAL: Final = struct.Struct("<IHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<IHHHHIIH")
_AES_EXTRA: Final = struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, 3, 8)
_ENCRYPTED, _SIZES_AFTER, _UTF8 = 0x0001, 0x0008, 0x0800
_DEFLATED, _AES = 8, 99
_SALT_BYTES: Final = 16
_MAC_BYTES: Final = 10
_ROUNDS: Final = 1000
_MOST: Final = 0xFFFF_FFFF
_MOST_FILES: Final = 0xFFFF

type Random = Callable[[int], bytes]


class TooLarge(Exception):  # noqa: N818 - named as the fact that it tells
    """A ZIP file without its extension holds at most 4 GB and 65,535 files."""


class _Sealer(Protocol):
    head: bytes

    def seal(self, plain: bytes) -> bytes: ...

    def tail(self) -> bytes: ...


class _Open:
    """Leaves everything as it is."""

    head = b""

    def seal(self, plain: bytes) -> bytes:
        """Give it back."""
        return plain

    def tail(self) -> bytes:
        """Give nothing."""
        return b""


class _Sealed:
    """Encrypts one file: AES-256 in counter mode, the counter little-endian from one on."""

    def __init__(self, passphrase: str, salt: bytes) -> None:
        made = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt, _ROUNDS, 66)
        # Counter mode from single blocks: the library's own counts with the other end first.
        self._blocks = Cipher(algorithms.AES(made[:32]), modes.ECB()).encryptor()  # noqa: S305
        self._mac = hmac.new(made[32:64], digestmod="sha1")
        self._next, self._left = 1, b""
        self.head = salt + made[64:]

    def seal(self, plain: bytes) -> bytes:
        """Encrypt a piece."""
        stream = self._stream(len(plain))
        mixed = int.from_bytes(plain) ^ int.from_bytes(stream)
        sealed = mixed.to_bytes(len(plain))
        self._mac.update(sealed)
        return sealed

    def _stream(self, length: int) -> bytes:
        missing = max(length - len(self._left), 0)
        count = -(-missing // 16)
        counters = array("Q", bytes(16 * count))
        counters[::2] = array("Q", range(self._next, self._next + count))
        self._next += count
        stream = self._left + self._blocks.update(counters.tobytes())
        self._left = stream[length:]
        return stream[:length]

    def tail(self) -> bytes:
        """Give the code over all that was encrypted."""
        return self._mac.digest()[:_MAC_BYTES]


@dataclass(frozen=True, slots=True)
class _Form:
    """What all files have in common: their moment, and whether they are encrypted."""

    stamp: int
    day: int
    sealed: bool

    @property
    def flags(self) -> int:
        return _SIZES_AFTER | _UTF8 | (_ENCRYPTED if self.sealed else 0)

    @property
    def method(self) -> int:
        return _AES if self.sealed else _DEFLATED

    @property
    def extra(self) -> bytes:
        return _AES_EXTRA if self.sealed else b""


@dataclass(frozen=True, slots=True)
class _Written:
    name: bytes
    crc: int
    packed: int
    size: int
    place: int


def zipped(
    files: Iterable[tuple[str, Iterable[bytes]]], *, made_at: datetime, passphrase: str = "",
    random: Random,
) -> Iterator[bytes]:  # fmt: skip
    """Write files into one ZIP file, in pieces; with a passphrase each of them is encrypted.

    Names of files can be read without the passphrase: they must name nobody.

    Args:
        files: names with contents in pieces, taken one after the other.
        made_at: the moment that each file bears.
        random: gives so many random bytes.

    Raises:
        TooLarge: it would take more than the form can say.
    """
    form = _Form(*_dos(made_at), sealed=bool(passphrase))
    written: list[_Written] = []
    place = 0
    for name, pieces in files:
        sealer = _Sealed(passphrase, random(_SALT_BYTES)) if passphrase else _Open()
        length = 0
        for piece, done in _one(name.encode(), pieces, sealer, form, place):
            length += len(piece)
            if done is not None:
                written.append(done)
            yield piece
        place += length
        if place > _MOST or len(written) > _MOST_FILES:
            raise TooLarge
    yield from _ended(written, place, form)


def _one(
    name: bytes, pieces: Iterable[bytes], sealer: _Sealer, form: _Form, place: int
) -> Iterator[tuple[bytes, _Written | None]]:
    """Write one file; with the last piece comes what the list of files says of it."""
    head = _LOCAL.pack(
        0x04034B50, 51, form.flags, form.method, form.stamp, form.day, 0, 0, 0, len(name),
        len(form.extra),
    )  # fmt: skip
    yield head + name + form.extra + sealer.head, None
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    crc = size = 0
    packed = len(sealer.head)
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        if part := packer.compress(piece):
            packed += len(part)
            yield sealer.seal(part), None
    last = sealer.seal(packer.flush()) + sealer.tail()
    packed += len(last)
    if max(packed, size) > _MOST:
        raise TooLarge
    crc = 0 if form.sealed else crc
    done = _Written(name, crc, packed, size, place)
    yield last + _AFTER.pack(0x08074B50, crc, packed, size), done


def _ended(written: list[_Written], place: int, form: _Form) -> Iterator[bytes]:
    """Write the list of files, by which a program finds them."""
    listed = b"".join(
        _CENTRAL.pack(
            0x02014B50, 51, 51, form.flags, form.method, form.stamp, form.day, each.crc,
            each.packed, each.size, len(each.name), len(form.extra), 0, 0, 0, 0, each.place,
        )
        + each.name
        + form.extra
        for each in written
    )  # fmt: skip
    yield listed
    count = len(written)
    yield _END.pack(0x06054B50, 0, 0, count, count, len(listed), place, 0)


def _dos(at: datetime) -> tuple[int, int]:
    """Give time and day as the form has them."""
    return (
        at.hour << 11 | at.minute << 5 | at.second // 2,
        max(at.year - 1980, 0) << 9 | at.month << 5 | at.day,
    )
