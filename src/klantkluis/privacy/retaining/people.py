"""Whose relation with us is over: the last business was long ago, and nothing holds them.

Of a hundred thousand customers a day number is kept each, and nothing else, so that the memory it
takes does not grow with what they bought.
"""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max, Q

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES, goes_on, over_from
from klantkluis.foundation.expiring import local_day, with_a_basis
from klantkluis.foundation.records import PersonalRecord, all_records, claims_on, model_of
from klantkluis.privacy.retaining.holds import held_customers

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Relation:
    """A customer whose relation is over: the row, its person, and the day of the last business."""

    customer_id: int
    uid: UUID
    number: int
    last_on: date
    uids: tuple[UUID, ...] = ()
    """Of the customer and of those merged into it: one person."""


@dataclass(frozen=True, slots=True)
class Relations:
    """Whose relation is over: who may go, and how many something keeps.

    Attributes:
        over: those of whom nothing keeps anything.
        claimed: how many have something that is not finished.
        held: how many are under a legal hold.
        based: how many want something of us, such as the newsletter or an account.
        ahead: how many come to their end in which month, unless they do business again.
    """

    over: tuple[Relation, ...]
    claimed: int = 0
    held: int = 0
    based: int = 0
    ahead: Mapping[date, int] = field(default_factory=dict)


def customer_path(record: PersonalRecord) -> str:
    """Give the path from a row to its customer's row; "" when there is none."""
    if record.person.endswith("__uid"):
        return record.person.removesuffix("__uid")
    names = {each.name for each in model_of(record)._meta.get_fields()}
    return "customer" if "customer" in names else ""


def business_records() -> tuple[PersonalRecord, ...]:
    """Give the records of which a row is business with a customer."""
    return tuple(
        record for record in all_records() if record.business and record.since
        and customer_path(record)
    )  # fmt: skip


class Calendar:
    """The day of the last business of every customer, as four bytes each.

    Who never did any is here since the day of registration. The business of who was merged into
    another is the other's.
    """

    def __init__(self, among: Collection[int] | None = None) -> None:
        """Look at everybody, or only at some customers."""
        theirs = _customers().all()
        if among is not None:
            theirs = theirs.filter(Q(pk__in=among) | Q(merged_into__in=among))
        merged = theirs.filter(merged_into__isnull=False).values_list("pk", "merged_into")
        self._merged: dict[int, int] = dict(merged)
        self._only = None if among is None else [*among, *self._merged]
        highest = theirs.aggregate(highest=Max("pk"))["highest"] or 0
        self._days = array("i", bytes(4 * (highest + 1)))
        active = theirs.filter(state="active").values_list("pk", "registered_on")
        for pk, registered_on in active.iterator(chunk_size=AT_ONCE):
            self._days[pk] = registered_on.toordinal()
        for record in business_records():
            self._add(record)

    def _add(self, record: PersonalRecord) -> None:
        """Look at the latest row of each customer, of one kind."""
        path = customer_path(record)
        mine = {f"{path}__isnull": False} if self._only is None else {f"{path}__in": self._only}
        rows = record.rows().filter(**mine).order_by()
        latest = rows.values_list(path).annotate(latest=Max(record.since))
        for pk, moment in latest.iterator(chunk_size=AT_ONCE):
            owner = self._merged.get(pk, pk)
            # Who came after we began to look, or is no longer in use, has no day here.
            if moment is not None and owner < len(self._days) and self._days[owner]:
                self._days[owner] = max(self._days[owner], local_day(moment).toordinal())

    def until(self, last: date) -> Iterator[tuple[int, date]]:
        """Give the customers whose last business was on a day or before, with that day."""
        limit = last.toordinal()
        for pk, day in enumerate(self._days):
            if 0 < day <= limit:
                yield pk, date.fromordinal(day)

    def ahead(self, months: int, today: date) -> dict[date, int]:
        """Count by month when the relations that go on will be over, if nothing happens."""
        counted: dict[int, int] = {}
        for day in self._days:
            if day:
                counted[day] = counted.get(day, 0) + 1
        found: dict[date, int] = {}
        for ordinal, n in counted.items():
            end = goes_on(RULES[Term.RELATION], date.fromordinal(ordinal), months=months)
            if end > today:
                month = end.replace(day=1)
                found[month] = found.get(month, 0) + n
        return found


def _customers() -> Any:
    return apps.get_model("customers.Customer")._default_manager


def relations(*, today: date, months: int, among: Collection[int] | None = None) -> Relations:
    """Say whose relation is over and what keeps the others, in bounded memory.

    Args:
        months: how long a relation lasts after the last business.
        among: the customers to look at; everybody without it.
    """
    calendar = Calendar(among)
    last = over_from(RULES[Term.RELATION], today, months=months)
    over: list[Relation] = []
    claimed = held = based = 0
    for portion in batched(calendar.until(last), AT_ONCE, strict=False):
        people = _people(dict(portion))
        whose = {uid: person for person in people for uid in person.uids}
        stopped = {whose[claim.uid].customer_id for claim in claims_on(list(whose))}
        frozen = held_customers(among=[person.customer_id for person in people])
        wants = {whose[uid].customer_id for uid in with_a_basis(list(whose))}
        held += len(frozen)
        claimed += len(stopped - frozen)
        based += len(wants - stopped - frozen)
        over += [each for each in people if each.customer_id not in stopped | frozen | wants]
    return Relations(tuple(over), claimed, held, based, calendar.ahead(months, today))


def _people(days: Mapping[int, date]) -> Sequence[Relation]:
    """Give these customers with the uids of all that were merged into them."""
    merged: dict[int, list[UUID]] = {}
    for owner, uid in _customers().filter(merged_into__in=days).values_list("merged_into", "uid"):
        merged.setdefault(owner, []).append(uid)
    rows = _customers().filter(pk__in=days, state="active").order_by("pk")
    return [
        Relation(pk, uid, number, days[pk], (uid, *merged.get(pk, ())))
        for pk, uid, number in rows.values_list("pk", "uid", "number")
    ]
