"""Rows that go by themselves when their term is over: each room declares its own.

`EXPIRING` in a room's `personal_data.py` lists them. What goes together with its person is no part
of it: of that, the records say what becomes (`foundation/records.py`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from klantkluis.core.declared import Term

type Rows = QuerySet[Any]
type Bases = Callable[[Sequence[UUID]], set[UUID]]
"""Gives who of some people still has something with us that ends when they end it."""

AT_ONCE = 1000


def remove_rows(rows: Rows) -> int:
    """Remove rows, and give how many."""
    removed: int = rows.delete()[0]
    return removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What another room has not finished with, so that rows of a kind stay for the time being.

    A room lists them as `NEEDED` in its `personal_data.py`: an invoice that is not paid needs the
    words of the order that it is about.

    Attributes:
        code: the kind of rows, see `Expiring`.
        path: the path from such a row to what is named.
        among: gives the values of that which are still needed.
    """

    code: str
    path: str
    among: Callable[[], Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """Rows of one kind that go when their term is over.

    Attributes:
        code: its name, for facts and pages.
        title: what these rows are called, untranslated.
        term: how long they are kept.
        rows: those of which the term runs; what is still in use is not among them. What another
            room has not finished with is left out by `Needed`.
        since: the path to the day or moment that starts the term.
        person: the path to the uid of the person, of whom a legal hold may keep them; "" for
            rows about nobody.
        remove: removes rows together with what is part of them, and gives how many there were.
    """

    code: str
    title: str
    term: Term
    rows: Callable[[], Rows]
    since: str
    person: str = ""
    remove: Callable[[Rows], int] = remove_rows

    def due(self, last: date, held: Rows | None = None) -> Rows:
        """Give the rows of which the term is over.

        Args:
            last: the last day of which it is, see `core.retention.over_from`.
            held: the uids of people of whom nothing may go.
        """
        rows = self.in_term()
        found = rows.filter(**{f"{self.since}__lt": self._after(rows, last)})
        if held is not None and self.person:
            found = found.exclude(**{f"{self.person}__in": held})
        return found

    def in_term(self) -> Rows:
        """Give the rows of which the term runs and that no other room needs."""
        rows = self.rows()
        for each in needed_of(self.code):
            rows = rows.exclude(**{f"{each.path}__in": each.among()})
        return rows

    def let_go(self, last: date, held: Rows | None = None) -> int:
        """Remove what is due, in portions that each go whole or not at all; give how many."""
        removed = 0
        while portion := self._portion(last, held):
            removed += portion
        return removed

    def _portion(self, last: date, held: Rows | None) -> int:
        with transaction.atomic():
            due = self.due(last, held).select_for_update(of=("self",)).order_by("pk")
            ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
            if ids:
                self.remove(due.model._default_manager.filter(pk__in=ids))
        return len(ids)

    def standing(self, last: date) -> "Standing":
        """Say how the rows stand, held or not, in one question.

        Args:
            last: the last day of which the term is over.
        """
        rows = self.in_term()
        after = self._after(rows, last)
        counted = (
            rows.order_by()
            .annotate(month=TruncMonth(self.since))
            .values_list("month")
            .annotate(
                n=Count("pk"),
                due=Count("pk", filter=Q(**{f"{self.since}__lt": after})),
                first=Min(self.since, filter=Q(**{f"{self.since}__gte": after})),
            )
        )
        by_month: dict[date, int] = {}
        due, coming = 0, []
        for month, n, over, first in counted:
            if month:
                by_month[local_day(month).replace(day=1)] = n
                due += over
                coming += [local_day(first)] if first else []
        return Standing(due, min(coming, default=None), by_month)

    def _after(self, rows: Rows, last: date) -> date | datetime:
        """Give what begins after a day: the next day, or its first moment."""
        return start_of(last + timedelta(days=1)) if is_moment(rows, self.since) else (
            last + timedelta(days=1)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How rows of one kind stand.

    Attributes:
        due: how many have a term that is over.
        first: the first day after that on which the term of one of the others began.
        by_month: how many there are, by the month in which their term began.
    """

    due: int
    first: date | None
    by_month: Mapping[date, int]


def start_of(day: date) -> datetime:
    """Give the first moment of a day, by the clock on the wall."""
    return timezone.make_aware(datetime.combine(day, time.min))


def local_day(value: date | datetime) -> date:
    """Give the day of a moment by the clock on the wall; a day is itself."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def is_moment(rows: Rows, path: str) -> bool:
    """Tell whether a path or an annotation of a query leads to a moment, not to a day."""
    annotated = rows.query.annotations.get(path)
    if annotated is not None:
        return isinstance(annotated.output_field, models.DateTimeField)
    model: type[models.Model] = rows.model
    *steps, last = path.split("__")
    for step in steps:
        model = cast("type[models.Model]", model._meta.get_field(step).related_model)
    return isinstance(model._meta.get_field(last), models.DateTimeField)


def _declared(name: str) -> Iterator[Any]:
    for app in apps.get_app_configs():
        if app.name.startswith("klantkluis."):
            found = getattr(import_module(f"{app.name}.personal_data"), name, None)
            if found is not None:
                yield found


def all_expiring() -> tuple[Expiring, ...]:
    """Give everything that goes by itself, of all rooms."""
    return tuple(each for room in _declared("EXPIRING") for each in room)


def needed_of(code: str) -> tuple[Needed, ...]:
    """Give what all rooms still need of one kind of rows."""
    return tuple(each for room in _declared("NEEDED") for each in room if each.code == code)


def with_a_basis(uids: Sequence[UUID]) -> set[UUID]:
    """Give who of some people still has something with us, such as a consent or an account.

    That is the person's to end, so no term ends it (GDPR art. 6(1)(a), (b)).
    """
    bases: Iterator[Bases] = _declared("bases")
    return set().union(*(basis(uids) for basis in bases))
