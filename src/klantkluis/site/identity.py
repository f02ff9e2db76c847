"""Who this site is: its id, the key with which it signs, and the secret of a pairing code.

The file holds nothing of anybody. Its owner alone can read it.
"""

import base64
import json
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.core.made_once import made_once
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
    made_once(path, _anew)
    said = json.loads(path.read_text())
    return Identity(
        UUID(said["site"]),
        Ed25519PrivateKey.from_private_bytes(base64.b64decode(said["key"])),
        base64.b64decode(said["secret"]),
    )


def _anew() -> bytes:
    said = {
        "site": str(uuid4()),
        "key": base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode(),
        "secret": base64.b64encode(secrets.token_bytes(16)).decode(),
    }
    return json.dumps(said).encode()
