"""Questions about mails. Nothing here is personal but for the uid of the customer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet

from klantkluis.core.mail import ASKS_FOR_A_PERSON, Outcome, State, Step, state_of
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.models import (
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    OpenMail,
)


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
        return self.state not in {State.ACCEPTED, State.SETTLED, State.GOING_ON}


@dataclass(frozen=True, slots=True)
class MailCard:
    """A mail with all that happened to it."""

    row: MailRow
    attempts: tuple[AttemptCard, ...]
    decisions: tuple[DecisionCard, ...]


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How many mails did not get there, and how many have stood in line for too long."""

    refused: int
    postponed: int
    unknown: int
    waiting: int


def standing(*, mail_id: int, now: datetime) -> MailRow | None:
    """Give where a mail stands, or None when there is none."""
    mails = list(Mail.objects.filter(pk=mail_id))
    return _rows(mails, now)[0] if mails else None


def mail_card(*, mail_id: int, now: datetime) -> MailCard | None:
    """Give a mail with all its attempts, or None when there is none."""
    row = standing(mail_id=mail_id, now=now)
    if row is None:
        return None
    attempts = _attempts(MailAttempt.objects.filter(mail=mail_id))
    decisions = MailDecision.objects.filter(mail=mail_id).order_by("pk")
    return MailCard(
        row,
        tuple(attempts),
        tuple(DecisionCard(d.attempts, d.what, d.at, d.staff_id) for d in decisions),
    )


def mails_about(*, kind: MailKind, about_id: int, now: datetime) -> list[MailRow]:
    """Give the mails with a document, the newest first."""
    mails = Mail.objects.filter(kind=kind.value, about_id=about_id).order_by("-pk")
    return _rows(list(mails[:20]), now)


def mail_rows(
    *, now: datetime, state: State | None = None, below: int | None = None, limit: int = 50
) -> list[MailRow]:
    """Give a page of mails, the newest first."""
    mails = _in_state(state).order_by("-pk")
    if below is not None:
        mails = mails.filter(pk__lt=below)
    if state is None or state in {State.ACCEPTED, State.SETTLED}:
        return _rows(list(mails[:limit]), now)
    # What is open is little, and where it stands also depends on the clock.
    found = (row for row in _rows(list(mails), now) if row.state is state)
    return [row for row, _n in zip(found, range(limit), strict=False)]


def mail_counts(*, now: datetime, waiting_since: datetime) -> MailCounts:
    """Count what asks for a person: for the first screen."""
    rows = _rows(list(Mail.objects.filter(pk__in=OpenMail.objects.values("pk"))), now)
    return MailCounts(
        refused=sum(row.state is State.REFUSED for row in rows),
        postponed=sum(row.state is State.POSTPONED for row in rows),
        unknown=sum(row.state is State.UNKNOWN for row in rows),
        waiting=sum(row.state is State.QUEUED and row.queued_at < waiting_since for row in rows),
    )


def ids_to_send(*, ids: Iterable[int], now: datetime) -> list[int]:
    """Give those of these mails that can go out, the oldest first."""
    rows = _rows(list(Mail.objects.filter(pk__in=list(ids)).order_by("pk")), now)
    return [row.id for row in rows if row.can_be_sent]


def _in_state(state: State | None) -> QuerySet[Mail]:
    accepted = MailOutcome.objects.filter(
        attempt__mail=OuterRef("pk"), outcome=Outcome.ACCEPTED.value
    )
    settled = MailDecision.objects.filter(mail=OuterRef("pk"), what=MailDecision.What.SETTLED)
    match state:
        case None:
            return Mail.objects.all()
        case State.ACCEPTED:
            return Mail.objects.filter(Exists(accepted))
        case State.SETTLED:
            return Mail.objects.filter(Exists(settled))
        case _:
            return Mail.objects.filter(pk__in=OpenMail.objects.values("pk"))


def _rows(mails: Sequence[Mail], now: datetime) -> list[MailRow]:
    """Give mails with their last attempts and decisions, in three questions."""
    ids = [mail.pk for mail in mails]
    newest = MailAttempt.objects.filter(mail__in=ids).values("mail").annotate(n=Max("pk"))
    of_attempt = MailAttempt.objects.filter(pk__in=newest.values("n"))
    mail_of = dict(of_attempt.values_list("pk", "mail"))
    last = {mail_of[card.id]: card for card in _attempts(of_attempt)}
    accepted = _accepted(ids)
    decided: dict[tuple[int, str], int] = {}
    for pk, what, attempts in MailDecision.objects.filter(mail__in=ids).values_list(
        "mail", "what", "attempts"
    ):
        decided[pk, what] = max(attempts, decided.get((pk, what), 0))
    return [_row(mail, last.get(mail.pk), accepted, decided, now) for mail in mails]


def _accepted(ids: Sequence[int]) -> set[int]:
    """Give the mails of which any attempt was accepted, be it one that was given up before."""
    outcomes = MailOutcome.objects.filter(attempt__mail__in=ids, outcome=Outcome.ACCEPTED.value)
    return set(outcomes.values_list("attempt__mail", flat=True))


def _row(
    mail: Mail,
    last: AttemptCard | None,
    accepted: set[int],
    decided: dict[tuple[int, str], int],
    now: datetime,
) -> MailRow:
    attempts = last.number if last else 0
    kept = last.outcome.value if last and last.outcome else ""
    return MailRow(
        id=mail.pk,
        uid=mail.uid,
        kind=MailKind(mail.kind),
        about_id=mail.about_id,
        customer_uid=mail.customer_uid,
        language=mail.language,
        queued_at=mail.queued_at,
        staff_id=mail.staff_id,
        state=state_of(
            began_at=last.began_at if last else None,
            outcome=Outcome.ACCEPTED.value if mail.pk in accepted else kept,
            again=decided.get((mail.pk, "again")) == attempts and attempts > 0,
            settled=(mail.pk, "settled") in decided,
            now=now,
        ),
        attempts=attempts,
        last=last,
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
