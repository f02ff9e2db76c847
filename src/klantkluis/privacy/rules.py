"""Pure decisions about requests of people: the clock, who somebody is, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from klantkluis.core.days import answer_due

AT_ONCE: Final = timedelta(days=5)
"""Who asks for proof of identity within so long asks at once, so that the clock may wait."""
MOST_MONTHS: Final = 2
"""A term is made longer by at most so many months (GDPR art. 12(3))."""
MOST_TRIES: Final = 5
"""After so many wrong codes a new one has to be sent."""


class RequestKind(StrEnum):
    """What somebody asks for (GDPR art. 15-21, 7(3), 77)."""

    ACCESS = "access"
    PORTABILITY = "portability"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    COMPLAINT = "complaint"


class RequestChannel(StrEnum):
    """How a request came to us. Every way counts: the law asks for no form."""

    SITE = "site"
    EMAIL = "email"
    PHONE = "phone"
    COUNTER = "counter"
    LETTER = "letter"


class IdentityMethod(StrEnum):
    """How it was established who asks; never a copy of a passport (GDPR art. 12(6))."""

    LOGGED_IN = "logged_in"
    EMAIL_CODE = "email_code"
    LETTER_CODE = "letter_code"
    KNOWS_DOCUMENT = "knows_document"
    RECOGNISED = "recognised"
    IN_PERSON = "in_person"
    NOT_NEEDED = "not_needed"


ASKED_BY_LETTER: Final = frozenset(
    {IdentityMethod.EMAIL_CODE, IdentityMethod.LETTER_CODE, IdentityMethod.KNOWS_DOCUMENT}
)
"""What the person has to answer; the others are seen or known."""
BY_CODE: Final = frozenset({IdentityMethod.EMAIL_CODE, IdentityMethod.LETTER_CODE})


class Decision(StrEnum):
    """What was decided about a request."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    NOTHING_HELD = "nothing_held"
    SETTLED = "settled"


class Ground(StrEnum):
    """On which ground a request was refused, in whole or in part."""

    UNFOUNDED = "unfounded"
    EXCESSIVE = "excessive"
    NOT_IDENTIFIED = "not_identified"
    LAW_KEEPS = "law_keeps"
    CLAIMS = "claims"
    COMPELLING = "compelling"
    ACCURATE = "accurate"
    OTHERS = "others"


ARTICLES: Final[Mapping[Ground, str]] = MappingProxyType(
    {
        Ground.UNFOUNDED: "12(5)",
        Ground.EXCESSIVE: "12(5)",
        Ground.NOT_IDENTIFIED: "11(2), 12(6)",
        Ground.LAW_KEEPS: "17(3)(b)",
        Ground.CLAIMS: "17(3)(e)",
        Ground.COMPELLING: "21(1)",
        Ground.ACCURATE: "16",
        Ground.OTHERS: "15(4)",
    }
)
"""The article of the GDPR that lets us refuse."""
_ALWAYS: Final = (Ground.NOT_IDENTIFIED, Ground.UNFOUNDED, Ground.EXCESSIVE)
_GROUNDS: Final[Mapping[RequestKind, tuple[Ground, ...]]] = MappingProxyType(
    {
        RequestKind.ACCESS: (Ground.OTHERS,),
        RequestKind.PORTABILITY: (Ground.OTHERS,),
        RequestKind.RECTIFICATION: (Ground.ACCURATE,),
        RequestKind.ERASURE: (Ground.LAW_KEEPS, Ground.CLAIMS),
        RequestKind.RESTRICTION: (Ground.CLAIMS,),
        RequestKind.OBJECTION: (Ground.COMPELLING,),
    }
)


def grounds_for(kind: RequestKind) -> tuple[Ground, ...]:
    """Give the grounds on which a request of this kind can be refused; for some there is none.

    Whoever withdraws a consent or complains cannot be refused.
    """
    if kind in {RequestKind.WITHDRAWAL, RequestKind.COMPLAINT}:
        return ()
    return (*_GROUNDS[kind], *_ALWAYS)


class AnswerWay(StrEnum):
    """How an answer went to the person: `PICK_UP` is on the site, sealed to their account."""

    EMAIL = "email"
    PAPER = "paper"
    HANDED = "handed"
    PICK_UP = "pick_up"
    AT_ONCE = "at_once"


class StepKind(StrEnum):
    """What happened to a request: each is a fact that is added and never changed."""

    MATCHED = "matched"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_FAILED = "identity_failed"
    IDENTIFIED = "identified"
    EXTENDED = "extended"
    DECIDED = "decided"
    ANSWERED = "answered"
    DROPPED = "dropped"
    CLOSED = "closed"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened to a request, as far as the clock and the next step depend on it."""

    received_on: date
    asked_on: date | None = None
    identified_on: date | None = None
    extended_months: int = 0
    decided: bool = False
    answered_on: date | None = None
    dropped_on: date | None = None
    closed_on: date | None = None
    matched: bool = False
    nobody: bool = False

    @property
    def ended_on(self) -> date | None:
        """The day on which the clock stopped: it was answered, or the person took it back."""
        days = [day for day in (self.answered_on, self.dropped_on) if day is not None]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Clock:
    """How much time there is (GDPR art. 12(3)).

    Attributes:
        due_on: the last day for the answer; while it waits, as it stood when it was asked who it
            is.
        days_left: to the last day; negative when it is over, None once the clock has stopped.
            While it waits the days stay what they were.
        paused_since: since when an answer about who it is is awaited.
        paused_days: how many days the term was moved by that.
    """

    received_on: date
    due_on: date
    days_left: int | None
    paused_since: date | None
    paused_days: int
    extended_months: int
    ended_on: date | None

    @property
    def is_overdue(self) -> bool:
        """Whether the last day went by without an answer."""
        return self.days_left is not None and self.days_left < 0

    @property
    def was_late(self) -> bool:
        """Whether the answer came after the last day."""
        return self.ended_on is not None and self.ended_on > self.due_on

    @property
    def is_near(self) -> bool:
        """Whether there is a week or less."""
        return self.days_left is not None and 0 <= self.days_left <= 7

    @property
    def term_days(self) -> int:
        """How long the whole term is, for drawing it."""
        return max((self.due_on - self.received_on).days, 1)

    @property
    def used_days(self) -> int:
        """How much of the term has gone by, never more than the whole."""
        left = (self.due_on - self.ended_on).days if self.ended_on else self.days_left or 0
        return min(max(self.term_days - left, 0), self.term_days)


def pauses_the_clock(received_on: date, asked_on: date | None) -> bool:
    """Tell whether the clock waits for who it is: only when that was asked at once.

    EDPB guidelines 01/2022, 157: without undue delay after the request came in.
    """
    return asked_on is not None and asked_on - received_on <= AT_ONCE


def clock_of(facts: Facts, today: date) -> Clock:
    """Work out how much time there is for an answer, on a day.

    It waits from the day on which it was asked who somebody is until the day on which that is
    clear, and it stops when the request is answered or taken back.
    """
    paused_since, paused_days = None, 0
    if pauses_the_clock(facts.received_on, facts.asked_on) and facts.asked_on is not None:
        until = facts.identified_on or facts.ended_on
        if until is None:
            paused_since = facts.asked_on
        else:
            paused_days = max((until - facts.asked_on).days, 0)
    months = 1 + facts.extended_months
    due_on = answer_due(facts.received_on, months=months, paused_days=paused_days)
    left = (due_on - (paused_since or today)).days if facts.ended_on is None else None
    return Clock(
        received_on=facts.received_on,
        due_on=due_on,
        days_left=left,
        paused_since=paused_since,
        paused_days=paused_days,
        extended_months=facts.extended_months,
        ended_on=facts.ended_on,
    )


def may_extend(facts: Facts, today: date) -> bool:
    """Tell whether the term can still be made longer: once, and within the first month.

    The person has to hear of it, with the reason, within a month of the request (art. 12(3)).
    """
    clock = clock_of(facts, today)
    return facts.ended_on is None and not facts.extended_months and not clock.is_overdue


class Risk(StrEnum):
    """Why a method fits: what would go wrong if it were somebody else."""

    KNOWN = "known"
    HARMLESS = "harmless"
    DISCLOSES = "discloses"
    IRREVERSIBLE = "irreversible"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Proposal:
    """How to establish who somebody is, and why that is enough."""

    method: IdentityMethod
    risk: Risk


_RISKS: Final[Mapping[RequestKind, Risk]] = MappingProxyType(
    {
        RequestKind.ACCESS: Risk.DISCLOSES,
        RequestKind.PORTABILITY: Risk.DISCLOSES,
        RequestKind.RECTIFICATION: Risk.CHANGES,
        RequestKind.ERASURE: Risk.IRREVERSIBLE,
        RequestKind.RESTRICTION: Risk.CHANGES,
        RequestKind.OBJECTION: Risk.HARMLESS,
        RequestKind.WITHDRAWAL: Risk.HARMLESS,
        RequestKind.COMPLAINT: Risk.HARMLESS,
    }
)


def needs_identity(kind: RequestKind) -> bool:
    """Tell whether it matters who asks: not where nothing is given away, changed or lost."""
    return _RISKS[kind] is not Risk.HARMLESS


def propose_identity(
    kind: RequestKind,
    channel: RequestChannel,
    *,
    logged_in: bool = False,
    has_email: bool = True,
    has_address: bool = True,
) -> Proposal:
    """Propose how to establish who asks: as little as the risk allows (EDPB 01/2022, 65-79).

    Args:
        logged_in: the person was logged in on the site when asking.
        has_email, has_address: our administration has one of this customer to send a code to.
    """
    risk = _RISKS[kind]
    if logged_in:
        return Proposal(IdentityMethod.LOGGED_IN, Risk.KNOWN)
    if risk is Risk.HARMLESS:
        return Proposal(IdentityMethod.NOT_NEEDED, risk)
    if channel is RequestChannel.COUNTER:
        return Proposal(IdentityMethod.IN_PERSON, risk)
    if risk is Risk.CHANGES:
        return Proposal(IdentityMethod.KNOWS_DOCUMENT, risk)
    if channel is RequestChannel.LETTER and has_address:
        return Proposal(IdentityMethod.LETTER_CODE, risk)
    if has_email:
        return Proposal(IdentityMethod.EMAIL_CODE, risk)
    if has_address:
        return Proposal(IdentityMethod.LETTER_CODE, risk)
    return Proposal(IdentityMethod.KNOWS_DOCUMENT, risk)


class Next(StrEnum):
    """What is to be done with a request now."""

    MATCH = "match"
    ASK_WHO = "ask_who"
    HEAR_WHO = "hear_who"
    ANSWER = "answer"
    CLOSE = "close"
    NOTHING = "nothing"


def next_of(kind: RequestKind, facts: Facts) -> Next:
    """Give what is to be done now: who it is about, who asks, the answer, and then the end."""
    if facts.closed_on is not None or facts.dropped_on is not None:
        return Next.NOTHING
    if facts.answered_on is not None:
        return Next.CLOSE
    if not needs_identity(kind):
        return Next.ANSWER
    if facts.nobody:
        return Next.ANSWER
    if not facts.matched:
        return Next.MATCH
    if facts.identified_on is None:
        return Next.ASK_WHO if facts.asked_on is None else Next.HEAR_WHO
    return Next.ANSWER
