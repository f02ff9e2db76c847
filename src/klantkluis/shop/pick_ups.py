"""Putting a package in the shop for its person: sealed while it is made, a part at a time.

It is not one act: while ten thousand documents are sealed nobody should have to wait. A package of
which not every part came is never sent, and goes the next time that one is made.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.files import KEY_BYTES, NONCE_BYTES
from klantkluis.foundation.inserting import insert
from klantkluis.messages.pick_up import MOST_PARTS, PART_BYTES
from klantkluis.shop.commands.pick_ups import account_of, begin_pick_up, finish_pick_up
from klantkluis.shop.models import PickUp, PickUpPart, SiteLink
from klantkluis.vault.sealing import seal_file

type Random = Callable[[int], bytes]


class PackageTooLarge(Refusal):
    """A package is larger than what waits in the shop."""


@dataclass(frozen=True, slots=True)
class PickUpCard:
    """How a package that waits in the shop is doing."""

    uid: UUID
    made_at: datetime
    until: datetime
    sent_at: datetime | None
    refused_at: datetime | None
    picked_up_at: datetime | None


def has_account(uids: Collection[UUID]) -> bool:
    """Tell whether somebody has an account in the shop, under any of their uids."""
    return SiteLink.objects.exists() and account_of(uids) is not None


def pick_ups(uids: Collection[UUID]) -> dict[UUID, PickUpCard]:
    """Give packages by their uids."""
    return {
        row.uid: PickUpCard(
            row.uid, row.made_at, row.until, row.sent_at, row.refused_at, row.picked_up_at
        )
        for row in PickUp.objects.filter(uid__in=uids)
    }


def put_in_the_shop(
    *, uid: UUID, uids: Collection[UUID], contents: Iterable[bytes], actor: Actor, now: datetime,
    random: Random,
) -> None:  # fmt: skip
    """Seal a package to the account of its person, and keep it until the site has it.

    One part is in memory at a time. When this fails half-way nothing is sent.

    Args:
        uid: of the package, made beforehand.
        uids: of the person, after merges.
        contents: the package in pieces.
        random: gives so many random bytes.

    Raises:
        NoAccount: they have no account that is open.
        PackageTooLarge: it is larger than the shop keeps.
    """
    key = random(KEY_BYTES)
    pick_up_id = begin_pick_up(uid=uid, uids=uids, key=key, actor=actor, now=now)
    source = _Pieces(contents)
    sealed = seal_file(key, cast("RawIOBase", source), nonce=random(NONCE_BYTES))  # type: ignore[arg-type]
    count = 0
    for part in _parts(sealed):
        if count >= MOST_PARTS:
            raise PackageTooLarge(
                _("This package is too large for the shop. Give it as an encrypted file.")
            )
        insert(PickUpPart(pick_up_id=pick_up_id, number=count, sealed=part))
        count += 1
    finish_pick_up(pick_up_id=pick_up_id, parts=count, size=source.size, actor=actor)


class _Pieces:
    """Reads pieces as if they were a file, and counts what was read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces: Iterator[bytes] = iter(pieces)
        self._rest = b""
        self.size = 0

    def read(self, length: int) -> bytes:
        """Give at most so many bytes; none at the end only."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        part, self._rest = self._rest[:length], self._rest[length:]
        self.size += len(part)
        return part


def _parts(sealed: Iterable[bytes]) -> Iterator[bytes]:
    """Put sealed chunks together into parts of the size that travels."""
    waiting = bytearray()
    for chunk in sealed:
        waiting += chunk
        while len(waiting) >= PART_BYTES:
            yield bytes(waiting[:PART_BYTES])
            del waiting[:PART_BYTES]
    if waiting:
        yield bytes(waiting)
