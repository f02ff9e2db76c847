"""The row of sealed messages from the site to the office: kinds, binding and chain.

A message is sealed with HPKE to an intake key of the office; its place in the row is bound into
the seal, and each row continues the chain of the one before. So the office sees at once when one
is lost, moved, put in twice or made up (docs/KEYS.md).
"""

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final
from uuid import UUID

from klantkluis.vault import formats

START: Final = bytes(32)
"""The chain before the first message."""
MOST_BYTES: Final = 64 * 1024
"""A message in clear is at most this long, padding included."""
_U64 = struct.Struct(">Q")


class Kind(IntEnum):
    """What a message is about; the number stands in the seal and never changes its meaning."""

    ORDER = 1
    PAYMENT = 2
    QUOTE_REQUEST = 3
    QUESTION = 4
    COMPLAINT = 5
    SUBSCRIBE = 6
    UNSUBSCRIBE = 7
    ACCESS_REQUEST = 8
    CORRECTION_REQUEST = 9
    DELETION_REQUEST = 10
    WITHDRAWAL = 11
    REGISTRATION = 12
    PROFILE_CHANGE = 13
    NEW_KEY = 14
    ACCOUNT_CLOSED = 15
    PICKED_UP = 16


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One sealed message as it lies on the site and as the office keeps it until it is opened.

    `hour` is the hour in which it came, as seconds since 1970 rounded down: no finer moment lies
    in clear. `uid` is made by the sender before the message is sent, so that a form that is sent
    twice is one message; the same uid stands inside the seal.
    """

    seq: int
    kind: int
    key_id: int
    uid: UUID
    hour: int
    sealed: bytes = field(repr=False)
    chain: bytes = field(repr=False)


def binding(site_id: UUID, kind: int, seq: int, key_id: int) -> bytes:
    """Give the info of the seal: "IN1" || LP(site id) || u8 kind || u64 seq || u32 key id."""
    return (
        b"IN1" + formats.lp(site_id.bytes) + bytes((kind,)) + _U64.pack(seq) + formats.u32(key_id)
    )


def chained(before: bytes, seq: int, sealed: bytes) -> bytes:
    """Give c_n = SHA256("OC1" || c_{n-1} || u64 seq || SHA256(msg))."""
    content = hashlib.sha256(sealed).digest()
    return hashlib.sha256(b"OC1" + before + _U64.pack(seq) + content).digest()


class ChainBroken(Exception):  # noqa: N818 - named as the fact that it tells
    """A message is missing, twice there, or not the one that was sent; `seq` says from where."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"the chain of messages breaks at {seq}")
        self.seq = seq


def check_chain(rows: Iterable[OutboxRow], *, seq: int, chain: bytes) -> tuple[int, bytes]:
    """See that rows follow each other from a known place on; give the new last place.

    Args:
        seq: the number of the last message that the office has.
        chain: the chain value of that message.

    Raises:
        ChainBroken: they do not.
    """
    for row in rows:
        if row.seq != seq + 1 or chained(chain, row.seq, row.sealed) != row.chain:
            raise ChainBroken(seq + 1)
        seq, chain = row.seq, row.chain
    return seq, chain
