"""Working out whom a breach hits: from the log of the vault, from disclosures, or by number."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from re import split
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.queries import customers_by_number, people_among, recent_customers
from klantkluis.disclosures.queries import disclosure_rows, subjects_of
from klantkluis.office.disclosure_names import RECIPIENTS, WHATS
from klantkluis.office.lock import door
from klantkluis.office.requests import OfficeRequest
from klantkluis.privacy.breach_rules import Hit
from klantkluis.privacy.breaches.commands import HitBy
from klantkluis.vault.client import LockedVault
from klantkluis.vault.staff import StaffVault

PAGE = 1_000
MOST_FILES = 300


class HitUnclear(Refusal):
    """It does not say enough to work out whom a breach hits."""


def files_that_left() -> list[tuple[str, str]]:
    """Give the newest hand-overs to choose from: when, what, to whom, about how many."""
    choices = [("", "–")]
    for row in disclosure_rows(limit=MOST_FILES):
        day = date_format(timezone.localtime(row.at), "SHORT_DATETIME_FORMAT")
        who = row.recipient_name or str(RECIPIENTS.get(row.recipient, row.recipient))
        what = str(WHATS.get(row.what, row.what))
        choices.append((str(row.id), f"{day} · {what} · {who} · {row.subjects}"))
    return choices


def worked_out(request: OfficeRequest, typed: dict[str, Any]) -> tuple[HitBy, Iterator[UUID]]:
    """Give by what it is worked out, and the people whom it gives.

    Raises:
        HitUnclear: something is missing for this way.
    """
    how = Hit(typed["how"])
    if how is Hit.STAFF:
        return _by_staff(request, typed)
    if how is Hit.DISCLOSURE:
        if not typed["disclosure"]:
            raise HitUnclear(_("Choose which file."), field="disclosure")
        by = HitBy(how, disclosure_id=typed["disclosure"])
        return by, _of_disclosure(typed["disclosure"])
    if how is Hit.CHOSEN:
        numbers = [int(n) for n in split(r"[\s,;]+", typed["numbers"]) if n.isdecimal()]
        found = customers_by_number(numbers=numbers[:PAGE])
        if not found or len(found) < len(set(numbers)):
            raise HitUnclear(_("There is no customer with one of these numbers."), field="numbers")
        return HitBy(how), iter(found.values())
    return HitBy(how), _everyone()


def _by_staff(request: OfficeRequest, typed: dict[str, Any]) -> tuple[HitBy, Iterator[UUID]]:
    first, last = typed["first_at"], typed["last_at"]
    if not typed["whose"] or first is None or last is None or first > last:
        raise HitUnclear(_("Choose whose account, and from when until when."), field="whose")
    whose, session = UUID(typed["whose"]), door.open_session_of(request)
    by = HitBy(Hit.STAFF, whose=whose, first_at=first, last_at=last)
    return by, _people(seen_by(session, whose, first, last))


def _people(uids: Iterable[UUID]) -> Iterator[UUID]:
    """Leave out what is no person: the log also has looks at things with a key of their own."""
    for part in batched(uids, PAGE // 2, strict=False):
        yield from people_among(set(part))


def seen_by(session: StaffVault, whose: UUID, since: datetime, until: datetime) -> Iterator[UUID]:
    """Give whom somebody looked at in a period, by the log of the vault; each perhaps often."""
    yield from (each.uid for each in session.seen_by(since=since, until=until, staff=str(whose)))


def _of_disclosure(disclosure_id: int) -> Iterator[UUID]:
    after = None
    while uids := subjects_of(disclosure_id=disclosure_id, after=after, limit=PAGE):
        yield from uids
        after = uids[-1]


def _everyone() -> Iterator[UUID]:
    below = None
    while rows := recent_customers(vault=LockedVault(), below=below, limit=PAGE):
        yield from (row.uid for row in rows)
        below = rows[-1].number
