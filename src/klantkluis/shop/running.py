"""The work of taking in: in batches, and one by one where a batch does not go."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from traceback import format_tb
from typing import Final

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.jobs import Run, code_of
from klantkluis.shop.commands.taking_in import take_in
from klantkluis.shop.models import IntakeMessage
from klantkluis.vault.refusals import AuditUnwritable, LimitReached, VaultLocked

AT_ONCE: Final = 250
UNEXPECTED: Final = "unexpected"
_OF_US: Final = (VaultLocked, LimitReached, AuditUnwritable, NotAllowed)
"""What has nothing to do with a message: then all of them wait."""

_LOGGER = logging.getLogger("klantkluis.shop")


def waiting_messages() -> int:
    """Count the messages that wait to be taken in."""
    return IntakeMessage.objects.filter(problem="").count()


def take_in_all(
    actor: Actor, clock: Callable[[], datetime], *, told: Callable[[int], None] = lambda _: None
) -> int:
    """Take in everything that waits, the oldest first; give how much.

    Raises:
        VaultLocked: the vault was locked; what was taken in stays, the rest waits.
    """
    done = 0
    while True:
        waiting = IntakeMessage.objects.filter(problem="").order_by("pk")
        ids = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return done
        done += _batch(ids, actor, clock)
        told(done)


def _batch(ids: Sequence[int], actor: Actor, clock: Callable[[], datetime]) -> int:
    try:
        return take_in(message_ids=ids, actor=actor, now=clock())
    except _OF_US:
        raise
    except Exception as mistake:  # noqa: BLE001 - which of them it is, is found below
        if len(ids) == 1:
            return _aside(ids[0], mistake)
    return sum(_batch([pk], actor, clock) for pk in ids)


def _aside(pk: int, mistake: Exception) -> int:
    """Keep a message that cannot be taken in, with the code of why; the others go on."""
    code = code_of(mistake) if isinstance(mistake, Refusal) else UNEXPECTED
    if code == UNEXPECTED:
        places = "".join(format_tb(mistake.__traceback__))
        _LOGGER.error("message: %s\n%s", type(mistake).__name__, places)
    IntakeMessage.objects.filter(pk=pk).update(problem=code[:40])
    return 0


def take_in_what_waits(run: Run) -> None:
    """Do the job: take in everything that waits."""
    run.job.total = max(waiting_messages(), run.job.total, 1)
    take_in_all(run.actor, run.clock, told=run.reached)
