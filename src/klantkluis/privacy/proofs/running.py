"""Running the checks, and keeping what each came to."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from queue import SimpleQueue
from threading import Event
from traceback import format_tb
from typing import Final

from django.db import connection, connections, transaction

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
    """Run every check. One that goes wrong keeps no other from being run.

    What asks the vault is run beside what does not, so that the office and its vault are busy at
    the same time; `tell` is called on this thread. Within a transaction they are run one after
    another, for no other connection sees what was written in it.
    """
    heard = _Heard(tell, checks)
    if connection.in_atomic_block:
        _run_lane(checks, around, heard.take)
    else:
        asks = [check for check in checks if check.needs_vault]
        rest = [check for check in checks if not check.needs_vault]
        _run_beside((asks, rest), around, heard.take)
    return [heard.results[check.id] for check in checks]


type _Say = Callable[[Check, Result | None, float], None]
"""Hears how far one check is, from nothing to one; the result once it is done."""


class _Heard:
    """What was heard of the checks: their results, and how far the whole is."""

    def __init__(self, tell: Tell | None, checks: Sequence[Check]) -> None:
        self.results: dict[str, Result] = {}
        self._tell = tell
        self._done = dict.fromkeys((check.id for check in checks), 0.0)
        self._whole = sum(check.weight for check in checks)

    def take(self, check: Check, result: Result | None, part: float) -> None:
        """Take in how far a check is, and pass it on."""
        self._done[check.id] = part * check.weight
        if result is not None:
            self.results[check.id] = result
        if self._tell is not None:
            self._tell(check, result, sum(self._done.values()) / self._whole)


def _run_lane(lane: Sequence[Check], around: Around, say: _Say) -> None:
    for check in lane:
        said = partial(say, check, None)
        said(0.0)
        say(check, look(check, replace(around, progress=said)), 1.0)


def _run_beside(lanes: Sequence[Sequence[Check]], around: Around, say: _Say) -> None:
    """Run lanes beside each other, each with a connection of its own to the database."""
    told: SimpleQueue[tuple[Check, Result | None, float] | None] = SimpleQueue()
    stopped = Event()

    def put(check: Check, result: Result | None, part: float) -> None:
        if stopped.is_set():
            raise _Stopped
        told.put((check, result, part))

    def run(lane: Sequence[Check]) -> None:
        try:
            _run_lane(lane, around, put)
        finally:
            connections.close_all()
            told.put(None)

    with ThreadPoolExecutor(len(lanes)) as pool:
        running = [pool.submit(run, lane) for lane in lanes]
        try:
            for _each in lanes:
                while (each := told.get()) is not None:
                    say(*each)
        except BaseException:
            stopped.set()
            raise
        for each_lane in running:
            each_lane.result()


class _Stopped(BaseException):
    """Whoever listened is gone; no check takes it for a mishap of its own."""


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
