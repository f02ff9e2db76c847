"""Drafting the collective invoices of who gets them each week or month, for the night."""

from dataclasses import dataclass, field
from datetime import date

from klantkluis.billing.collective_rows import CollectiveBilling
from klantkluis.billing.commands.collecting import (
    MOST_LINES,
    billed_together,
    draft_collective_invoice,
)
from klantkluis.billing.commands.drafting import NothingToBill
from klantkluis.billing.queries.unbilled import batches, unbilled_of
from klantkluis.billing.rules import CollectiveEvery, collective_until
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.customers.blocking import not_blocked
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor


@dataclass(slots=True)
class Gathered:
    """Which drafts were made, and for which customers something was refused, with why."""

    drafts: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def gather(*, today: date) -> Gathered:
    """Draft what went out in the weeks and months that are over, once for each customer.

    It needs no vault, and may be asked for as often as you like. Who asked that their data be
    kept and not used is left to a person (GDPR art. 18).
    """
    found = Gathered()
    free = not_blocked(Use.BILLING, "customer")
    rows = CollectiveBilling.objects.filter(free, customer__merged_into=None).order_by("customer")
    for row in rows:
        until = collective_until(CollectiveEvery(row.every), today)
        if row.billed_until is None or row.billed_until < until:
            _bill(row, until, today, found)
    return found


def _bill(row: CollectiveBilling, until: date, today: date, found: Gathered) -> None:
    actor = Actor(row.staff_id, frozenset({Role.SALES}), Channel.JOB)
    for group in unbilled_of(customer_ids=[row.customer_id], until=until):
        for ids in batches(group, MOST_LINES):
            try:
                made = draft_collective_invoice(delivery_ids=ids, actor=actor, today=today)
            except NothingToBill:
                continue
            except Refusal as refusal:
                found.refused.append((row.customer_id, type(refusal).__name__))
            else:
                found.drafts.append(made)
    billed_together(customer_id=row.customer_id, until=until, actor=actor)
