"""Forgetting people: an ordinary customer, from the signature to the last look."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from klantkluis.office.bench.measuring import Measured, Stopwatch, peak_rss_mb, progress
from klantkluis.office.bench.scratch import VAULT_PASSWORD, Scratch, large_office

CUSTOMERS, INVOICES = 5000, 20_000
"""What else there is in this office."""


def measure(n: int, _scratch: Path) -> Measured:
    """Forget n customers, each with a few orders and invoices that were paid.

    `p95` is of carrying out, with the vault and the disk; `plan_ms` is of working the plan out
    and writing it down. Signing takes a password, and with that as long as a password has to.
    """
    with large_office(customers=CUSTOMERS, invoices=INVOICES) as office:
        people = _people(n)
        plans, planning = _planned(people, office)
        watch = _carried_out(plans, office)
        memory = peak_rss_mb([os.getpid()])
        more = {
            "plan_ms": round(planning.percentile(0.5), 2),
            "plan_p95_ms": round(planning.percentile(0.95), 2),
            "customers": CUSTOMERS,
            "invoices": INVOICES,
        }
    return Measured("erase", watch.percentile(0.5), "ms an erasure", n, watch, memory, more)


def _people(n: int) -> list[UUID]:
    """Give customers with whom everything is settled, but each bought something."""
    from klantkluis.billing.models import OpenInvoice
    from klantkluis.customers.models import Customer
    from klantkluis.foundation.records import claims_on
    from klantkluis.sales.models import Order

    owing = OpenInvoice.objects.values("invoice__customer")
    settled = Customer.objects.filter(
        state="active", pk__in=Order.objects.values("customer")
    ).exclude(pk__in=owing)
    uids = list(settled.order_by("pk").values_list("uid", flat=True)[: n * 4])
    busy = {claim.uid for claim in claims_on(uids)}
    return [uid for uid in uids if uid not in busy][:n]


def _planned(people: list[UUID], office: Scratch) -> tuple[list[int], Stopwatch]:
    from klantkluis.privacy.erasing.commands import plan_many, sign_many

    watch, plans = Stopwatch(), []
    now = timezone.localtime() - timedelta(minutes=1)
    for done, uid in enumerate(people, start=1):
        with watch.lap():
            plans += plan_many(uids=[uid], actor=office.actor, today=now.date(), now=now)
        progress("planned", done, len(people))
    grant = office.session.confirm("shred", VAULT_PASSWORD)
    sign_many(plan_ids=plans, actor=office.actor, now=now, vault=office.session, grant=grant)
    return plans, watch


def _carried_out(plans: list[int], office: Scratch) -> Stopwatch:
    from klantkluis.privacy.erasing.carrying import carry_out

    watch, keys, today = Stopwatch(), office.vault.upkeep(), timezone.localdate()
    for done, plan_id in enumerate(plans, start=1):
        with watch.lap():
            forgotten = carry_out(plan_id, keys=keys, today=today, now=timezone.localtime())
        assert forgotten, "everything was settled"
        progress("forgotten", done, len(plans))
    return watch
