"""Forgetting customers whose relation with us is over: an owner says so once for all of them.

The vault is told at once, with the password that was typed for it. The plans are made, signed and
carried out after that, a few at a time, so that a power cut or a busy day does no harm.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import batched
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from klantkluis.core.declared import Term
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.expiring import local_day
from klantkluis.privacy.decided import months_of
from klantkluis.privacy.erasing.commands import plan_many, sign_many
from klantkluis.privacy.erasing.keys import Planner
from klantkluis.privacy.models import RelationOver, RelationToEnd
from klantkluis.privacy.retaining.people import Relation, relations

REASON: Final = "term"
"""The code that stands in the log of the vault and on the tombstones."""
MOST: Final = 5000
"""So many at once: what one look at the page can be about."""
NOBODY: Final = UUID(int=0)
"""Who decided on what goes by itself, within the number that an owner allows each day."""
AT_ONCE: Final = 100


class NobodyToForget(Refusal):
    """Of none of these the relation is over any more."""


class Told:
    """The vault, when it was told before which keys may be destroyed."""

    def plan_shred(
        self, uids: Collection[UUID], *, reason: str, grant: str, not_before: datetime | None = None
    ) -> int:
        """Do nothing: it was planned when the owner confirmed, or the daily number allows it."""
        del reason, grant, not_before
        return len(uids)

    def undo_shred(self, uids: Collection[UUID]) -> set[UUID]:
        """Take nothing back: a plan of the vault without a signature here does nothing."""
        return set(uids)


def still_over(customer_ids: Collection[int], today: date) -> tuple[Relation, ...]:
    """Give those of some customers whose relation is over as things are now."""
    months = months_of(Term.RELATION)
    return relations(today=today, months=months, among=list(customer_ids)).over


@command("relations.ended")
def end_relations(
    *, customer_ids: Collection[int], actor: Actor, now: datetime, vault: Planner, grant: str
) -> int:
    """Let customers be forgotten whose relation is over; the owner alone. Gives how many.

    Who did business in the meantime, or has something unfinished with us, stays.

    Raises:
        NobodyToForget: none of them may go any more.
    """
    people = still_over(list(customer_ids)[:MOST], local_day(now))
    if not people:
        raise NobodyToForget(_("None of these customers may be erased any more."))
    write_down(people, staff_id=actor.staff_id, at=now)
    uids = [uid for person in people for uid in person.uids]
    vault.plan_shred(uids, reason=REASON, grant=grant, not_before=now)
    return len(people)


def write_down(people: Iterable[Relation], *, staff_id: UUID, at: datetime) -> None:
    """Write down who is to be forgotten; who is on the list stays on it once."""
    for portion in batched(people, AT_ONCE, strict=False):
        ids = [person.customer_id for person in portion]
        RelationToEnd.objects.bulk_create(
            [RelationToEnd(customer=pk, decided_at=at, staff_id=staff_id) for pk in ids],
            ignore_conflicts=True,
        )
        RelationOver.objects.filter(customer__in=ids).delete()


def end_by_leave(now: datetime, *, leave: int) -> int:
    """Let as many be forgotten as an owner allows each day without a look; give how many.

    Args:
        leave: the setting `erasures_per_day` of the vault; with 0 everybody waits for an owner.
    """
    if leave <= 0:
        return 0
    ids = list(RelationOver.objects.order_by("last_on", "customer").values_list("pk", flat=True))
    people = still_over(ids[:leave], local_day(now))
    with transaction.atomic():
        write_down(people, staff_id=NOBODY, at=now)
    return len(people)


def plan_what_was_decided(now: datetime) -> int:
    """Make and sign the plans of who is to be forgotten; give how many plans were signed.

    Who did business since it was decided is left alone.
    """
    signed = 0
    while portion := list(RelationToEnd.objects.order_by("pk")[:AT_ONCE]):
        for staff_id in sorted({row.staff_id for row in portion}):
            ids = [row.pk for row in portion if row.staff_id == staff_id]
            signed += _planned(ids, staff_id, now)
    return signed


def _planned(customer_ids: Collection[int], staff_id: UUID, now: datetime) -> int:
    actor = Actor(staff_id, frozenset({Role.OWNER}), Channel.JOB)
    today = local_day(now)
    people = still_over(customer_ids, today)
    with transaction.atomic():
        plans = plan_many(uids=[person.uid for person in people], actor=actor, today=today, now=now)
        count = sign_many(plan_ids=plans, actor=actor, now=now, vault=Told(), grant="")
        RelationToEnd.objects.filter(pk__in=list(customer_ids)).delete()
    return count


def people_to_end() -> int:
    """Count who is to be forgotten and has no signed plan yet."""
    return RelationToEnd.objects.count()
