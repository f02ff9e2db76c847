"""Sending a message to the office: sealed at once, in the order in which messages came."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.messages.letters import Letter, pack
from klantkluis.messages.outbox import Kind, OutboxRow, binding, chained
from klantkluis.site.identity import identity
from klantkluis.site.models import OfficeLink, OutboxMessage
from klantkluis.site.window import shop
from klantkluis.vault.sealing import public_key, seal_with

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
    return send_at(kind, letter, clock=clock) is not None


@dataclass(frozen=True, slots=True)
class Moment:
    """How the row was just before a message: the office had asked so much, the chain was there."""

    asked: int
    seq: int
    chain: bytes = field(repr=False)


def send_at(kind: Kind, letter: Letter, *, clock: Callable[[], float] = time.time) -> Moment | None:
    """Send a letter as `send` does; give the moment, or None if its uid is there already.

    Raises:
        NotReceiving: there is no key to seal to.
    """
    plain = pack(letter)
    hour = int(clock()) // HOUR * HOUR
    with transaction.atomic(), connection.cursor() as cursor:
        moment = _locked_moment(cursor)
        seq = moment.seq + 1
        key_id, sealed = _sealed(kind, seq, plain)
        chain = chained(moment.chain, seq, sealed)
        cursor.execute(_PUT, [seq, letter.uid.hex, kind.value, key_id, hour, sealed, chain])
        if not cursor.rowcount:
            return None
        cursor.execute(_MOVE, [seq, chain])
    return moment


def amend(kind: Kind, letter: Letter, *, since: Moment) -> bool:
    """Say the same message otherwise, as long as the office cannot have seen it.

    Each question of the office has a higher number, so the same number as at the moment of
    sending says that nothing of the row was read since. False when it may have been, or when too
    much came after it: the message then stays as it was.
    """
    plain = pack(letter)
    seq = since.seq + 1
    with transaction.atomic(), connection.cursor() as cursor:
        last = _locked_moment(cursor)
        if last.asked != since.asked or last.seq - seq >= MOST:
            return False
        key_id, sealed = _sealed(kind, seq, plain)
        chain = chained(since.chain, seq, sealed)
        cursor.execute(_AMEND, [key_id, sealed, chain, seq, letter.uid.hex])
        if not cursor.rowcount:
            return False
        cursor.execute(_BEHIND, [seq])
        for number, other in cursor.fetchall():
            chain = chained(chain, number, bytes(other))
            cursor.execute(_LINK_ANEW, [chain, number])
        cursor.execute(_MOVE, [last.seq, chain])
    return True


# An order goes through these on its way to the disk, so they are asked without building queries.
_MOMENT: Final = "SELECT last_number, last_seq, last_chain FROM site_officelink WHERE id = 1"
_PUT: Final = (
    "INSERT INTO site_outboxmessage (seq, uid, kind, key_id, hour, sealed, chain)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (uid) DO NOTHING"
)
_MOVE: Final = "UPDATE site_officelink SET last_seq = %s, last_chain = %s WHERE id = 1"
_AMEND: Final = (
    "UPDATE site_outboxmessage SET key_id = %s, sealed = %s, chain = %s WHERE seq = %s AND uid = %s"
)
_BEHIND: Final = "SELECT seq, sealed FROM site_outboxmessage WHERE seq > %s ORDER BY seq"
_LINK_ANEW: Final = "UPDATE site_outboxmessage SET chain = %s WHERE seq = %s"
_HAS: Final = "SELECT 1 FROM site_outboxmessage WHERE uid = %s"


def _locked_moment(cursor: CursorWrapper) -> Moment:
    """Give how the row is, and keep others from it until the transaction ends."""
    # SQLite has one writer at a time, from the beginning of a transaction on.
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    cursor.execute(f"{_MOMENT}{lock}")
    row = cursor.fetchone()
    if row is None:
        link = locked_link()
        row = (link.last_number, link.last_seq, link.last_chain)
    asked, seq, chain = row
    return Moment(asked, seq, bytes(chain))


def _sealed(kind: Kind, seq: int, plain: bytes) -> tuple[int, bytes]:
    """Seal to the newest key; the key is read once as long as it is the same."""
    key_id, public = intake_key()
    info = binding(identity().site_id, kind, seq, key_id)
    return key_id, seal_with(_parsed(public), plain, info=info)


_parsed: Final = lru_cache(maxsize=4)(public_key)


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
    newest = shop().intake_key
    if newest is None:
        raise NotReceiving(_("The shop cannot take anything in at the moment. Try again later."))
    return newest


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
    with connection.cursor() as cursor:
        cursor.execute(_HAS, [uid.hex])
        return cursor.fetchone() is not None
