"""Carrying erasures out: at once after the signature, and whenever the clock finds one due."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from klantkluis.office.lock import door
from klantkluis.privacy.erasing.carrying import carry_out
from klantkluis.privacy.erasing.queries import PlanState, plan_card
from klantkluis.privacy.erasing.sweeping import finish_due, waiting
from klantkluis.privacy.erasing.withdrawing import plan_withdrawn
from klantkluis.vault.refusals import VaultLocked


def carry_on_one(plan_id: int) -> str:
    """Carry a plan out that was just signed, as far as that can be; say how far it came."""
    now = timezone.now()
    keys = door.vault().upkeep()
    carry_out(plan_id, keys=keys, today=timezone.localdate(now), now=now)
    card = plan_card(plan_id=plan_id, now=now)
    assert card is not None, "it was signed this very moment"
    match card.row.state:
        case PlanState.DONE:
            return _("Erased. No copy and no backup can be read any more.")
        case PlanState.PARTLY:
            return _("What may go now is erased. The rest follows by itself.")
        case PlanState.RETURNED:
            return _("Something changed at the same moment, so nothing was done. Look again.")
    return _("Signed. It is carried out by itself, and can be undone until then.")


def let_withdrawn_go(now: datetime) -> int:
    """See who stopped the newsletter and is nothing else to us; give how many will go.

    They go by themselves while an owner allows so many a day, and else wait for a signature.
    """
    by_itself = door.vault().status().erasures_per_day > 0
    return plan_withdrawn(today=timezone.localdate(now), now=now, by_itself=by_itself)


def carry_on(now: datetime) -> int:
    """Go on with what is signed and due, while the vault is open; give how many are done."""
    if not waiting(now) or not door.vault().status().is_open:
        return 0
    try:
        return finish_due(now, door.vault().upkeep())
    except VaultLocked:
        return 0
