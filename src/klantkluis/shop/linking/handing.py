"""Bringing packages to the shop: a few parts in each round, and on from where a line broke."""

from datetime import datetime
from typing import Final

from klantkluis.messages.wire import PickUpPart as Part
from klantkluis.messages.wire import PickUpTaken, Verb
from klantkluis.shop.linking.asking import Conversation
from klantkluis.shop.models import PickUp, PickUpPart

PARTS_AT_ONCE: Final = 16
"""So many parts leave in one round, so that orders never wait long behind a package."""


def send_pick_ups(site: Conversation, now: datetime) -> int:
    """Send what waits, the oldest first; give how many parts left.

    A part goes from here as soon as the site has it. The site says which part it wants next, so
    an answer that was lost costs one part.
    """
    sent = 0
    waiting = PickUp.objects.filter(parts__isnull=False, sent_at=None, refused_at=None)
    for row in waiting.select_related("account").order_by("pk"):
        while sent < PARTS_AT_ONCE and _one_part(site, row, now):
            sent += 1
        if sent >= PARTS_AT_ONCE:
            break
    return sent


def _one_part(site: Conversation, row: PickUp, now: datetime) -> bool:
    """Send the next part of a package; false when it is done."""
    part = PickUpPart.objects.filter(pick_up=row, number=row.sent).first()
    if part is None or row.parts is None:
        return False
    answer: PickUpTaken = site.ask(
        Verb.PICK_UP,
        Part(
            account=row.account.uid, uid=row.uid, for_key=bytes(row.for_key),
            sealed_key=bytes(row.sealed_key), size=row.size, until=int(row.until.timestamp()),
            parts=row.parts, number=row.sent, sealed=bytes(part.sealed),
        ),
    )  # fmt: skip
    rows = PickUp.objects.filter(pk=row.pk)
    if answer.gone or answer.next <= row.sent:
        # Nobody to give it to, or a site that was put back and wants what is gone from here.
        PickUpPart.objects.filter(pick_up=row).delete()
        rows.update(refused_at=now)
        return False
    row.sent = min(answer.next, row.parts)
    PickUpPart.objects.filter(pick_up=row, number__lt=row.sent).delete()
    if row.sent == row.parts:
        rows.update(sent=row.sent, sent_at=now)
        return False
    rows.update(sent=row.sent)
    return True
