"""What of the billing waits for a person: for the first screen."""

from dataclasses import dataclass

from klantkluis.billing.periodic import periodic_drafts
from klantkluis.billing.queries.purchases import unbooked
from klantkluis.billing.return_rows import CreditDraft
from klantkluis.foundation.counting import counted


@dataclass(frozen=True, slots=True)
class BillingWaits:
    """How much of each kind waits: drafts of subscriptions, credits of returns, purchases."""

    periodic: int
    credits: int
    purchases: int


def billing_waits() -> BillingWaits:
    """Count what waits for a person, in one question."""
    found = counted(
        periodic=periodic_drafts(), credits=CreditDraft.objects.all(), purchases=unbooked()
    )
    return BillingWaits(**found)
