"""Sealed tokens: what a link or a form carries itself, so that nothing has to be stored.

A token is `nonce12 || AES-256-GCM(padded JSON)` as base64url, bound to its purpose; it ends by
itself. What is personal in it stays sealed in browsers, logs and mail servers on the way.
"""

import base64
import binascii
import os
import time
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from klantkluis.vault import formats
from klantkluis.vault.sealing import derive

MOST_SIGNS: Final = 8192


class NoToken(Exception):  # noqa: N818 - named as the fact that it tells
    """It was not made here, was made for something else, or is too old."""


class _Sealed(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    until: int
    content: Any


def seal(key: bytes, purpose: str, content: msgspec.Struct, *, seconds: int) -> str:
    """Make a token for one purpose that holds for a number of seconds."""
    sealed = _Sealed(int(time.time()) + seconds, content)
    nonce = os.urandom(formats.NONCE_BYTES)
    plain = formats.pad(msgspec.json.encode(sealed))
    raw = nonce + AESGCM(key).encrypt(nonce, plain, _binding(purpose))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unseal[Content: msgspec.Struct](
    key: bytes, purpose: str, token: str, shape: type[Content]
) -> Content:
    """Give what a token holds.

    Raises:
        NoToken: it is none of this purpose, or its time is over.
    """
    if len(token) > MOST_SIGNS:
        raise NoToken
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        nonce, sealed = raw[: formats.NONCE_BYTES], raw[formats.NONCE_BYTES :]
        plain = formats.unpad(AESGCM(key).decrypt(nonce, sealed, _binding(purpose)))
        found = msgspec.json.decode(plain, type=_Sealed)
        content = msgspec.convert(found.content, shape)
    except (InvalidTag, ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise NoToken from error
    if found.until < time.time():
        raise NoToken
    return content


def form_key() -> bytes:
    """Give the key of what forms carry: it keeps them from being forged, and nobody's secrets."""
    return derive(settings.SECRET_KEY.encode(), b"forms")


def _binding(purpose: str) -> bytes:
    return b"TK1" + formats.lp(purpose.encode())
