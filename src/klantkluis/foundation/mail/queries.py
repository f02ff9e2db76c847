"""Questions about mails. Nothing here is personal but for the uid of the customer."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet

from klantkluis.core.mail import (
    ASKS_FOR_A_PERSON,
    OVER,
    BounceAction,
    Facts,
    Outcome,
    State,
    Step,
    next_try,
    state_of,
)
from klantkluis.foundation.mail.stored import BOUNCE
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.mail_box_rows import MailBounce
from klantkluis.foundation.models import (
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    OpenMail,
)
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import SubjectErased


@dataclass(frozen=True, slots=True)
class AttemptCard:
    """One attempt, and what came of it; no outcome while it goes on, or when it was cut short."""

    id: int
    number: int
    began_at: datetime
    template_version: int
    at: datetime | None
    outcome: Outcome | None
    step: Step | None
    code: int
    enhanced: str
    said: str
    problem: str


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """What somebody decided."""

    attempts: int
    what: str
    at: datetime
    staff_id: UUID


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail in a list, and the last that is known of it."""

    id: int
    uid: UUID
    kind: MailKind
    about_id: int
    customer_uid: UUID
    language: str
    queued_at: datetime
    staff_id: UUID
    state: State
    attempts: int
    last: AttemptCard | None
    again_at: datetime | None = None
    delayed: bool = False

    @property
    def asks_for_a_person(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state in ASKS_FOR_A_PERSON

    @property
    def can_be_sent(self) -> bool:
        """Whether a person can let it go out without deciding anything."""
        return self.state in {State.QUEUED, State.POSTPONED}

    @property
    def can_be_decided(self) -> bool:
        """Whether a person can say that it is settled."""
        return self.state not in OVER | {State.GOING_ON}

    @property
    def can_go_again(self) -> bool:
        """Whether a person can let this very mail go out again; one that bounced is over."""
        return self.can_be_decided and self.state is not State.BOUNCED


@dataclass(frozen=True, slots=True)
class BounceCard:
    """A report about a mail. What the other side said is empty while the vault is locked."""

    action: BounceAction
    at: datetime
    status: str
    said: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MailCard:
    """A mail with all that happened to it."""

    row: MailRow
    attempts: tuple[AttemptCard, ...]
    decisions: tuple[DecisionCard, ...]
    bounces: tuple[BounceCard, ...] = ()


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How many mails did not get there, and how many have stood in line for too long."""

    refused: int
    postponed: int
    unknown: int
    waiting: int
    given_up: int = 0
    bounced: int = 0


def standing(*, mail_id: int, now: datetime) -> MailRow | None:
    """Give where a mail stands, or None when there is none."""
    mails = list(Mail.objects.filter(pk=mail_id))
    return _rows(mails, now)[0] if mails else None


def mail_card(*, mail_id: int, now: datetime, vault: VaultSession | None = None) -> MailCard | None:
    """Give a mail with all its attempts, or None when there is none.

    What a report says is shown to who has the vault open.
    """
    row = standing(mail_id=mail_id, now=now)
    if row is None:
        return None
    attempts = _attempts(MailAttempt.objects.filter(mail=mail_id))
    decisions = MailDecision.objects.filter(mail=mail_id).order_by("pk")
    return MailCard(
        row,
        tuple(attempts),
        tuple(DecisionCard(d.attempts, d.what, d.at, d.staff_id) for d in decisions),
        _bounces(mail_id, vault),
    )


def _bounces(mail_id: int, vault: VaultSession | None) -> tuple[BounceCard, ...]:
    rows = list(MailBounce.objects.filter(mail=mail_id).select_related("mail").order_by("pk"))
    said: dict[int, str] = {}
    if vault is not None and vault.is_open:
        with suppress(SubjectErased):
            sealed = [row for row in rows if row.sealed]
            opened = BOUNCE.open_all(vault, Purpose.SERVICE_MAIL, sealed)
            said = {
                row.pk: str(fields.get("said", ""))
                for row, fields in zip(sealed, opened, strict=True)
            }
    return tuple(
        BounceCard(BounceAction(row.action), row.at, row.status, said.get(row.pk, ""))
        for row in rows
    )


def mails_about(*, kind: MailKind, about_id: int, now: datetime) -> list[MailRow]:
    """Give the mails with a document, the newest first."""
    mails = Mail.objects.filter(kind=kind.value, about_id=about_id).order_by("-pk")
    return _rows(list(mails[:20]), now)


def arrived(*, kind: MailKind) -> QuerySet[Mail]:
    """Give the mails of a kind that the server took and that did not come back, to ask further."""
    return _in_state(State.ACCEPTED).filter(kind=kind.value)


def begun(*, kind: MailKind) -> QuerySet[Mail]:
    """Give all mails of a kind that were ever put in line, to ask further."""
    return Mail.objects.filter(kind=kind.value)


def came_back(*, kind: MailKind) -> QuerySet[Mail]:
    """Give the mails of a kind that came back, be it that somebody dealt with it."""
    return begun(kind=kind).filter(pk__in=_failed())


def mail_rows(
    *,
    now: datetime,
    state: State | None = None,
    below: int | None = None,
    limit: int = 50,
    kinds: Collection[MailKind] = tuple(MailKind),
) -> list[MailRow]:
    """Give a page of mails of some kinds, the newest first."""
    mails = _in_state(state).filter(kind__in=[kind.value for kind in kinds]).order_by("-pk")
    if below is not None:
        mails = mails.filter(pk__lt=below)
    if state is None or state in OVER:
        return _rows(list(mails[:limit]), now)
    # What is open is little, and where it stands also depends on the clock.
    found = (row for row in _rows(list(mails), now) if row.state is state)
    return [row for row, _n in zip(found, range(limit), strict=False)]


def mail_counts(
    *,
    now: datetime,
    waiting_since: datetime,
    kinds: Collection[MailKind] = tuple(MailKind),
) -> MailCounts:
    """Count what asks for a person: for the first screen."""
    mails = Mail.objects.filter(kind__in=[kind.value for kind in kinds])
    rows = _rows(list(mails.filter(pk__in=OpenMail.objects.values("pk"))), now)
    bounced = _bounced_mails().filter(kind__in=[kind.value for kind in kinds])
    return MailCounts(
        refused=sum(row.state is State.REFUSED for row in rows),
        postponed=sum(row.state is State.POSTPONED for row in rows),
        unknown=sum(row.state is State.UNKNOWN for row in rows),
        waiting=sum(row.state is State.QUEUED and row.queued_at < waiting_since for row in rows),
        given_up=sum(row.state is State.GIVEN_UP for row in rows),
        bounced=bounced.count(),
    )


def mails_due(*, now: datetime, in_line_since: datetime) -> list[MailRow]:
    """Give the mails that are to go out by themselves now, the oldest first.

    Those that were not taken for now and whose wait is over, and those that were left in line by a
    job that could not reach the server.
    """
    mails = Mail.objects.filter(pk__in=OpenMail.objects.values("pk")).order_by("pk")
    return [row for row in _rows(list(mails), now) if _is_due(row, now, in_line_since)]


def _is_due(row: MailRow, now: datetime, in_line_since: datetime) -> bool:
    if row.state is State.QUEUED:
        moved_at = row.last.at or row.last.began_at if row.last else row.queued_at
        return max(row.queued_at, moved_at) < in_line_since
    return row.again_at is not None and row.again_at <= now


def is_ours(tokens: Collection[str]) -> bool:
    """Tell whether one of these tokens, in hex, is that of a mail of ours."""
    return Mail.objects.filter(uid__in=[UUID(hex=token) for token in tokens]).exists()


def _in_state(state: State | None) -> QuerySet[Mail]:
    accepted = MailOutcome.objects.filter(
        attempt__mail=OuterRef("pk"), outcome=Outcome.ACCEPTED.value
    )
    settled = MailDecision.objects.filter(mail=OuterRef("pk"), what=MailDecision.What.SETTLED)
    match state:
        case None:
            return Mail.objects.all()
        case State.ACCEPTED:
            bounced = MailBounce.objects.filter(mail=OuterRef("pk"), action="failed")
            return Mail.objects.filter(Exists(accepted), ~Exists(bounced))
        case State.BOUNCED:
            return _bounced_mails()
        case State.SETTLED:
            return Mail.objects.filter(Exists(settled))
        case _:
            return Mail.objects.filter(pk__in=OpenMail.objects.values("pk"))


def _bounced_mails() -> QuerySet[Mail]:
    """Give the mails that came back and that nobody dealt with."""
    settled = MailDecision.objects.filter(mail=OuterRef("pk"), what=MailDecision.What.SETTLED)
    return Mail.objects.filter(~Exists(settled), pk__in=_failed())


def _failed() -> QuerySet[MailBounce, Any]:
    """Give the ids of all mails that came back."""
    return MailBounce.objects.filter(action=BounceAction.FAILED.value).values("mail")


@dataclass(frozen=True, slots=True)
class _Known:
    """What happened to some mails, by the id of the mail."""

    last: Mapping[int, AttemptCard]
    accepted: Collection[int]
    decided: Mapping[tuple[int, str], int]
    bounced: Collection[tuple[int, str]]


def _rows(mails: Sequence[Mail], now: datetime) -> list[MailRow]:
    """Give mails with their last attempts, decisions and reports, in a few questions."""
    ids = [mail.pk for mail in mails]
    newest = MailAttempt.objects.filter(mail__in=ids).values("mail").annotate(n=Max("pk"))
    of_attempt = MailAttempt.objects.filter(pk__in=newest.values("n"))
    mail_of = dict(of_attempt.values_list("pk", "mail"))
    last = {mail_of[card.id]: card for card in _attempts(of_attempt)}
    decided: dict[tuple[int, str], int] = {}
    for pk, what, attempts in MailDecision.objects.filter(mail__in=ids).values_list(
        "mail", "what", "attempts"
    ):
        decided[pk, what] = max(attempts, decided.get((pk, what), 0))
    bounced = MailBounce.objects.filter(mail__in=ids).values_list("mail", "action")
    known = _Known(last, _accepted(ids), decided, set(bounced))
    return [_row(mail, known, now) for mail in mails]


def _accepted(ids: Sequence[int]) -> set[int]:
    """Give the mails of which any attempt was accepted, be it one that was given up before."""
    outcomes = MailOutcome.objects.filter(attempt__mail__in=ids, outcome=Outcome.ACCEPTED.value)
    return set(outcomes.values_list("attempt__mail", flat=True))


def _row(mail: Mail, known: _Known, now: datetime) -> MailRow:
    last = known.last.get(mail.pk)
    attempts = last.number if last else 0
    kept = last.outcome.value if last and last.outcome else ""
    said_again = known.decided.get((mail.pk, "again"), 0)
    facts = Facts(
        began_at=last.began_at if last else None,
        outcome=Outcome.ACCEPTED.value if mail.pk in known.accepted else kept,
        tries=attempts - said_again,
        again=said_again == attempts and attempts > 0,
        settled=(mail.pk, "settled") in known.decided,
        bounced=(mail.pk, "failed") in known.bounced,
    )
    state = state_of(facts, now)
    tried = last.at if last and state is State.POSTPONED else None
    return MailRow(
        id=mail.pk,
        uid=mail.uid,
        kind=MailKind(mail.kind),
        about_id=mail.about_id,
        customer_uid=mail.customer_uid,
        language=mail.language,
        queued_at=mail.queued_at,
        staff_id=mail.staff_id,
        state=state,
        attempts=attempts,
        last=last,
        again_at=next_try(tried, facts.tries) if tried else None,
        delayed=state is State.ACCEPTED and (mail.pk, "delayed") in known.bounced,
    )


def _attempts(attempts: QuerySet[MailAttempt]) -> list[AttemptCard]:
    rows = list(attempts.select_related("template").order_by("number"))
    outcomes = {
        row.attempt_id: row for row in MailOutcome.objects.filter(attempt__in=[r.pk for r in rows])
    }
    return [_attempt(row, outcomes.get(row.pk)) for row in rows]


def _attempt(row: MailAttempt, outcome: MailOutcome | None) -> AttemptCard:
    return AttemptCard(
        id=row.pk,
        number=row.number,
        began_at=row.began_at,
        template_version=row.template.version if row.template else 0,
        at=outcome.at if outcome else None,
        outcome=Outcome(outcome.outcome) if outcome else None,
        step=Step(outcome.step) if outcome else None,
        code=outcome.code if outcome else 0,
        enhanced=outcome.enhanced if outcome else "",
        said=outcome.said if outcome else "",
        problem=outcome.problem if outcome else "",
    )
