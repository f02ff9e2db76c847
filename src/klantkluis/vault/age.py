"""Identities of the age format (age-encryption.org/v1) made of 32 secret bytes of ours.

An identity is an X25519 secret, and a recipient its public half, both written in Bech32 (BIP
173). Only this is needed here: whoever holds the public half can encrypt a backup, and nobody
who holds no more can read it.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from klantkluis.vault import sealing

_SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def of_sheet(secret: bytes) -> bytes:
    """Give the age secret that belongs to the secret of a recovery sheet."""
    return sealing.derive(secret, b"v1/age")


def identity(secret: bytes) -> str:
    """Write a secret as an identity, AGE-SECRET-KEY-1…"""
    return _bech32("age-secret-key-", secret).upper()


def recipient(secret: bytes) -> str:
    """Write the public half of a secret as a recipient, age1…"""
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return _bech32("age", public)


def _bech32(prefix: str, data: bytes) -> str:
    number, groups = int.from_bytes(data), -(-len(data) * 8 // 5)
    number <<= groups * 5 - len(data) * 8
    values = [(number >> 5 * place) & 31 for place in reversed(range(groups))]
    return f"{prefix}1" + "".join(_SIGNS[value] for value in values + _checksum(prefix, values))


def _checksum(prefix: str, values: list[int]) -> list[int]:
    high = [ord(sign) >> 5 for sign in prefix]
    low = [ord(sign) & 31 for sign in prefix]
    check = 1
    for value in [*high, 0, *low, *values, *[0] * 6]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                check ^= generator
    check ^= 1
    return [check >> 5 * (5 - place) & 31 for place in range(6)]
