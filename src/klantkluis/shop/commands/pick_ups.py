"""Packages that wait in the shop: begun, and finished when every part of them is here."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.messages.link import fingerprint
from klantkluis.messages.pick_up import DAYS, seal_key
from klantkluis.shop.models import PickUp, SiteAccount, SiteLink

UNFINISHED: Final = timedelta(hours=1)


class NoAccount(Refusal):
    """Whom a package is for has no account in the shop."""


@command("pick_up.begun")
def begin_pick_up(
    *, uid: UUID, uids: Collection[UUID], key: bytes, actor: Actor, now: datetime
) -> int:
    """Begin a package for an account: only who has its password gets at the key.

    What was left half-way before goes.

    Raises:
        NoAccount: they have no account that is open.
    """
    PickUp.objects.filter(parts=None, made_at__lt=now - UNFINISHED).delete()
    account = account_of(uids)
    link = SiteLink.objects.filter(pk=1).first()
    if account is None or link is None:
        raise NoAccount(_("This person has no account in the shop."), field="way")
    public = bytes(account.public)
    row = PickUp(
        uid=uid,
        account=account,
        for_key=fingerprint(public),
        sealed_key=seal_key(public, key, site_id=link.site_id, account=account.uid, pick_up=uid),
        made_at=now,
        until=now + timedelta(days=DAYS),
    )
    insert(row)
    return row.pk


@command("pick_up.finished")
def finish_pick_up(*, pick_up_id: int, parts: int, size: int, actor: Actor) -> None:
    """Let a package be sent: every part of it is here."""
    PickUp.objects.filter(pk=pick_up_id, parts=None).update(parts=parts, size=size)


def account_of(uids: Collection[UUID]) -> SiteAccount | None:
    """Give the newest account of somebody that is not closed, under any of their uids."""
    found = SiteAccount.objects.filter(customer__uid__in=uids, closed_at=None)
    return found.order_by("-registered_at").first()
