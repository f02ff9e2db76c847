"""Keeping for the puller what the vault gave: public keys, and the signed note about its log."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from klantkluis.foundation.inserting import insert
from klantkluis.shop.models import IntakeKey, IntakeMessage, SiteLink
from klantkluis.vault.rows import IntakeKey as VaultKey

GOOD_FOR: Final = timedelta(days=14)
"""By then the site should have another key; it seals to the old one all the same."""


def keys_in_use() -> set[int]:
    """Give the keys of which messages wait here, or may still come: the newest one of the site."""
    waiting = set(IntakeMessage.objects.values_list("key_id", flat=True).distinct())
    at_site = SiteLink.objects.filter(pk=1, key_id__gt=0).values_list("key_id", flat=True)
    return waiting | set(at_site)


def keep_keys(keys: Sequence[VaultKey], *, made: datetime, now: datetime) -> int:
    """Keep the public halves that live and let go of the others; give how many are new.

    A key of a keystore that was put back has the id of another one: it takes its place.
    """
    have = {row.key_id: bytes(row.public) for row in IntakeKey.objects.all()}
    IntakeKey.objects.exclude(key_id__in=[key.id for key in keys]).delete()
    new = [key for key in keys if have.get(key.id) != key.public]
    for key in new:
        IntakeKey.objects.filter(key_id=key.id).delete()
        insert(
            IntakeKey(
                key_id=key.id,
                public=key.public,
                not_after=int((now + GOOD_FOR).timestamp()),
                made_at=made if not key.retired else now,
            )
        )
    return len(new)


def keep_checkpoint(note: str, *, now: datetime, each: timedelta) -> None:
    """Keep a newer note about the log for the puller to bring to the site, not too often."""
    link = SiteLink.objects.filter(pk=1).first()
    if link is None or not note or note == link.checkpoint:
        return
    if link.checkpoint and link.checkpoint_at and now - link.checkpoint_at < each:
        return
    SiteLink.objects.filter(pk=1).update(checkpoint=note, checkpoint_kept=False, checkpoint_at=now)
