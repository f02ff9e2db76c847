"""The chain of the log: the hash of each event, and checkpoints as signed notes."""

import base64
import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from klantkluis.vault.formats import FormatError

ORIGIN = "klantkluis/audit"
START = bytes(32)
_U64 = struct.Struct(">Q")


def event_body(event: Mapping[str, Any]) -> bytes:
    """Write an event as it is hashed and stored."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def event_hash(before: bytes, number: int, body: bytes) -> bytes:
    """Give h_n = SHA256("AE1" || h_{n-1} || u64 n || SHA256(body))."""
    content = hashlib.sha256(body).digest()
    return hashlib.sha256(b"AE1" + before + _U64.pack(number) + content).digest()


BOOKS_UNREAD = "?"


def ledger_text(number: int, head: bytes) -> str:
    """Name the newest entry of the books as it stands in a checkpoint: number and hash."""
    return f"{number} {head.hex()}"


def ledger_named(text: str) -> tuple[int, bytes] | None:
    """Read which entry of the books a checkpoint names; None when it names none."""
    number, _, head = text.partition(" ")
    try:
        return (int(number), bytes.fromhex(head)) if head else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of the log after event `number`, the keystore's generation and the ledger's head.

    `ledger` is what `ledger_text` gives, `?` when the books could not be read at that moment, and
    empty while there are none.
    """

    number: int
    head: bytes
    generation: int
    ledger: str = ""

    def text(self) -> bytes:
        """Give what is signed: four lines and the two further facts."""
        head = base64.b64encode(self.head).decode()
        extra = f"generation {self.generation}\nledger {self.ledger or '-'}\n"
        return f"{ORIGIN}\n{self.number}\n{head}\n{extra}".encode()


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Write a checkpoint as a signed note (the C2SP form: text, blank line, dash, signature)."""
    text = checkpoint.text()
    public = key.public_key().public_bytes_raw()
    signature = base64.b64encode(_key_id(public) + key.sign(text)).decode()
    return f"{text.decode()}\n\u2014 {ORIGIN} {signature}\n"


def _key_id(public: bytes) -> bytes:
    return hashlib.sha256(ORIGIN.encode() + b"\n\x01" + public).digest()[:4]


def verify(note: str, public: bytes) -> Checkpoint:
    """Read a signed note.

    Raises:
        FormatError: it is no checkpoint, or was not signed with this key.
    """
    text, _, seal = note.partition("\n\n")
    try:
        _, origin, encoded = seal.split()
        signature = base64.b64decode(encoded, validate=True)
        if origin != ORIGIN or signature[:4] != _key_id(public):
            raise FormatError("checkpoint of another key")
        Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], f"{text}\n".encode())
        first, number, head, generation, ledger = text.split("\n")
        checkpoint = Checkpoint(
            int(number),
            base64.b64decode(head, validate=True),
            int(generation.removeprefix("generation ")),
            ledger.removeprefix("ledger ").removeprefix("-"),
        )
    except (ValueError, InvalidSignature) as error:
        raise FormatError("checkpoint") from error
    if first != ORIGIN or checkpoint.text() != f"{text}\n".encode():
        raise FormatError("checkpoint")
    return checkpoint
