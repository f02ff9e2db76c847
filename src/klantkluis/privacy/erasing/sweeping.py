"""Going on with erasures that wait: for a moment, for an open vault, for the end of a claim."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from klantkluis.privacy.erasing.carrying import NotProved, carry_out
from klantkluis.privacy.erasing.keys import Keeper
from klantkluis.privacy.models import OpenErasure

KEEPER: list[Callable[[], Keeper]] = []
"""Gives the housekeeping of the vault; filled by the front when it starts."""
AT_ONCE = 200


def finish_due(now: datetime, keys: Keeper | None = None) -> int:
    """Carry out whatever is signed and due, as far as it goes; give how many are forgotten now.

    A locked vault ends it: what is left waits until somebody opens it.

    Raises:
        VaultLocked: the vault is not open.
        NotProved: of somebody something was left; all others were done.
    """
    keeper = keys or KEEPER[0]()
    done = unproved = after = 0
    today = timezone.localtime(now).date()
    while portion := _due(now, after):
        for plan_id in portion:
            try:
                done += carry_out(plan_id, keys=keeper, today=today, now=now)
            except NotProved:
                unproved += 1
        after = portion[-1]
    if unproved:
        raise NotProved
    return done


def _due(now: datetime, after: int) -> list[int]:
    rows = OpenErasure.objects.filter(not_before__lte=now, plan__gt=after).order_by("plan")
    return list(rows.values_list("plan", flat=True)[:AT_ONCE])


def waiting(now: datetime) -> int:
    """Count the erasures that are signed and due."""
    return OpenErasure.objects.filter(not_before__lte=now).count()
