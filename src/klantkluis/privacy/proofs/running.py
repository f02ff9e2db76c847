"""Running the checks, one after another, and keeping what each came to."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from traceback import format_tb
from typing import Final

from django.db import transaction

from klantkluis import __version__
from klantkluis.privacy.models import ProofResult, ProofRun
from klantkluis.privacy.proofs.checks import CHECKS
from klantkluis.privacy.proofs.shapes import Around, Check, Elsewhere
from klantkluis.vault.refusals import VaultLocked

MOST_SENTENCES: Final = 20
_LOGGER = logging.getLogger("klantkluis.proofs")
Outcome = ProofResult.Outcome

type Tell = Callable[[Check, "Result | None", float], None]
"""Hears how far the whole is, from nothing to one; the result once a check is done."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one check came to, with the first sentences of what it found."""

    check: str
    outcome: ProofResult.Outcome
    count: int = 0
    found: tuple[str, ...] = ()
    milliseconds: int = 0


def run_checks(
    around: Around, *, tell: Tell | None = None, checks: Sequence[Check] = CHECKS
) -> list[Result]:
    """Run every check. One that goes wrong keeps no other from being run."""
    whole, done, results = sum(check.weight for check in checks), 0, []
    for check in checks:
        said = _Said(tell, check, done, whole)
        said.reached(0.0)
        result = look(check, replace(around, progress=said.reached))
        results.append(result)
        done += check.weight
        if tell is not None:
            tell(check, result, done / whole)
    return results


@dataclass(frozen=True, slots=True)
class _Said:
    tell: Tell | None
    check: Check
    before: int
    whole: int

    def reached(self, part: float) -> None:
        """Say that this part of the check is done."""
        if self.tell is not None:
            self.tell(self.check, None, (self.before + part * self.check.weight) / self.whole)


def look(check: Check, around: Around) -> Result:
    """Run one check: red with what it found, green when it saw all and found nothing.

    A check that comes to a locked door half-way is red if it found something before that. What
    should not have happened is kept as failed, and the log of the machine says where, without
    its words, for they may name somebody.
    """
    began, count, kept = around.stopwatch(), 0, list[str]()
    outcome = Outcome.GREEN
    try:
        for sentence in check.find(around):
            count += 1
            if len(kept) < MOST_SENTENCES:
                kept.append(sentence)
    except VaultLocked:
        outcome = Outcome.LOCKED
    except Elsewhere:
        outcome = Outcome.ELSEWHERE
    except Exception as mistake:  # noqa: BLE001 - the other checks have to be run
        places = "".join(format_tb(mistake.__traceback__))
        _LOGGER.error("check %s: %s\n%s", check.id, type(mistake).__name__, places)  # noqa: TRY400
        outcome = Outcome.FAILED
    if count:
        outcome = Outcome.RED
    spent = int((around.stopwatch() - began) * 1000)
    return Result(check.id, outcome, count, tuple(kept), spent)


def keep_run(results: Sequence[Result], *, began: datetime, ended: datetime) -> int:
    """Keep what a run came to; give its number."""
    with transaction.atomic():
        run = ProofRun.objects.create(
            began_at=began, ended_at=max(began, ended), release=__version__
        )
        ProofResult.objects.bulk_create(
            ProofResult(
                run=run, name=each.check, outcome=each.outcome, count=each.count,
                found=list(each.found), milliseconds=each.milliseconds,
            )
            for each in results
        )  # fmt: skip
    return run.pk


def forget_runs(*, before: datetime) -> int:
    """Remove runs that ended before a moment, with their results; give how many."""
    old = ProofRun.objects.filter(ended_at__lt=before)
    count = old.count()
    old.delete()
    return count
