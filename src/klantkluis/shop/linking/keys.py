"""The two secrets of the link, as files that their owner alone can read: never in a database.

The signing key says that a question comes from this office. The pepper keeps the registrations on
the site shut: the site has it in memory only, brought by the office.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.core.made_once import made_once

BYTES = 32
_KEY, _PEPPER = "signing.key", "pepper.key"


class LinkKeysMissing(Exception):  # noqa: N818 - named as the fact that it tells
    """The files of the link are not on this machine."""


@dataclass(frozen=True, slots=True)
class LinkKeys:
    """What the office signs with, and the pepper."""

    key: Ed25519PrivateKey = field(repr=False)
    pepper: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """The public key."""
        return self.key.public_key().public_bytes_raw()


def link_keys(folder: Path, *, make: bool = False) -> LinkKeys:
    """Read the secrets of the link; `make` makes those that are not there.

    Raises:
        LinkKeysMissing: one is not there, or damaged.
    """
    signing, pepper = (_secret(folder / name, make=make) for name in (_KEY, _PEPPER))
    return LinkKeys(Ed25519PrivateKey.from_private_bytes(signing), pepper)


def _secret(path: Path, *, make: bool) -> bytes:
    if make:
        made_once(path, lambda: os.urandom(BYTES), mode=0o400)
    try:
        secret = path.read_bytes()
    except OSError:
        raise LinkKeysMissing(path.name) from None
    if len(secret) != BYTES:
        raise LinkKeysMissing(path.name)
    return secret
