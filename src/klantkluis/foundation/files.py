"""Sealed files: contents under a key of their own, and that key inside a sealed row."""

import base64
import os
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.vault.opening import open_file
from klantkluis.vault.sealing import seal_file

KEY_BYTES = 32
NONCE_BYTES = 7


class FileKeptBack(Refusal):
    """The file stays for the law alone and nobody reads it, or the key of its year is gone."""


def seal_contents(contents: bytes, *, name: str, media_type: str) -> tuple[dict[str, Any], bytes]:
    """Seal a file under a new key; give what belongs in its sealed row, and the sealed bytes.

    `name` is what a person sees when the file is handed out. Everything stays in memory.
    """
    key = os.urandom(KEY_BYTES)
    sealed = b"".join(seal_file(key, BytesIO(contents), nonce=os.urandom(NONCE_BYTES)))
    fields = {
        "key": base64.b64encode(key).decode(),
        "name": name,
        "media_type": media_type,
        "size": len(contents),
    }
    return fields, sealed


def open_contents(fields: dict[str, Any], sealed: bytes) -> bytes:
    """Open a file with what its sealed row holds.

    Raises:
        FileKeptBack: the row was not opened to this person, so there is no key.
        FormatError: the bytes are not those that were sealed.
    """
    if "key" not in fields:
        raise FileKeptBack(_("This file cannot be read any more, or is kept for the law alone."))
    return b"".join(open_file(base64.b64decode(fields["key"]), BytesIO(sealed)))
