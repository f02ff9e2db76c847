"""Questions about requests. What is personal is opened through the vault, for the desk."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from klantkluis.foundation.files import open_contents
from klantkluis.foundation.pages import Sort, keyed
from klantkluis.foundation.sealing import open_together
from klantkluis.privacy.models import PrivacyRequest, RequestLetter, RequestStep
from klantkluis.privacy.rules import (
    AnswerWay,
    Clock,
    Facts,
    IdentityMethod,
    Next,
    RequestChannel,
    RequestKind,
    StepKind,
    clock_of,
    next_of,
)
from klantkluis.privacy.standing import facts_of, steps_of
from klantkluis.privacy.stored import PRIVACY_REQUEST, REQUEST_LETTER, REQUEST_STEP
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

OPEN: Final = "open"
OVERDUE: Final = "overdue"
WAITING: Final = "waiting"
ANSWERED: Final = "answered"
CLOSED: Final = "closed"
STATES: Final = (OPEN, OVERDUE, WAITING, ANSWERED, CLOSED)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list, with its clock. The name is empty while the vault is locked."""

    id: int
    uid: UUID
    number: int
    kind: RequestKind
    channel: RequestChannel
    language: str
    received_on: date
    customer_uid: UUID | None
    closed_on: date | None
    clock: Clock
    next: Next
    name: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.closed_on is None


@dataclass(frozen=True, slots=True)
class StepCard:
    """Something that happened to a request. The words are empty while the vault is locked."""

    what: StepKind
    happened_on: date
    at: datetime
    staff_id: UUID
    customer_uid: UUID | None
    method: str
    months: int
    decision: str
    ground: str
    way: str
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A letter about a request, in a list. The subject is empty while the vault is locked."""

    id: int
    kind: str
    way: AnswerWay
    written_at: datetime
    staff_id: UUID
    subject: str = field(default="", repr=False)
    to_email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request with all that happened to it. `fields` is empty while the vault is locked."""

    row: RequestRow
    facts: Facts
    registered_at: datetime
    staff_id: UUID
    post_uid: UUID | None
    subscriber_uid: UUID | None
    steps: tuple[StepCard, ...]
    letters: tuple[LetterCard, ...]
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def asked_method(self) -> IdentityMethod | None:
        """How it was last asked who somebody is."""
        asked = [each.method for each in self.steps if each.what is StepKind.IDENTITY_ASKED]
        return IdentityMethod(asked[-1]) if asked else None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list of requests is narrowed to; None and empty leave nothing out."""

    state: str = ""
    kind: str = ""
    number: int | None = None
    customer_uids: Collection[UUID] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """What asks for a person: clocks that run, those that are over, and what is to be closed."""

    running: int
    overdue: int
    answered: int
    first_due_on: date | None


ALL: Final = Narrowing()


def sort_of(narrowing: Narrowing) -> Sort:
    """Give the order of a list: what is due first, but of what is closed the newest first."""
    if narrowing.state in {CLOSED, ""}:
        return Sort("received_on", descending=True)
    return Sort("due_on", descending=False)


def request_rows(
    *,
    vault: VaultSession,
    today: date,
    narrowing: Narrowing = ALL,
    after: tuple[Any, int] | None = None,
    limit: int = 50,
) -> list[RequestRow]:
    """Give a page of requests in the order of `sort_of`, in two queries and one call."""
    rows = _narrowed(PrivacyRequest.objects.all(), narrowing, today)
    return _rows(list(keyed(rows, sort_of(narrowing), after)[:limit]), vault, today)


def _narrowed(
    rows: QuerySet[PrivacyRequest], narrowing: Narrowing, today: date
) -> QuerySet[PrivacyRequest]:
    match narrowing.state:
        case "open":
            rows = rows.filter(closed_on=None)
        case "overdue":
            rows = rows.filter(_is_overdue(today), closed_on=None)
        case "waiting":
            rows = rows.filter(closed_on=None, ended_on=None, paused_since__isnull=False)
        case "answered":
            rows = rows.filter(closed_on=None, ended_on__isnull=False)
        case "closed":
            rows = rows.filter(closed_on__isnull=False)
    if narrowing.kind:
        rows = rows.filter(kind=narrowing.kind)
    if narrowing.number is not None:
        rows = rows.filter(number=narrowing.number)
    if narrowing.customer_uids is not None:
        rows = rows.filter(customer_uid__in=list(narrowing.customer_uids))
    return rows


def _is_overdue(today: date) -> Q:
    return Q(ended_on=None, paused_since=None, due_on__lt=today)


def desk_counts(*, today: date) -> DeskCounts:
    """Count what asks for a person, in one query: for the first screen and above the list."""
    running = Q(ended_on=None)
    found = PrivacyRequest.objects.filter(closed_on=None).aggregate(
        running=Count("pk", filter=running),
        overdue=Count("pk", filter=_is_overdue(today)),
        answered=Count("pk", filter=~running),
        first_due_on=Min("due_on", filter=running & Q(paused_since=None)),
    )
    return DeskCounts(**found)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many requests of a period were answered in time or late, wait, or are overdue."""

    in_time: int
    late: int
    waiting: int
    overdue: int


def outcomes(*, since: date, today: date) -> Outcomes:
    """Count how the requests that came in since a day were answered, in one query."""
    ended, overdue = Q(ended_on__isnull=False), _is_overdue(today)
    found = PrivacyRequest.objects.filter(received_on__gte=since).aggregate(
        in_time=Count("pk", filter=ended & Q(ended_on__lte=F("due_on"))),
        late=Count("pk", filter=ended & Q(ended_on__gt=F("due_on"))),
        waiting=Count("pk", filter=~ended & ~overdue),
        overdue=Count("pk", filter=overdue),
    )
    return Outcomes(**found)


def requests_of(
    *, customer_uids: Sequence[UUID], vault: VaultSession, today: date, limit: int = 20
) -> list[RequestRow]:
    """Give the requests of one person, the newest first."""
    narrowing = Narrowing(customer_uids=customer_uids)
    return request_rows(vault=vault, today=today, narrowing=narrowing, limit=limit)


def request_numbered(*, number: int) -> int | None:
    """Give the request with a number, or None."""
    return PrivacyRequest.objects.filter(number=number).values_list("pk", flat=True).first()


def request_known(*, uid: UUID) -> int | None:
    """Give the id of the request that an address names by its uid, if there is one."""
    return PrivacyRequest.objects.filter(uid=uid).values_list("pk", flat=True).first()


def request_from_post(*, post_uid: UUID) -> tuple[int, int] | None:
    """Give id and number of the request that a letter from the shop became, or None."""
    found = PrivacyRequest.objects.filter(post_uid=post_uid).values_list("pk", "number").first()
    return (found[0], found[1]) if found else None


def request_card(*, request_id: int, vault: VaultSession, today: date) -> RequestCard | None:
    """Give a request with all that happened to it, or None when there is none.

    In three queries, and one call to the vault.
    """
    request = PrivacyRequest.objects.filter(pk=request_id).first()
    if request is None:
        return None
    steps = steps_of(request)
    letters = list(RequestLetter.objects.filter(request=request).defer("contents").order_by("-pk"))
    for step in steps:
        step.request = request
    for letter in letters:
        letter.request = request
    opened = _opened(vault, [request, *(step for step in steps if step.sealed), *letters])
    fields = opened.get(request.uid, {})
    facts = facts_of(request, steps)
    return RequestCard(
        row=_row(request, facts, str(fields.get("name", "")), today),
        facts=facts,
        registered_at=request.registered_at,
        staff_id=request.staff_id,
        post_uid=request.post_uid,
        subscriber_uid=request.subscriber_uid,
        steps=tuple(_step(step, opened.get(step.uid, {})) for step in steps),
        letters=tuple(_letter(row, opened.get(row.uid, {})) for row in letters),
        fields=fields,
    )


def letter_paper(*, letter_id: int, vault: VaultSession) -> bytes | None:
    """Give the PDF of a letter as it was written, or None when there is no such letter.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    row = RequestLetter.objects.filter(pk=letter_id).select_related("request").first()
    if row is None:
        return None
    return open_contents(REQUEST_LETTER.open_one(vault, Purpose.DESK, row), bytes(row.contents))


def _rows(requests: Sequence[PrivacyRequest], vault: VaultSession, today: date) -> list[RequestRow]:
    steps: dict[int, list[RequestStep]] = defaultdict(list)
    found = RequestStep.objects.filter(request__in=[each.pk for each in requests])
    for step in found.defer("sealed").order_by("pk"):
        steps[step.request_id].append(step)
    opened = _opened(vault, requests, Purpose.LIST)
    return [
        _row(each, facts_of(each, steps[each.pk]), str(opened.get(each.uid, {}).get("name", "")),
             today)
        for each in requests
    ]  # fmt: skip


def _row(request: PrivacyRequest, facts: Facts, name: str, today: date) -> RequestRow:
    kind = RequestKind(request.kind)
    return RequestRow(
        id=request.pk,
        uid=request.uid,
        number=request.number,
        kind=kind,
        channel=RequestChannel(request.channel),
        language=request.language,
        received_on=request.received_on,
        customer_uid=request.customer_uid,
        closed_on=request.closed_on,
        clock=clock_of(facts, today),
        next=next_of(kind, facts),
        name=name,
    )


def _opened(
    vault: VaultSession,
    rows: Sequence[PrivacyRequest | RequestStep | RequestLetter],
    purpose: Purpose = Purpose.DESK,
) -> dict[UUID, dict[str, Any]]:
    """Open rows of the desk in one call, by uid; nothing while the vault is locked."""
    if not vault.is_open:
        return {}
    stored = {
        PrivacyRequest: PRIVACY_REQUEST,
        RequestStep: REQUEST_STEP,
        RequestLetter: REQUEST_LETTER,
    }
    found = open_together(vault, purpose, [(stored[type(row)], row) for row in rows])
    return {row.uid: fields for row, fields in zip(rows, found, strict=True)}


def _step(step: RequestStep, fields: Mapping[str, Any]) -> StepCard:
    return StepCard(
        what=StepKind(step.what),
        happened_on=step.happened_on,
        at=step.at,
        staff_id=step.staff_id,
        customer_uid=step.customer_uid,
        method=step.method,
        months=step.months,
        decision=step.decision,
        ground=step.ground,
        way=step.way,
        text=str(fields.get("text", "")),
    )


def _letter(row: RequestLetter, fields: Mapping[str, Any]) -> LetterCard:
    return LetterCard(
        id=row.pk,
        kind=row.kind,
        way=AnswerWay(row.way),
        written_at=row.written_at,
        staff_id=row.staff_id,
        subject=str(fields.get("subject", "")),
        to_email=str(fields.get("to_email", "")),
    )
