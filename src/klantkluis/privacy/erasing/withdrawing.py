"""Who stopped the newsletter and is nothing else to us: their withdrawal erases them.

Consent was the only basis on which they were kept (GDPR art. 17(1)(b)). They go by themselves when
an owner allows so many a day, and otherwise wait for an owner to sign.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from klantkluis.customers.erasing import withdrawn_customers, withdrawn_subscribers
from klantkluis.foundation.records import all_records, claims_on
from klantkluis.privacy.erasing.commands import sign_by_itself, write_plan
from klantkluis.privacy.erasing.planning import work_out
from klantkluis.privacy.holds import held
from klantkluis.privacy.models import ErasurePlan, ErasureReturn
from klantkluis.privacy.verdicts import AskedBy

NOBODY: Final = UUID(int=0)
"""Who decided on what goes by itself, within the number that an owner allows each day."""
AT_ONCE: Final = 500


def plan_withdrawn(*, today: date, now: datetime, by_itself: bool) -> int:
    """Work out the plans of those whose withdrawal erases them; give how many there are.

    Args:
        by_itself: whether an owner lets some go each day; then the plans need no signature, and
            the vault keeps to the number.
    """
    count = 0
    for uid in withdrawn():
        with transaction.atomic():
            plan = write_plan(
                work_out(uid, today=today), asked_by=AskedBy.WITHDRAWAL, staff_id=NOBODY,
                today=today, now=now,
            )  # fmt: skip
            if plan is not None:
                count += 1
                if by_itself:
                    sign_by_itself(plan, NOBODY, now)
    return count


def withdrawn() -> Iterator[UUID]:
    """Give those whose last word on the newsletter was no and of whom nothing else is kept.

    In portions of bounded size. Whoever has a plan that waits is left out, and who has a claim
    or is held.
    """
    for people in (withdrawn_subscribers(), withdrawn_customers()):
        yield from _alone(people)


def _alone(people: QuerySet[Any]) -> Iterator[UUID]:
    planned = ErasurePlan.objects.filter(asked_by=AskedBy.WITHDRAWAL)
    waiting = planned.exclude(pk__in=ErasureReturn.objects.values("pk"))
    rows = people.exclude(uid__in=waiting.values("person")).order_by("pk")
    after = 0
    while portion := list(rows.filter(pk__gt=after).values_list("pk", "uid")[:AT_ONCE]):
        after = portion[-1][0]
        uids = [uid for _pk, uid in portion]
        busy = _with_business(uids) | {claim.uid for claim in claims_on(uids)} | held(uids)
        yield from (uid for uid in uids if uid not in busy)


def _with_business(uids: Collection[UUID]) -> set[UUID]:
    """Give those of some people with whom there was any business, in one query for each kind."""
    found: set[UUID] = set()
    for record in all_records():
        if record.business:
            found |= set(record.of(uids).values_list(record.person, flat=True).distinct())
    return found
