"""Finding in the log who was looked at, without reading all of it.

A log of years has a million events, and each packs the uids of what it is about. For each stretch
of 256 events a filter says of a uid that nobody looked at it there, or that somebody may have.
Uids are random, so their own bytes are the places in the filter. A filter is made from the log,
carries a code under the log's own key, and is made anew when it does not fit.

Within a stretch the joined base64 is searched as it stands: sixteen bytes begin at one of three
places of a group of four signs, and what lies fully within groups is known beforehand. Only an
event that holds such signs is read.
"""

import base64
import hmac
import json
import struct
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from klantkluis.vault.audit import AuditLog
from klantkluis.vault.erased import unpacked

STRETCH = 256
_BITS_EACH = 12
_WORDS = struct.Struct("<QQ")
_LOOKS = (b'"what":"open"}', b'"what":"search"}')
_PACKED = (b'"subjects":"', b'"uids":"')
_ALIGNED = (slice(0, 15), slice(2, 14), slice(1, 16))

type Event = dict[str, Any]


def is_look(body: bytes) -> bool:
    """Say whether an event is a look at somebody; the keys of a body are sorted."""
    return body.endswith(_LOOKS)


def subjects_of(event: Event) -> set[UUID]:
    """Give whom a look was about."""
    return set(unpacked(event.get("subjects") or event.get("uids") or ""))


def _keys_in(body: bytes) -> Iterator[bytes]:
    """Give the uids of a look as bytes, without reading the rest of it."""
    for mark in _PACKED:
        place = body.find(mark)
        if place >= 0:
            place += len(mark)
            data = base64.b64decode(body[place : body.find(b'"', place)])
            return (data[start : start + 16] for start in range(0, len(data), 16))
    return iter(())


def keep_filters(log: AuditLog, key: bytes) -> None:
    """Make the filters of all full stretches that have none yet."""
    with log.transaction() as db:
        (after,) = db.execute("SELECT coalesce(max(last), 0) FROM looked").fetchone()
        (oldest,) = db.execute("SELECT coalesce(min(n), 1) FROM event").fetchone()
    first = max(after + 1, oldest)
    while first + STRETCH - 1 <= log.number:
        _make(log, key, first, first + STRETCH - 1)
        first += STRETCH


def _make(log: AuditLog, key: bytes, first: int, last: int) -> bytes:
    bodies = (body for _, body in log.between(first, last) if is_look(body))
    seen = {uid for body in bodies for uid in _keys_in(body) if len(uid) == 16}
    size = max(64, -(-len(seen) * _BITS_EACH // 8))
    bits = bytearray(size)
    for uid in seen:
        for place in _places(uid, size):
            bits[place >> 3] |= 1 << (place & 7)
    filter_ = bytes(bits)
    row = (last, first, filter_, _code(key, first, last, filter_))
    with log.transaction() as db:
        db.execute("INSERT OR REPLACE INTO looked VALUES (?, ?, ?, ?)", row)
    return filter_


def _places(uid: bytes, size: int) -> tuple[int, int]:
    one, two = _WORDS.unpack(uid)
    return one % (size * 8), two % (size * 8)


def _code(key: bytes, first: int, last: int, bits: bytes) -> bytes:
    return hmac.digest(key, b"LF1" + struct.pack(">QQ", first, last) + bits, "sha256")


def looks_at(log: AuditLog, uids: Collection[UUID], key: bytes) -> Iterator[tuple[int, Event]]:
    """Give the looks at somebody, who may have several uids after a merge; oldest first."""
    keep_filters(log, key)
    with log.transaction() as db:
        filters = db.execute("SELECT last, first, bits, code FROM looked ORDER BY last").fetchall()
        (oldest,) = db.execute("SELECT coalesce(min(n), 1) FROM event").fetchone()
    reached = oldest - 1
    for last, first, stored, code in filters:
        if first > reached + 1:  # a filter was taken out
            yield from _within(log, reached + 1, first - 1, uids)
        whole = hmac.compare_digest(code, _code(key, first, last, stored))
        bits = stored if whole else _make(log, key, first, last)
        if any(_may_hold(bits, uid) for uid in uids):
            yield from _within(log, first, last, uids)
        reached = last
    yield from _within(log, reached + 1, log.number, uids)


def _may_hold(bits: bytes, uid: UUID) -> bool:
    return all(bits[place >> 3] >> (place & 7) & 1 for place in _places(uid.bytes, len(bits)))


def _within(
    log: AuditLog, first: int, last: int, uids: Collection[UUID]
) -> Iterator[tuple[int, Event]]:
    wanted = set(uids)
    signs = [base64.b64encode(uid.bytes[part]) for uid in uids for part in _ALIGNED]
    for start in range(first, last + 1, STRETCH):
        for number, body in log.between(start, min(last, start + STRETCH - 1)):
            if is_look(body) and any(sign in body for sign in signs):
                event = json.loads(body)
                if wanted & subjects_of(event):
                    yield number, event
