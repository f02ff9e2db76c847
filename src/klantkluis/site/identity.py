"""Who this site is: its id, the key with which it signs, and the secret of a pairing code.

The file holds nothing of anybody. Its owner alone can read it.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.messages.link import PairingCode, fingerprint
from klantkluis.site.place import here


@dataclass(frozen=True, slots=True)
class Identity:
    """The site's id, its signing key, and the pairing secret as long as no office is paired."""

    site_id: UUID
    key: Ed25519PrivateKey = field(repr=False)
    secret: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """The public key."""
        return self.key.public_key().public_bytes_raw()

    def code(self) -> str:
        """Give the pairing code, to be typed once at the office."""
        return str(PairingCode(self.site_id, fingerprint(self.public), self.secret))


def identity() -> Identity:
    """Give who this site is; made at first use."""
    return _read(here().identity)


@cache
def _read(path: Path) -> Identity:
    if not path.exists():
        _make(path)
    said = json.loads(path.read_text())
    return Identity(
        UUID(said["site"]),
        Ed25519PrivateKey.from_private_bytes(base64.b64decode(said["key"])),
        base64.b64decode(said["secret"]),
    )


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    said = {
        "site": str(uuid4()),
        "key": base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode(),
        "secret": base64.b64encode(secrets.token_bytes(16)).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(said, file)
        file.flush()
        os.fsync(file.fileno())
