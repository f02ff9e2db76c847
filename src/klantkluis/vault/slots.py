"""Slots: each way into the vault. A password, or the secret on a recovery sheet, opens a seed;
the seed opens the vault key that was sealed to its public key."""

import hmac
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from klantkluis.vault import formats, opening, sealing
from klantkluis.vault.formats import FormatError, lp

type Random = Callable[[int], bytes]

LEAST_MEMORY_KIB = 64 * 1024
LEAST_PASSES = 3


class SlotKind(StrEnum):
    """What opens a slot."""

    STAFF = "staff"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one try of a password costs: memory in KiB and passes, on one lane."""

    memory_kib: int = 256 * 1024
    passes: int = LEAST_PASSES

    def __str__(self) -> str:
        return f"argon2id m={self.memory_kib} t={self.passes} p=1"

    @classmethod
    def parse(cls, text: str) -> "KdfCost":
        """Read stored parameters.

        Raises:
            FormatError: unknown, or weaker than 64 MiB and 3 passes.
        """
        match = re.fullmatch(r"argon2id m=(\d{1,8}) t=(\d{1,3}) p=1", text)
        if match is None:
            raise FormatError("password parameters")
        cost = cls(int(match[1]), int(match[2]))
        if cost.memory_kib < LEAST_MEMORY_KIB or cost.passes < LEAST_PASSES:
            raise FormatError("password parameters are too weak")
        return cost

    def stretch(self, password: str, salt: bytes) -> bytes:
        """Turn a password, as typed, into 32 bytes; takes most of a second."""
        return Argon2id(
            salt=salt, length=32, iterations=self.passes, lanes=1, memory_cost=self.memory_kib
        ).derive(password.encode())


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in, as the keystore holds it; `kdf`, `salt`, `kc` and `wrapped_seed` are empty for
    a recovery sheet, whose seed is on paper only."""

    id: bytes
    kind: SlotKind
    staff: str
    pub: bytes = field(repr=False)
    kdf: str = ""
    salt: bytes = b""
    kc: bytes = field(default=b"", repr=False)
    wrapped_seed: bytes = field(default=b"", repr=False)
    enabled: bool = True

    def parts(self) -> tuple[bytes, ...]:
        """Give all columns, for the authentication code."""
        return (
            *self._open_parts(),
            self.wrapped_seed,
            b"\x01" if self.enabled else b"\x00",
        )

    def binding(self) -> bytes:
        """Give the additional data of the wrapped seed."""
        return b"SL1" + b"".join(lp(part) for part in self._open_parts())

    def _open_parts(self) -> tuple[bytes, ...]:
        return (
            self.id,
            self.kind.encode(),
            self.staff.encode(),
            self.pub,
            self.kdf.encode(),
            self.salt,
            self.kc,
        )

    def vmk_info(self, epoch: int) -> bytes:
        """Give the HPKE context of the vault key of an epoch in this slot."""
        return b"VM1" + self.id + formats.u32(epoch)


def _stretched(slot: Slot, password: str, server_key: bytes) -> tuple[bytes, bytes]:
    stretched = KdfCost.parse(slot.kdf).stretch(password, slot.salt)
    both = sealing.derive(stretched, b"SL1" + slot.id, salt=server_key, length=64)
    return both[:32], both[32:]


def new_staff_slot(
    *, staff: str, password: str, server_key: bytes, cost: KdfCost, random: Random = os.urandom
) -> tuple[Slot, bytes]:
    """Make the slot of a member of staff; give it with its seed."""
    seed = random(32)
    slot = Slot(
        random(16), SlotKind.STAFF, staff, opening.public_bytes(seed), str(cost), random(16)
    )
    user_key, check = _stretched(slot, password, server_key)
    slot = replace(slot, kc=check)
    nonce = random(formats.NONCE_BYTES)
    wrapped = nonce + AESGCM(user_key).encrypt(nonce, seed, slot.binding())
    return replace(slot, wrapped_seed=wrapped), seed


def new_sheet_slot(*, number: int, random: Random = os.urandom) -> tuple[Slot, bytes]:
    """Make the slot of a recovery sheet; give it with the secret that goes on paper only."""
    secret = random(32)
    slot = Slot(random(16), SlotKind.SHEET, f"sheet {number}", opening.public_bytes(secret))
    return slot, secret


def seed_of(slot: Slot, *, password: str, server_key: bytes) -> bytes | None:
    """Give the seed of a staff slot, or None when the password is wrong.

    Raises:
        FormatError: the password is right and the slot was tampered with, or its parameters are
            weaker than allowed.
    """
    user_key, check = _stretched(slot, password, server_key)
    if not hmac.compare_digest(check, slot.kc):
        return None
    sealed = slot.wrapped_seed
    try:
        return AESGCM(user_key).decrypt(sealed[:12], sealed[12:], slot.binding())
    except (InvalidTag, ValueError) as error:
        raise FormatError("slot") from error


def waste_the_same_time(staff: str, password: str, server_key: bytes, cost: KdfCost) -> None:
    """Do the work of a password check for somebody unknown, so that the clock tells nothing."""
    unknown = Slot(bytes(16), SlotKind.STAFF, staff, b"", str(cost), bytes(16), bytes(32))
    seed_of(unknown, password=password, server_key=server_key)


def seal_vmk(slot: Slot, vmk: bytes, epoch: int) -> bytes:
    """Seal the vault key of an epoch to a slot (1,168 bytes)."""
    return sealing.seal_to(slot.pub, vmk, info=slot.vmk_info(epoch))


def open_vmk(slot: Slot, seed: bytes, sealed: bytes, epoch: int) -> bytes:
    """Open the vault key of an epoch with the seed of a slot.

    Raises:
        FormatError: damaged, or of another slot or epoch.
    """
    return opening.open_sealed_to(seed, sealed, info=slot.vmk_info(epoch))
