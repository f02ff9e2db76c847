"""A package that waits on the site for its person: sealed to their account, and to nobody else.

It is a sealed file (docs/KEYS.md) under a random key; the key is sealed with HPKE to the public
key of the account. Whoever has the password of the account opens it, on the site. It travels in
parts, so that no request is large and a line that breaks loses one part only.
"""

from typing import Final
from uuid import UUID

from klantkluis.vault import formats
from klantkluis.vault.sealing import seal_to

PART_BYTES: Final = 2 * 1024 * 1024
"""A part is so long, the last one shorter."""
MOST_PARTS: Final = 500
MOST_KEY_BYTES: Final = 1300
DAYS: Final = 14
"""So long a package waits at most."""


def binding(site_id: UUID, account: UUID, pick_up: UUID) -> bytes:
    """Give the info of the seal: "PU1" || LP(site id) || LP(account uid) || LP(package uid)."""
    return b"PU1" + b"".join(formats.lp(each.bytes) for each in (site_id, account, pick_up))


def seal_key(public: bytes, key: bytes, *, site_id: UUID, account: UUID, pick_up: UUID) -> bytes:
    """Seal the key of a package to the public key of its account.

    Raises:
        FormatError: that is no public key.
    """
    return seal_to(public, key, info=binding(site_id, account, pick_up))
