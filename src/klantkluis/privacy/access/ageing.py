"""Writing an age file from front to back, for a passphrase or for somebody's public key.

The form is that of https://c2sp.org/age (version 1), which age, rage and others open. It is
written here because the library that makes our backups takes a passphrase only for what lies in
memory as a whole; this takes pieces, and holds one chunk of 64 KiB.
"""

import base64
import hmac
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from klantkluis.core.bech32 import decoded

_VERSION: Final = b"age-encryption.org/v1"
_CHUNK: Final = 64 * 1024
_NO_NONCE: Final = bytes(12)
_WORK: Final = 15
"""Logarithm of the work: 32 MiB and a tenth of a second. The words have 66 bits by themselves."""

type Random = Callable[[int], bytes]
type Stanza = Callable[[bytes, Random], bytes]
"""Wraps the key of a file for who may open it."""


class AgeKeyError(ValueError):
    """A text is no public key of age."""


def for_words(passphrase: str) -> Stanza:
    """Let whoever has the words open the file (age: the scrypt recipient)."""

    def wrap(key: bytes, random: Random) -> bytes:
        salt = random(16)
        made = Scrypt(salt=_VERSION + b"/scrypt" + salt, length=32, n=1 << _WORK, r=8, p=1)
        body = ChaCha20Poly1305(made.derive(passphrase.encode())).encrypt(_NO_NONCE, key, None)
        return b"-> scrypt %s %d\n%s\n" % (_text(salt), _WORK, _text(body))

    return wrap


def for_key(public: str) -> Stanza:
    """Let whoever has the other half of a key `age1…` open the file (age: the X25519 recipient).

    Raises:
        AgeKeyError: it is none.
    """
    recipient = read_key(public)

    def wrap(key: bytes, random: Random) -> bytes:
        ours = X25519PrivateKey.from_private_bytes(random(32))
        share = ours.public_key().public_bytes_raw()
        shared = ours.exchange(X25519PublicKey.from_public_bytes(recipient))
        made = _derived(shared, share + recipient, _VERSION + b"/X25519")
        body = ChaCha20Poly1305(made).encrypt(_NO_NONCE, key, None)
        return b"-> X25519 %s\n%s\n" % (_text(share), _text(body))

    return wrap


def read_key(public: str) -> bytes:
    """Give the 32 bytes of a public key as age writes it: `age1` and 58 signs.

    Raises:
        AgeKeyError: it is mistyped, of another kind, or no key on the curve.
    """
    read = decoded(public.strip())
    if read is None or read[0] != "age" or len(read[1]) != 32:
        raise AgeKeyError
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(read[1]))
    except ValueError:  # a point with which nothing can be agreed
        raise AgeKeyError from None
    return read[1]


def aged(pieces: Iterable[bytes], stanza: Stanza, *, random: Random) -> Iterator[bytes]:
    """Encrypt pieces into one age file, a chunk at a time.

    Args:
        stanza: of `for_words` or `for_key`.
        random: gives so many random bytes.
    """
    key, nonce = random(16), random(16)
    header = _VERSION + b"\n" + stanza(key, random) + b"---"
    mac = hmac.digest(_derived(key, b"", b"header"), header, "sha256")
    yield header + b" " + _text(mac) + b"\n" + nonce
    cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    waiting, count = bytearray(), 0
    for piece in pieces:
        waiting += piece
        # The last chunk is marked as such, so one waits until it is known whether more comes.
        while len(waiting) > _CHUNK:
            yield cipher.encrypt(_nonce(count, last=False), bytes(waiting[:_CHUNK]), None)
            del waiting[:_CHUNK]
            count += 1
    yield cipher.encrypt(_nonce(count, last=True), bytes(waiting), None)


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11) + bytes([last])


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=info).derive(key)


def _text(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")
