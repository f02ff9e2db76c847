"""Pure decisions: what becomes of each record when its person is to be forgotten."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from klantkluis.core.declared import Erasure

CLAIM_LAW = "GDPR art. 17(3)(e)"


class Verdict(StrEnum):
    """What becomes of a record (GDPR art. 17)."""

    ERASE = "erase"
    KEEP = "keep"
    DETACH = "detach"


class AskedBy(StrEnum):
    """Why somebody is forgotten: asked for, by staff of their own accord, or its time has come."""

    PERSON = "person"
    STAFF = "staff"
    TERM = "term"
    WITHDRAWAL = "withdrawal"


class Why(StrEnum):
    """Why a record is kept."""

    NOTHING = ""
    LAW = "law"
    CLAIM = "claim"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict: until which day something is kept, and under which law.

    Attributes:
        until: the first day on which it may go; None when nobody can say, as with a claim.
    """

    verdict: Verdict
    until: date | None = None
    law: str = ""
    why: Why = Why.NOTHING


@dataclass(frozen=True, slots=True)
class Kept:
    """That the law keeps a record until a day: of its book year, say (AWR art. 52(4)).

    `until` is None for what goes on, such as a request that is not answered yet.
    """

    until: date | None
    law: str


DETACHED = Decision(Verdict.DETACH)
ERASED = Decision(Verdict.ERASE)


def decide(
    erasure: Erasure,
    *,
    today: date,
    kept: Kept | None = None,
    claim_law: str = "",
    for_claims: bool = False,
    held: bool = False,
) -> Decision:
    """Say what becomes of one record.

    What names nobody stays as it is. A legal hold keeps everything else (art. 17(3)(e)). What the
    law wants kept stays until its day (art. 17(3)(b)), and an open claim keeps what it needs
    (art. 17(3)(e), or a contract that is being carried out). All else goes.

    Args:
        kept: until when the law keeps it, for a record that is kept at all.
        claim_law: the article under which something is open between us; empty when nothing is.
        for_claims: whether an open claim needs this record.
        held: whether an owner keeps everything of this person for a legal claim.
    """
    if erasure is Erasure.DETACH:
        return DETACHED
    if held:
        return Decision(Verdict.KEEP, None, CLAIM_LAW, Why.HOLD)
    if erasure is Erasure.KEEP and kept is not None and (kept.until is None or today < kept.until):
        return Decision(Verdict.KEEP, kept.until, kept.law, Why.LAW)
    if claim_law and (for_claims or erasure is Erasure.KEEP):
        return Decision(Verdict.KEEP, None, claim_law, Why.CLAIM)
    return ERASED


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a plan: which row of which model, and what becomes of it."""

    model: str
    row: int
    decision: Decision

    @property
    def place(self) -> tuple[str, int]:
        """Where the record is."""
        return self.model, self.row


def digest_of(lines: Iterable[Line]) -> str:
    """Give what stands for a plan: the same plan has the same digest, in whatever order it came.

    What is only detached is left out: nothing is done to it, so it asks nobody to look again.
    """
    told = sorted(
        f"{line.model} {line.row} {line.decision.verdict} {line.decision.until or ''}"
        f" {line.decision.law} {line.decision.why}\n"
        for line in lines
        if line.decision.verdict is not Verdict.DETACH
    )
    return hashlib.sha256("".join(told).encode()).hexdigest()


def unforeseen(signed: Iterable[Line], now: Iterable[Line]) -> list[Line]:
    """Give what would be erased or kept now, and was not in the plan that somebody signed.

    What the plan kept for a claim may have become something that goes, or that the law keeps:
    that was signed as well. What is not there any more has gone the way it was to go.
    """
    known = {line.place: line.decision for line in signed}
    return [
        line
        for line in now
        if line.decision.verdict is not Verdict.DETACH
        and not _follows(known.get(line.place), line.decision)
    ]


def _follows(signed: Decision | None, now: Decision) -> bool:
    if signed is None or signed.verdict is Verdict.DETACH:
        return False
    if signed.verdict is Verdict.KEEP and signed.why is Why.LAW and signed.until is not None:
        return now.verdict is Verdict.ERASE or now == signed
    if signed.verdict is Verdict.KEEP:
        return True
    return now.verdict is Verdict.ERASE
