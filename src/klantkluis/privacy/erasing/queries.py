"""Questions about erasures. They name nobody: who it is about is a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from klantkluis.customers.erasing import numbers_of
from klantkluis.foundation.counting import counted
from klantkluis.foundation.records import Claim, claims_on
from klantkluis.privacy.erasing.planning import work_out
from klantkluis.privacy.erasing.words import kind_name
from klantkluis.privacy.holds import held
from klantkluis.privacy.models import (
    ErasureLine,
    ErasurePerson,
    ErasurePlan,
    ErasureReturn,
    ErasureSigning,
    ErasureStep,
    ErasureUndoing,
    OpenErasure,
)
from klantkluis.privacy.verdicts import AskedBy, Verdict, Why


class PlanState(StrEnum):
    """Where an erasure stands; it follows from the facts."""

    DRAFT = "draft"
    REPLACED = "replaced"
    WAITS = "waits"
    DUE = "due"
    PARTLY = "partly"
    DONE = "done"
    UNDONE = "undone"
    RETURNED = "returned"


OF_REQUESTS = frozenset({"privacy.PrivacyRequest", "privacy.RequestStep", "privacy.RequestLetter"})
"""What is kept to show that a request was handled; each answer says so in words of its own."""
OVER = frozenset({PlanState.DONE, PlanState.UNDONE, PlanState.RETURNED, PlanState.REPLACED})
"""States in which nothing happens any more."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An erasure in a list."""

    id: int
    person: UUID
    kind: str
    number: int | None
    customer_id: int | None
    asked_by: str
    planned_at: datetime
    state: PlanState
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one kind of which the same becomes."""

    model: str
    count: int
    verdict: Verdict
    until: date | None
    law: str
    why: Why

    @property
    def name(self) -> str:
        """What they are called, in the language of the reader."""
        return kind_name(self.model)


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that is done."""

    step: str
    at: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class PlanCard:
    """Everything of one erasure.

    `claims` is what is not finished now, for a plan that is not at its end.
    """

    row: PlanRow
    request: UUID | None
    staff_id: UUID
    digest: str
    groups: tuple[Group, ...]
    steps: tuple[StepDone, ...]
    signed_at: datetime | None
    signed_by: UUID | None
    ended_at: datetime | None
    claims: tuple[Claim, ...]
    is_held: bool

    @property
    def going(self) -> tuple[Group, ...]:
        """What is erased."""
        return tuple(each for each in self.groups if each.verdict is Verdict.ERASE)

    @property
    def kept(self) -> tuple[Group, ...]:
        """What stays for a while, the longest last; without a day comes first."""
        stays = (each for each in self.groups if each.verdict is Verdict.KEEP)
        return tuple(sorted(stays, key=lambda each: (each.until or date.min, each.name)))

    @property
    def detached(self) -> tuple[Group, ...]:
        """What names nobody."""
        return tuple(each for each in self.groups if each.verdict is Verdict.DETACH)


def plan_card(*, plan_id: int, now: datetime) -> PlanCard | None:
    """Give everything of one erasure, or None; a constant number of queries."""
    plan = ErasurePlan.objects.filter(pk=plan_id).first()
    if plan is None:
        return None
    (row,) = _rows([plan], now)
    signing = ErasureSigning.objects.filter(plan=plan).first()
    steps = ErasureStep.objects.filter(plan=plan_id).order_by("pk")
    uids = list(
        ErasurePerson.objects.filter(plan=plan).order_by("pk").values_list("uid", flat=True)
    )
    goes_on = row.state not in OVER
    return PlanCard(
        row=row,
        request=plan.request,
        staff_id=plan.staff_id,
        digest=plan.digest,
        groups=groups_of(plan_id),
        steps=tuple(StepDone(each.step, each.at, each.rows) for each in steps),
        signed_at=signing.signed_at if signing else None,
        signed_by=signing.staff_id if signing else None,
        ended_at=_ended_at(plan_id, row.state),
        claims=claims_on(uids) if goes_on else (),
        is_held=goes_on and bool(held(uids)),
    )


def keeps_something(plan_id: int) -> bool:
    """Tell whether anything of a person stays for a time, besides what they asked us."""
    kept = ErasureLine.objects.filter(plan=plan_id, verdict=Verdict.KEEP.value)
    return kept.exclude(model__in=OF_REQUESTS).exists()


def groups_of(plan_id: int) -> tuple[Group, ...]:
    """Give the lines of a plan, those together of which the same becomes."""
    columns = ("model", "verdict", "until", "law", "why")
    rows = ErasureLine.objects.filter(plan=plan_id).values_list(*columns).annotate(n=Count("pk"))
    return tuple(
        Group(model, n, Verdict(verdict), until, law, Why(why))
        for model, verdict, until, law, why, n in rows.order_by(*columns)
    )


def plan_rows(*, now: datetime, below: int | None, limit: int, done: bool) -> list[PlanRow]:
    """Give a page of erasures, the newest first: those that ask for somebody, or the others."""
    rows = ErasurePlan.objects.order_by("-pk")
    rows = rows.filter(_ended()) if done else rows.exclude(_ended())
    if below is not None:
        rows = rows.filter(pk__lt=below)
    return _rows(list(rows[:limit]), now)


def plans_of(*, person: UUID, now: datetime) -> list[PlanRow]:
    """Give the erasures of one person, the newest first."""
    return _rows(list(ErasurePlan.objects.filter(person=person).order_by("-pk")), now)


def plans_for(*, request: UUID, now: datetime) -> list[PlanRow]:
    """Give the erasures that answer a request, the newest first."""
    return _rows(list(ErasurePlan.objects.filter(request=request).order_by("-pk")), now)


@dataclass(frozen=True, slots=True)
class ErasuresWaiting:
    """How many erasures ask for an owner.

    `to_sign` were never signed and are the newest of their person; `again` went back, and none was
    made anew.
    """

    to_sign: int
    again: int


def erasures_waiting() -> ErasuresWaiting:
    """Count the erasures that ask for an owner, in one question."""
    again = _newest().filter(pk__in=ErasureReturn.objects.values("pk"))
    return ErasuresWaiting(**counted(to_sign=_unsigned(), again=again))


def withdrawn_to_sign(*, limit: int) -> list[int]:
    """Give the plans of who stopped the newsletter that wait for one signature of an owner."""
    rows = _unsigned().filter(asked_by=AskedBy.WITHDRAWAL).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _newest() -> QuerySet[ErasurePlan]:
    newer = ErasurePlan.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    return ErasurePlan.objects.exclude(Exists(newer))


def _unsigned() -> QuerySet[ErasurePlan]:
    return _newest().exclude(Exists(ErasureSigning.objects.filter(plan=OuterRef("pk"))))


def _ended() -> Q:
    signings = ErasureSigning.objects.exclude(pk__in=OpenErasure.objects.values("pk"))
    newer = ErasurePlan.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    unsigned = ~Exists(ErasureSigning.objects.filter(plan=OuterRef("pk")))
    return Q(pk__in=signings.values("pk")) | (Q(Exists(newer)) & Q(unsigned))


def _ended_at(plan_id: int, state: PlanState) -> datetime | None:
    match state:
        case PlanState.DONE:
            rows = ErasureStep.objects.filter(plan=plan_id, step=ErasureStep.Step.DONE)
            return rows.values_list("at", flat=True).first()
        case PlanState.UNDONE:
            undone = ErasureUndoing.objects.filter(signing=plan_id)
            return undone.values_list("undone_at", flat=True).first()
        case PlanState.RETURNED:
            back = ErasureReturn.objects.filter(signing=plan_id)
            return back.values_list("returned_at", flat=True).first()
    return None


def _rows(plans: Sequence[ErasurePlan], now: datetime) -> list[PlanRow]:
    facts = _Facts.of(plans)
    numbers = numbers_of([plan.person for plan in plans])
    found = []
    for plan in plans:
        customer_id, number = numbers.get(plan.person, (None, None))
        found.append(
            PlanRow(
                id=plan.pk,
                person=plan.person,
                kind=plan.kind,
                number=number,
                customer_id=customer_id,
                asked_by=plan.asked_by,
                planned_at=plan.planned_at,
                state=facts.state_of(plan.pk, now),
                not_before=facts.moments.get(plan.pk),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Facts:
    """What happened to some plans."""

    moments: dict[int, datetime]
    still_open: set[int]
    steps: set[tuple[int, str]]
    undone: set[int]
    newest: set[int]

    @classmethod
    def of(cls, plans: Sequence[ErasurePlan]) -> "_Facts":
        """Ask for all of them at once."""
        ids = [plan.pk for plan in plans]
        of_them = ErasurePlan.objects.filter(person__in=[plan.person for plan in plans])
        newest = of_them.order_by().values("person").annotate(last=Max("pk"))
        return cls(
            dict(ErasureSigning.objects.filter(pk__in=ids).values_list("pk", "not_before")),
            set(OpenErasure.objects.filter(pk__in=ids).values_list("pk", flat=True)),
            set(ErasureStep.objects.filter(plan__in=ids).values_list("plan", "step")),
            set(ErasureUndoing.objects.filter(pk__in=ids).values_list("pk", flat=True)),
            set(newest.values_list("last", flat=True)),
        )

    def state_of(self, pk: int, now: datetime) -> PlanState:
        """Say where one stands."""
        if pk not in self.moments:
            return PlanState.DRAFT if pk in self.newest else PlanState.REPLACED
        if pk in self.undone:
            return PlanState.UNDONE
        if (pk, ErasureStep.Step.DONE) in self.steps:
            return PlanState.DONE
        if pk not in self.still_open:
            return PlanState.RETURNED
        if self.moments[pk] > now:
            return PlanState.WAITS
        only_a_part = (pk, ErasureStep.Step.PART) in self.steps
        key_is_there = (pk, ErasureStep.Step.KEY) not in self.steps
        return PlanState.PARTLY if only_a_part and key_is_there else PlanState.DUE


@dataclass(frozen=True, slots=True)
class Staying:
    """What stays of somebody for the same reason, under the same law, until the same day."""

    names: tuple[str, ...]
    until: date | None
    law: str
    why: Why


def what_stays(*, person: UUID, today: date) -> tuple[tuple[Staying, ...], tuple[Claim, ...]]:
    """Give what would stay of somebody who is erased today, and what is not finished with them.

    It is worked out anew, so it says what holds now, also when the plan was signed long ago.
    """
    now = work_out(person, today=today)
    found: dict[tuple[date | None, str, Why], set[str]] = {}
    for line in now.lines:
        kept = line.decision
        if kept.verdict is Verdict.KEEP and line.model not in OF_REQUESTS:
            found.setdefault((kept.until, kept.law, kept.why), set()).add(kind_name(line.model))
    stays = [
        Staying(tuple(sorted(names)), until, law, why) for (until, law, why), names in found.items()
    ]
    return tuple(sorted(stays, key=lambda each: (each.until or date.min, each.law))), now.claims
