"""The limits and times of a vault: what they are, what they may become."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from klantkluis.vault import scanner, sealing
from klantkluis.vault.refusals import VaultRefusal

PRODUCTION, SINGLE, DEVELOPMENT, DEMO = "production", "single", "development", "demo"
MODES = (PRODUCTION, SINGLE, DEVELOPMENT, DEMO)
STRICT = frozenset({PRODUCTION, SINGLE})
"""Single is one person's computer: as strict, but for the users of the processes."""
PREFIX = "set:"

_BOUNDS = {
    "subjects_per_10_minutes": (1, 10_000),
    "subjects_per_day": (1, 100_000),
    "cards_per_10_minutes": (1, 100_000),
    "idle_minutes": (1, 60),
    "absolute_minutes": (1, 720),
    "erasures_per_day": (0, 10_000),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that hold. A limit of 0 is no limit, which production refuses.

    `erasures_per_day` is no limit of looking but a leave: so many subjects may be erased in a day
    without a plan of their own, and 0 is none.
    `decoys` are subjects that nobody has a reason to open. `own_accounts` are the keyed hashes of
    the business's own IBANs.
    """

    subjects_per_10_minutes: int = 300
    subjects_per_day: int = 2000
    cards_per_10_minutes: int = 3000
    idle_minutes: int = 10
    absolute_minutes: int = 480
    erasures_per_day: int = 0
    decoys: frozenset[UUID] = frozenset()
    own_accounts: frozenset[bytes] = field(default=frozenset(), repr=False)

    def plain(self) -> dict[str, Any]:
        """Give them as they go over the socket."""
        numbers: dict[str, Any] = {name: getattr(self, name) for name in _BOUNDS}
        return numbers | {
            "decoys": sorted(uid.hex for uid in self.decoys),
            "own_accounts": len(self.own_accounts),
        }


def stored(values: Mapping[str, str]) -> Settings:
    """Read the settings from the authenticated rows of the keystore."""
    found = {
        name.removeprefix(PREFIX): json.loads(value)
        for name, value in values.items()
        if name.startswith(PREFIX)
    }
    numbers = {name: int(found[name]) for name in _BOUNDS if name in found}
    decoys = frozenset(UUID(hex=uid) for uid in found.get("decoys", ()))
    own = frozenset(bytes.fromhex(text) for text in found.get("own_accounts", ()))
    return Settings(**numbers, decoys=decoys, own_accounts=own)


def checked(changes: Mapping[str, Any], mode: str) -> dict[str, Any]:
    """Check changes that somebody asks for.

    Raises:
        VaultRefusal: unknown, or out of its bounds; `field` names it.
    """
    good: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "decoys":
            good[name] = sorted(UUID(hex=str(uid)).hex for uid in value)
        elif name == "own_accounts":
            good[name] = [str(account) for account in value]
        elif name not in _BOUNDS:
            raise VaultRefusal("The vault has no such setting.", field=name)
        else:
            good[name] = _number(name, value, mode)
    return good


def bounds(mode: str) -> dict[str, tuple[int, int]]:
    """Give the least and the most that each number may be in this mode."""
    if mode in STRICT:
        return dict(_BOUNDS)
    return {name: (0 if "_per_" in name else 1, 1_000_000_000) for name in _BOUNDS}


def hashed_accounts(log_seed: bytes, accounts: Iterable[str]) -> list[str]:
    """Give what is kept of the business's own IBANs: hashes that only an open vault can make."""
    key = sealing.derive(log_seed, b"v1/own-account")
    return [scanner.account_hash(key, account).hex() for account in accounts]


def _number(name: str, value: Any, mode: str) -> int:
    least, most = bounds(mode)[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise VaultRefusal(f"This must be a number from {least} to {most}.", field=name)
    return value
