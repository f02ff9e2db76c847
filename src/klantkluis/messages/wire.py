"""The questions of the office to the site, and the answers: bodies of signed requests, as JSON.

Bytes are base64. Limits hold on both sides: the office does not trust an answer, nor the site a
question, further than its signature.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from klantkluis.messages.outbox import OutboxRow
from klantkluis.messages.pick_up import MOST_KEY_BYTES, MOST_PARTS, PART_BYTES

MOST_REQUEST_BYTES: Final = 8 * 1024 * 1024
MOST_ANSWER_BYTES: Final = 16 * 1024 * 1024
MOST_ROWS: Final = 500
"""How many messages one answer carries at most."""
MOST_ACCOUNTS: Final = 500
"""Of how many accounts one question or answer speaks at most."""
MOST_ANSWERED: Final = 8 * 1024 * 1024
"""How many bytes of sealed messages one answer carries at most; the rest follows."""


class Verb(StrEnum):
    """What the office can ask."""

    PAIR = "pair"
    STATE = "state"
    PEPPER = "pepper"
    DIGESTS = "digests"
    PUBLISH = "publish"
    PULL = "pull"
    ACK = "ack"
    PROFILES = "profiles"
    WITNESS = "witness"
    PICK_UP = "pick_up"
    UNUSED = "unused"
    END_UNUSED = "end_unused"


class _Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Nothing(_Shape, frozen=True):
    """A question or answer without content."""


class Pair(_Shape, frozen=True, kw_only=True):
    """The office brings its public key, with the proof that it has the pairing code."""

    public: bytes
    proof: str


class Paired(_Shape, frozen=True, kw_only=True):
    """The site gives its public key; its fingerprint stands in the pairing code."""

    public: bytes


class State(_Shape, frozen=True, kw_only=True):
    """How the site is.

    Args:
        last_seq, last_chain: of the newest message.
        acked_seq: of the newest message that the office has confirmed, so that it is gone here.
        awake: the pepper is in memory, so that people can log in.
        things: for each kind of published thing the digest of all that is there (`root`).
        now: the clock of the site, seconds since 1970.
    """

    version: str
    last_seq: int
    last_chain: bytes
    acked_seq: int
    awake: bool
    things: dict[str, str]
    now: int


class Pepper(_Shape, frozen=True, kw_only=True):
    """The pepper, 32 bytes: it stays in memory."""

    pepper: bytes


class OfKind(_Shape, frozen=True, kw_only=True):
    """Which digests are there of a kind?"""

    kind: str


class Digests(_Shape, frozen=True, kw_only=True):
    """The digest of each thing of a kind, by name."""

    digests: dict[str, str]


class Thing(_Shape, frozen=True, kw_only=True):
    """A thing to publish; see `published`."""

    kind: str
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    body: bytes


class Publish(_Shape, frozen=True, kw_only=True):
    """Things that are new or changed, and names of things that are gone; all of it or nothing."""

    things: tuple[Thing, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


class Pull(_Shape, frozen=True, kw_only=True):
    """Which messages came after a number?"""

    after: Annotated[int, Meta(ge=0)]
    limit: Annotated[int, Meta(ge=1, le=MOST_ROWS)] = MOST_ROWS


class Row(_Shape, frozen=True, kw_only=True):
    """A message of the outbox."""

    seq: int
    kind: int
    key_id: int
    uid: UUID
    hour: int
    sealed: bytes
    chain: bytes

    def row(self) -> OutboxRow:
        """Give it as both sides handle it."""
        return OutboxRow(
            self.seq, self.kind, self.key_id, self.uid, self.hour, self.sealed, self.chain
        )

    @classmethod
    def of(cls, row: OutboxRow) -> "Row":
        """Write a message for the wire."""
        return cls(
            seq=row.seq, kind=row.kind, key_id=row.key_id, uid=row.uid, hour=row.hour,
            sealed=row.sealed, chain=row.chain,
        )  # fmt: skip


class Pulled(_Shape, frozen=True, kw_only=True):
    """Messages in the order of their numbers, and the number of the newest that there is."""

    rows: tuple[Row, ...]
    last_seq: int


class Ack(_Shape, frozen=True, kw_only=True):
    """The office has everything up to a number, whose chain value it names: it can go."""

    seq: int
    chain: bytes


class Acked(_Shape, frozen=True, kw_only=True):
    """How many messages were deleted."""

    deleted: int


class SealedProfile(_Shape, frozen=True, kw_only=True):
    """Name and address of an account, sealed to its public key; `for_key` is SHA-256 of that key.

    A profile for another key than the account has now is left alone: a newer message tells the
    office of the new key.
    """

    account: UUID
    rev: int
    for_key: bytes
    sealed: bytes


class Profiles(_Shape, frozen=True, kw_only=True):
    """Profiles that the office sealed anew, and accounts that are to be forgotten."""

    profiles: tuple[SealedProfile, ...] = ()
    forgotten: tuple[UUID, ...] = ()


class ProfilesTaken(_Shape, frozen=True, kw_only=True):
    """Which accounts of those profiles are not there, or have another key or a newer profile."""

    left_alone: tuple[UUID, ...]


class Witness(_Shape, frozen=True, kw_only=True):
    """A signed checkpoint of the office's log, to keep outside the office."""

    checkpoint: Annotated[str, Meta(max_length=4000)]


class PickUpPart(_Shape, frozen=True, kw_only=True):
    """One part of a package that waits for the person of an account (`messages.pick_up`).

    Args:
        for_key: SHA-256 of the public key that the package is sealed to.
        sealed_key: the key of the package, sealed to it.
        size: of the package when it is opened, in bytes.
        until: when it goes, seconds since 1970.
        number: of this part, from zero on; they come in their order.
    """

    account: UUID
    uid: UUID
    for_key: Annotated[bytes, Meta(max_length=32)]
    sealed_key: Annotated[bytes, Meta(max_length=MOST_KEY_BYTES)]
    size: Annotated[int, Meta(ge=1)]
    until: Annotated[int, Meta(ge=0)]
    parts: Annotated[int, Meta(ge=1, le=MOST_PARTS)]
    number: Annotated[int, Meta(ge=0, lt=MOST_PARTS)]
    sealed: Annotated[bytes, Meta(min_length=1, max_length=PART_BYTES)]


class PickUpTaken(_Shape, frozen=True, kw_only=True):
    """Which part is to come next; `gone` says that there is nobody to give the package to."""

    next: int
    gone: bool = False


type Month = Annotated[int, Meta(ge=24_000, le=119_999)]
"""A month, by its number: twelve times the year, and the months before it in its year."""
type Uids = Annotated[tuple[UUID, ...], Meta(max_length=MOST_ACCOUNTS)]


class UnusedAccount(_Shape, frozen=True, kw_only=True):
    """An account, and the month in which it was last used."""

    account: UUID
    month: Month


class Unused(_Shape, frozen=True, kw_only=True):
    """Which accounts were last used in a month or before it, by uid after another; which are gone?

    A site of an older version does not know this question: it says no without a signature.

    Args:
        up_to: the last month that is asked for.
        after: the account with which the answer before ended.
        known: accounts of which the office wants to hear whether they are there.
        term: after how many months without use an account ends, for the pages of the site.
    """

    up_to: Month
    after: UUID | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST_ACCOUNTS)] = MOST_ACCOUNTS
    known: Uids = ()
    term: Annotated[int, Meta(ge=1, le=600)]


class UnusedAnswer(_Shape, frozen=True, kw_only=True):
    """Accounts by their uid, at most as many as were asked for; and which of the known are gone."""

    accounts: Annotated[tuple[UnusedAccount, ...], Meta(max_length=MOST_ACCOUNTS)]
    gone: Uids = ()


class EndUnused(_Shape, frozen=True, kw_only=True):
    """These accounts end, each unless it was used after the month that is named with it."""

    accounts: Annotated[tuple[UnusedAccount, ...], Meta(min_length=1, max_length=MOST_ACCOUNTS)]


class UnusedEnded(_Shape, frozen=True, kw_only=True):
    """Which accounts are there no longer, and which were used and stay: each of them once."""

    ended: Uids
    used: Uids


QUESTIONS: Final[dict[Verb, type[msgspec.Struct]]] = {
    Verb.PAIR: Pair,
    Verb.STATE: Nothing,
    Verb.PEPPER: Pepper,
    Verb.DIGESTS: OfKind,
    Verb.PUBLISH: Publish,
    Verb.PULL: Pull,
    Verb.ACK: Ack,
    Verb.PROFILES: Profiles,
    Verb.WITNESS: Witness,
    Verb.PICK_UP: PickUpPart,
    Verb.UNUSED: Unused,
    Verb.END_UNUSED: EndUnused,
}
ANSWERS: Final[dict[Verb, type[msgspec.Struct]]] = {
    Verb.PAIR: Paired,
    Verb.STATE: State,
    Verb.PEPPER: Nothing,
    Verb.DIGESTS: Digests,
    Verb.PUBLISH: Nothing,
    Verb.PULL: Pulled,
    Verb.ACK: Acked,
    Verb.PROFILES: ProfilesTaken,
    Verb.WITNESS: Nothing,
    Verb.PICK_UP: PickUpTaken,
    Verb.UNUSED: UnusedAnswer,
    Verb.END_UNUSED: UnusedEnded,
}


def write(body: msgspec.Struct) -> bytes:
    """Write a question or an answer."""
    return msgspec.json.encode(body)


def read(shapes: dict[Verb, type[msgspec.Struct]], verb: Verb, body: bytes) -> Any:
    """Read a question or an answer.

    Raises:
        ValueError: it is none of this verb.
    """
    try:
        return msgspec.json.decode(body, type=shapes[verb])
    except msgspec.MsgspecError as error:
        raise ValueError(f"no {verb} body") from error


def root(digests: Iterable[tuple[str, str]]) -> str:
    """Give one digest of all names and digests of a kind, whatever their order."""
    lines = (f"{name}\0{each}\n" for name, each in sorted(digests))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:32]
