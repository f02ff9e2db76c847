"""Sending a message to the office: sealed at once, in the order in which messages came."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.messages import published
from klantkluis.messages.letters import Letter, pack
from klantkluis.messages.outbox import Kind, OutboxRow, binding, chained
from klantkluis.messages.published import IntakeKey, ThingKind
from klantkluis.site.identity import identity
from klantkluis.site.models import OfficeLink, OutboxMessage, PublishedThing
from klantkluis.vault.sealing import seal_to

HOUR = 3600
MOST = 200
"""So many messages are linked anew at most when one before them is said otherwise."""


class NotReceiving(Refusal):
    """The office has not brought a key to seal to, or the shop is being mended."""


def send(kind: Kind, letter: Letter, *, clock: Callable[[], float] = time.time) -> bool:
    """Seal a letter and put it in the row for the office; false if its uid is there already.

    When this returns, the message is on the disk, and only the office can read it.

    Raises:
        NotReceiving: there is no key to seal to.
    """
    plain = pack(letter)
    with transaction.atomic():
        link = locked_link()
        if OutboxMessage.objects.filter(uid=letter.uid).exists():
            return False
        key_id, public = intake_key()
        seq = link.last_seq + 1
        sealed = seal_to(public, plain, info=binding(identity().site_id, kind, seq, key_id))
        chain = chained(bytes(link.last_chain), seq, sealed)
        hour = int(clock()) // HOUR * HOUR
        OutboxMessage.objects.create(
            seq=seq, uid=letter.uid, kind=kind, key_id=key_id, hour=hour, sealed=sealed,
            chain=chain,
        )  # fmt: skip
        OfficeLink.objects.filter(pk=1).update(last_seq=seq, last_chain=chain)
    return True


@dataclass(frozen=True, slots=True)
class Moment:
    """How the row was just before a message: the office had asked so much, the chain was there."""

    asked: int
    chain: bytes = field(repr=False)


def send_at(kind: Kind, letter: Letter, *, clock: Callable[[], float] = time.time) -> Moment | None:
    """Send a letter as `send` does; give the moment, or None if its uid is there already.

    Raises:
        NotReceiving: there is no key to seal to.
    """
    with transaction.atomic():
        link = locked_link()
        moment = Moment(link.last_number, bytes(link.last_chain))
        return moment if send(kind, letter, clock=clock) else None


def amend(kind: Kind, letter: Letter, *, since: Moment) -> bool:
    """Say the same message otherwise, as long as the office cannot have seen it.

    Each question of the office has a higher number, so the same number as at the moment of
    sending says that nothing of the row was read since. False when it may have been, or when too
    much came after it: the message then stays as it was.
    """
    plain = pack(letter)
    with transaction.atomic():
        link = locked_link()
        it = OutboxMessage.objects.filter(uid=letter.uid).first()
        if it is None or link.last_number != since.asked:
            return False
        behind = list(OutboxMessage.objects.filter(seq__gte=it.seq).order_by("seq")[: MOST + 1])
        if len(behind) > MOST:
            return False
        key_id, public = intake_key()
        info = binding(identity().site_id, kind, it.seq, key_id)
        it.key_id, it.sealed = key_id, seal_to(public, plain, info=info)
        chain = since.chain
        for row in (it, *behind[1:]):
            row.chain = chain = chained(chain, row.seq, bytes(row.sealed))
            OutboxMessage.objects.filter(pk=row.pk).update(
                key_id=row.key_id, sealed=row.sealed, chain=row.chain
            )
        OfficeLink.objects.filter(pk=1).update(last_chain=chain)
    return True


def locked_link() -> OfficeLink:
    """Give the row of the link, and keep others from it until the transaction ends."""
    row = OfficeLink.objects.select_for_update().filter(pk=1).first()
    if row is None:
        OfficeLink.objects.get_or_create(pk=1)
        row = OfficeLink.objects.select_for_update().get(pk=1)
    return row


def intake_key() -> tuple[int, bytes]:
    """Give id and bytes of the key to seal to: the newest one that the office signed.

    A key that should have been followed by another is used all the same: an office that is away
    for weeks loses no order.

    Raises:
        NotReceiving: the office has not brought any.
    """
    keys = [
        published.read(ThingKind.KEY, bytes(body))
        for body in PublishedThing.objects.filter(kind=ThingKind.KEY).values_list("body", flat=True)
    ]
    newest: IntakeKey | None = max(keys, key=lambda key: key.key_id, default=None)
    if newest is None:
        raise NotReceiving(_("The shop cannot take anything in at the moment. Try again later."))
    return newest.key_id, _bytes_of(newest)


def _bytes_of(key: IntakeKey) -> bytes:
    return base64.b64decode(key.public)


def waiting(after: int, limit: int) -> list[OutboxRow]:
    """Give messages after a number, in their order."""
    rows = OutboxMessage.objects.filter(seq__gt=after).order_by("seq")[:limit]
    return [
        OutboxRow(
            row.seq, row.kind, row.key_id, row.uid, row.hour, bytes(row.sealed), bytes(row.chain)
        )
        for row in rows
    ]


def has(uid: UUID) -> bool:
    """Tell whether a message with this uid still waits for the office."""
    return OutboxMessage.objects.filter(uid=uid).exists()
