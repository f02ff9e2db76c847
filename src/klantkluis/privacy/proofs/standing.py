"""How each sentence of the statement stands: what was measured last, and what asks for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Manager, Max, Q, QuerySet

from klantkluis.privacy.models import ProofResult, ProofRun
from klantkluis.privacy.proofs.checks import BY_ID
from klantkluis.privacy.proofs.shapes import Check
from klantkluis.privacy.statement.composing import Composed, Said, SaidSection
from klantkluis.privacy.statement.confirming import Confirmed, confirmations
from klantkluis.privacy.statement.shapes import Grade

HOLDS: Final = timedelta(days=7)
"""A result of longer ago proves nothing of today."""
_Outcome = ProofResult.Outcome
type _Rows = QuerySet[ProofResult] | Manager[ProofResult]


class Standing(StrEnum):
    """How a sentence stands."""

    HOLDS = "holds"
    DOUBT = "doubt"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Latest:
    """The last time that a check could look, and the last time that it was tried."""

    check: Check
    outcome: ProofResult.Outcome | None
    count: int
    found: tuple[str, ...]
    at: datetime | None
    tried: ProofResult.Outcome | None

    @property
    def is_red(self) -> bool:
        """Whether the last look found something."""
        return self.outcome == _Outcome.RED

    def is_green(self, now: datetime) -> bool:
        """Whether the last look found nothing, and is not too long ago."""
        is_fresh = self.at is not None and now - self.at <= HOLDS
        return self.outcome == _Outcome.GREEN and is_fresh


@dataclass(frozen=True, slots=True)
class SentenceStanding:
    """A sentence with everything that speaks for and against it."""

    said: Said
    standing: Standing
    checks: tuple[Latest, ...]
    confirmed: Confirmed | None

    @property
    def asks_to_confirm(self) -> bool:
        """Whether the owner's word for it is missing or over."""
        return self.said.sentence.grade is Grade.ORGANISATIONAL and not any(
            each.is_red for each in self.checks
        )


@dataclass(frozen=True, slots=True)
class SectionStanding:
    """A heading with the standing of its sentences."""

    heading: Mapping[str, str]
    sentences: tuple[SentenceStanding, ...]


def latest_results() -> dict[str, Latest]:
    """Give the last result of every check: what it found when it last could look."""
    seen = [_Outcome.GREEN, _Outcome.RED]
    newest = _newest(ProofResult.objects.filter(outcome__in=seen))
    rows = ProofResult.objects.filter(Q(pk__in=newest) | Q(pk__in=_newest(ProofResult.objects)))
    tried, looked = dict[str, ProofResult](), dict[str, ProofResult]()
    for row in rows.select_related("run").order_by("pk"):
        tried[row.name] = row
        if row.outcome in seen:
            looked[row.name] = row
    return {
        name: _latest(check, looked.get(name), tried.get(name)) for name, check in BY_ID.items()
    }


def _newest(rows: _Rows) -> QuerySet[ProofResult, Any]:
    return rows.values("name").annotate(newest=Max("pk")).values("newest")


def _latest(check: Check, looked: ProofResult | None, tried: ProofResult | None) -> Latest:
    return Latest(
        check=check,
        outcome=_Outcome(looked.outcome) if looked else None,
        count=looked.count if looked else 0,
        found=tuple(looked.found) if looked else (),
        at=looked.run.ended_at if looked else None,
        tried=_Outcome(tried.outcome) if tried else None,
    )


def standing_of(composed: Composed, *, now: datetime, today: date) -> tuple[SectionStanding, ...]:
    """Tell how each sentence stands, with a constant number of questions."""
    results, confirmed = latest_results(), confirmations(composed.ids())
    return tuple(_section(part, results, confirmed, now, today) for part in composed.sections)


def _section(
    part: SaidSection,
    results: Mapping[str, Latest],
    confirmed: Mapping[str, Confirmed],
    now: datetime,
    today: date,
) -> SectionStanding:
    found = []
    for said in part.said:
        checks = tuple(results[name] for name in said.sentence.checks)
        word = confirmed.get(said.sentence.id)
        found.append(
            SentenceStanding(said, _standing(said, checks, word, now, today), checks, word)
        )
    return SectionStanding(part.heading, tuple(found))


def _standing(
    said: Said, checks: Sequence[Latest], word: Confirmed | None, now: datetime, today: date
) -> Standing:
    """A red check is a doubt at once; a measured sentence holds when all its checks are green."""
    if any(each.is_red for each in checks):
        return Standing.DOUBT
    match said.sentence.grade:
        case Grade.ORGANISATIONAL:
            return Standing.HOLDS if word and word.holds(today) else Standing.DOUBT
        case Grade.MEASURED:
            measured = all(each.is_green(now) for each in checks)
            return Standing.HOLDS if measured else Standing.OPEN
        case Grade.RELEASE:
            return Standing.HOLDS


def last_run() -> ProofRun | None:
    """Give the last time that the checks were run."""
    return ProofRun.objects.order_by("-pk").first()


def doubts(sections: Iterable[SectionStanding]) -> list[SentenceStanding]:
    """Give the sentences that ask for a person."""
    return [
        each
        for section in sections
        for each in section.sentences
        if each.standing is Standing.DOUBT
    ]
