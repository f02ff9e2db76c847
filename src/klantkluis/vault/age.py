"""Identities of the age format (age-encryption.org/v1) made of 32 secret bytes of ours.

An identity is an X25519 secret, and a recipient its public half, both written in Bech32 (BIP
173). Only this is needed here: whoever holds the public half can encrypt a backup, and nobody
who holds no more can read it.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from klantkluis.core.bech32 import encoded
from klantkluis.vault import sealing


def of_sheet(secret: bytes) -> bytes:
    """Give the age secret that belongs to the secret of a recovery sheet."""
    return sealing.derive(secret, b"v1/age")


def identity(secret: bytes) -> str:
    """Write a secret as an identity, AGE-SECRET-KEY-1…"""
    return encoded("age-secret-key-", secret).upper()


def recipient(secret: bytes) -> str:
    """Write the public half of a secret as a recipient, age1…"""
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return encoded("age", public)
