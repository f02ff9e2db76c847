"""Doing the chores: which are due, one after another, and what is kept of each."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from traceback import format_tb

from django.db.models import Max
from django.utils import timezone

from klantkluis.office.housekeeping.chores import CHORES, Chore, Result
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.lock import door
from klantkluis.vault.refusals import VaultLocked

_LOGGER = logging.getLogger("klantkluis.housekeeping")
_Outcome = ChoreRun.Outcome

NIGHT = time(3, 30)
"""When chores become due, by the clock on the wall; never within the hour that clocks skip."""

type Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class ChoreState:
    """A chore, the last time it was done, and whether it has to be done again."""

    chore: Chore
    last: ChoreRun | None
    is_due: bool
    waits: bool


def last_night(now: datetime) -> datetime:
    """Give the last moment at which chores became due."""
    local = timezone.localtime(now)
    tonight = local.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
    return tonight if tonight <= local else tonight - timedelta(days=1)


def last_runs() -> dict[str, ChoreRun]:
    """Give the last run of each chore that was ever done."""
    known = ChoreRun.objects.filter(chore__in=[chore.name for chore in CHORES])
    newest = known.values("chore").annotate(newest=Max("pk")).values("newest")
    return {run.chore: run for run in ChoreRun.objects.filter(pk__in=newest)}


def chore_states(now: datetime) -> list[ChoreState]:
    """Give all chores; `waits` says that one is due and the vault is not open."""
    last, night, is_open = last_runs(), last_night(now), door.vault().status().is_open
    states = []
    for chore in CHORES:
        run = last.get(chore.name)
        due = run is None or run.began_at < night
        states.append(ChoreState(chore, run, due, waits=due and chore.needs_vault and not is_open))
    return states


def do_what_is_due(clock: Clock) -> list[ChoreRun]:
    """Do the chores that are due and can be done now. What needs the vault waits for it.

    After days of downtime this does each once: a chore looks at all there is.
    """
    states = chore_states(clock())
    return _do([state.chore for state in states if state.is_due and not state.waits], clock)


def do_all(clock: Clock) -> list[ChoreRun]:
    """Do every chore that can be done now, due or not: when somebody asks for it."""
    is_open = door.vault().status().is_open
    return _do([chore for chore in CHORES if is_open or not chore.needs_vault], clock)


def _do(chores: list[Chore], clock: Clock) -> list[ChoreRun]:
    done = (do_chore(chore, clock) for chore in chores)
    return [run for run in done if run is not None]


def do_chore(chore: Chore, clock: Clock) -> ChoreRun | None:
    """Do one chore and keep how it went; None when the vault was locked meanwhile.

    What should not have happened is kept as failed, and the log of the machine says where; its
    words are left out, for they may name somebody.
    """
    began = clock()
    try:
        result = chore.work(began)
    except VaultLocked:
        return None
    except Exception as mistake:  # noqa: BLE001 - the other chores have to be done
        _log(chore, mistake)
        result, outcome = Result(0), _Outcome.FAILED
    else:
        outcome = _Outcome.BROKEN if result.broken else _Outcome.WELL
    return ChoreRun.objects.create(
        chore=chore.name,
        began_at=began,
        ended_at=max(began, clock()),
        outcome=outcome,
        count=result.count,
        found=list(result.found),
    )


def _log(chore: Chore, mistake: Exception) -> None:
    places = "".join(format_tb(mistake.__traceback__))
    _LOGGER.error("chore %s: %s\n%s", chore.name, type(mistake).__name__, places)
