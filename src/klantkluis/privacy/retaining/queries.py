"""Questions about retention: what is due, what comes, what waits for an owner, who is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, Subquery, Sum

from klantkluis.core.declared import Term
from klantkluis.core.fiscal import SEVEN, TEN
from klantkluis.privacy.models import (
    ClassEnd,
    LegalHold,
    LegalHoldEnd,
    RelationOver,
    RelationToEnd,
    Sweep,
    SweepFinding,
    TermDecision,
)
from klantkluis.privacy.retaining.holds import LEGAL_HOLD, lasting
from klantkluis.privacy.retaining.sweeping import PEOPLE
from klantkluis.privacy.retaining.years import TERMS
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class KindRow:
    """What the last look found of one kind, and how much went of it in a year."""

    code: str
    term: Term
    months: int
    due: int
    overdue: int
    held: int
    kept: int
    next_on: date | None
    removed: int
    ahead: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overview:
    """How retention stands, as the last look found it.

    Attributes:
        kinds: what goes by itself.
        people: customers whose relation is over; None before the first look.
        years: keys of book years, the oldest first.
        to_end: who is to be forgotten and is not yet.
        ended: keys of book years that were destroyed.
        holds: how many legal holds last.
        look_only: the last look changed nothing.
    """

    looked_at: datetime | None
    kinds: tuple[KindRow, ...] = ()
    people: KindRow | None = None
    years: tuple[KindRow, ...] = ()
    people_over: int = 0
    to_end: int = 0
    ended: tuple[str, ...] = ()
    holds: int = 0
    look_only: bool = False

    @property
    def overdue(self) -> int:
        """How much should have gone by now."""
        people = self.people.overdue if self.people else 0
        return people + sum(each.overdue for each in (*self.kinds, *self.years))

    @property
    def removed(self) -> int:
        """How many rows went in a year."""
        return sum(each.removed for each in self.kinds)

    @property
    def years_due(self) -> int:
        """How many keys of book years wait for an owner."""
        return sum(each.due > 0 for each in self.years)

    def ahead(self) -> Mapping[date, int]:
        """Give how much goes by itself in which month."""
        found: dict[date, int] = {}
        for each in self.kinds:
            for month, n in each.ahead.items():
                found[month] = found.get(month, 0) + n
        return found


def overview(*, now: datetime) -> Overview:
    """Give how retention stands, in a few queries however much there is."""
    last = Sweep.objects.order_by("-pk").first()
    ended = tuple(ClassEnd.objects.order_by("name").values_list("name", flat=True))
    if last is None:
        return Overview(None, ended=ended, holds=lasting().count())
    done = SweepFinding.objects.filter(sweep__at__gte=now - A_YEAR).order_by("code")
    removed = dict(done.values_list("code").annotate(n=Sum("removed")))
    rows = [_row(each, removed) for each in SweepFinding.objects.filter(sweep=last).order_by("pk")]
    years = [row for row in rows if row.code.partition("-")[0] in TERMS]
    return Overview(
        last.at,
        kinds=tuple(row for row in rows if row not in years and row.code != PEOPLE),
        people=next((row for row in rows if row.code == PEOPLE), None),
        years=tuple(row for row in years if row.code not in ended),
        people_over=RelationOver.objects.count(),
        to_end=RelationToEnd.objects.count(),
        ended=ended,
        holds=lasting().count(),
        look_only=last.look_only,
    )


def waits_for_owner() -> tuple[int, list[str]]:
    """Give how many customers may be forgotten, and which book years are over; in two queries."""
    last = Sweep.objects.order_by("-pk").values("pk")[:1]
    of_years = Q(code__startswith=f"{SEVEN}-") | Q(code__startswith=f"{TEN}-")
    found = SweepFinding.objects.filter(of_years, sweep=Subquery(last), due__gt=0)
    ended = ClassEnd.objects.values("name")
    years = found.exclude(code__in=ended).order_by("code").values_list("code", flat=True)
    return RelationOver.objects.count(), list(years)


def _row(found: SweepFinding, removed: Mapping[str, int]) -> KindRow:
    return KindRow(
        found.code, Term(found.term), found.months, found.due, found.overdue, found.held,
        found.kept, found.next_on, removed.get(found.code, 0),
        {date.fromisoformat(month): n for month, n in found.ahead.items()},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about a term that was taken once."""

    months: int
    reason: str
    decided_at: datetime
    staff_id: UUID


def decisions(*, term: Term) -> list[Decided]:
    """Give what was decided about a term, the newest first."""
    rows = TermDecision.objects.filter(term=term.value).order_by("-pk")
    return [Decided(row.months, row.reason, row.decided_at, row.staff_id) for row in rows[:50]]


@dataclass(frozen=True, slots=True)
class OverRow:
    """A customer who may be forgotten: the row, and the day of the last business."""

    customer_id: int
    last_on: date


def people_over(*, after: int | None = None, limit: int = 50) -> list[OverRow]:
    """Give a page of who may be forgotten, the longest ago first.

    Args:
        after: the customer with whom the page before ended.
    """
    rows = RelationOver.objects.order_by("last_on", "customer")
    last = RelationOver.objects.filter(pk=after).first() if after is not None else None
    if last is not None:
        later = Q(last_on=last.last_on, customer__gt=last.pk)
        rows = rows.filter(Q(last_on__gt=last.last_on) | later)
    return [OverRow(row.pk, row.last_on) for row in rows[:limit]]


def all_people_over(*, limit: int) -> list[int]:
    """Give who may be forgotten, the longest ago first."""
    rows = RelationOver.objects.order_by("last_on", "customer")
    return list(rows.values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A legal hold. The note is empty while the vault is locked."""

    id: int
    customer_id: int
    ground: str
    since: date
    ended_on: date | None
    note: str = field(default="", repr=False)


def hold_rows(
    *, vault: VaultSession, customer_id: int | None = None, below: int | None = None,
    limit: int = 50,
) -> list[HoldRow]:  # fmt: skip
    """Give a page of legal holds, the newest first, of everybody or of one customer."""
    holds = LegalHold.objects.select_related("customer").order_by("-pk")
    if customer_id is not None:
        holds = holds.filter(customer=customer_id)
    if below is not None:
        holds = holds.filter(pk__lt=below)
    rows = list(holds[:limit])
    ends = dict(
        LegalHoldEnd.objects.filter(hold__in=[row.pk for row in rows]).values_list(
            "hold", "ended_on"
        )
    )
    return [
        HoldRow(row.pk, row.customer_id, row.ground, row.since, ends.get(row.pk), note)
        for row, note in zip(rows, _notes(rows, vault), strict=True)
    ]


def _notes(rows: Sequence[LegalHold], vault: VaultSession) -> list[str]:
    if not vault.is_open:
        return [""] * len(rows)
    opened = LEGAL_HOLD.open_all(vault, Purpose.FILE, rows)
    return [str(fields.get("note", "")) for fields in opened]
