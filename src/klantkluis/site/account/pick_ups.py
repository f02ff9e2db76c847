"""Packages of their own data that wait for people: brought by the office, opened by nobody else.

The key of a package opens with the seed of the account alone, so with the password of its person.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import get_language

from klantkluis.messages import letters
from klantkluis.messages.outbox import Kind
from klantkluis.messages.wire import PickUpPart as Part
from klantkluis.messages.wire import PickUpTaken
from klantkluis.site import outbox
from klantkluis.site.account.keys import CannotOpen, open_chunks, open_package_key
from klantkluis.site.account.session import Me
from klantkluis.site.identity import identity
from klantkluis.site.models import Account, PickUp, PickUpPart

AFTERWARDS: Final = 3600
"""So many seconds a package stays when it was picked up: a download can get lost."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A package that its person can pick up."""

    uid: UUID
    size: int
    until: datetime
    picked_up: bool


def take_part(question: Part) -> PickUpTaken:
    """Keep a part of a package if it is the next one; say which part is wanted.

    There is nobody to give it to when the account is gone or has another key by now.
    """
    account = Account.objects.filter(uid=question.account).first()
    if account is None or hashlib.sha256(bytes(account.public)).digest() != question.for_key:
        return PickUpTaken(next=0, gone=True)
    row, _made = PickUp.objects.get_or_create(
        uid=question.uid,
        defaults={
            "account": account,
            "sealed_key": question.sealed_key,
            "size": question.size,
            "parts": question.parts,
            "until": question.until,
        },
    )
    if row.account_id != account.uid:
        return PickUpTaken(next=0, gone=True)
    if row.taken == question.number < row.parts:
        PickUpPart.objects.create(pick_up=row, number=question.number, sealed=question.sealed)
        row.taken += 1
        PickUp.objects.filter(pk=row.pk).update(taken=row.taken)
    return PickUpTaken(next=row.taken)


def let_packages_go(now: int) -> None:
    """Delete packages whose time is over."""
    PickUp.objects.filter(until__lt=now).delete()


def waiting_for(account: Account) -> list[Waiting]:
    """Give the packages of which every part is here, the newest first."""
    rows = _whole(account).order_by("-until", "pk")
    return [
        Waiting(row.uid, row.size, datetime.fromtimestamp(row.until, UTC), row.picked_up)
        for row in rows.defer("sealed_key")
    ]


def _whole(account: Account) -> "QuerySet[PickUp]":
    now = int(time.time())
    return PickUp.objects.filter(account=account, taken=F("parts"), until__gte=now)


def open_package(mine: Me, uid: UUID) -> tuple[int, Iterator[bytes]] | None:
    """Give the size of a package and what is in it, in pieces; None when there is none.

    When the last piece was taken, the office is told that it was picked up.

    Raises:
        CannotOpen: it was sealed to a key that the account no longer has.
    """
    row = _whole(mine.account).filter(pk=uid).first()
    if row is None:
        return None
    key = open_package_key(
        mine.seed, bytes(row.sealed_key), site_id=identity().site_id, account=mine.uid,
        pick_up=row.uid,
    )  # fmt: skip
    language = (get_language() or "nl")[:2]
    return row.size, _handed_out(mine.account, row, key, language)


def _handed_out(account: Account, row: PickUp, key: bytes, language: str) -> Iterator[bytes]:
    yield from open_chunks(key, _parts(row))
    _picked_up(account, row, language)


def _parts(row: PickUp) -> Iterator[bytes]:
    """Read a package part by part."""
    for number in range(row.parts):
        part = PickUpPart.objects.filter(pick_up=row, number=number).first()
        if part is None:
            raise CannotOpen
        yield bytes(part.sealed)


def _picked_up(account: Account, row: PickUp, language: str) -> None:
    """Tell the office once, and let the package go soon."""
    ends = min(row.until, int(time.time()) + AFTERWARDS)
    letter = letters.PickedUp(
        uid=uuid4(),
        language=language,
        at=datetime.now(UTC).replace(microsecond=0),
        account=account.uid,
        pick_up=row.uid,
    )
    with transaction.atomic():
        first = PickUp.objects.filter(pk=row.pk, picked_up=False)
        if first.update(picked_up=True, until=ends):
            outbox.send(Kind.PICKED_UP, letter)


def drop_package(account: Account, uid: UUID) -> None:
    """Delete a package before its time, as its person wants."""
    PickUp.objects.filter(account=account, pk=uid).delete()
