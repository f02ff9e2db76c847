"""The nightly sweep: looking through everybody, and letting go of what is over."""

import os
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from klantkluis.office.bench.measuring import (
    Measured,
    Stopwatch,
    cpu_seconds,
    peak_rss_mb,
    progress,
    rss_mb,
    watched_memory,
)
from klantkluis.office.bench.scratch import large_office

CUSTOMERS_PER_INVOICE = 2
LATER = timedelta(days=600)
"""So much later than the last day of the data: about a third of the relations are over by then."""
STAFF = UUID(int=1)


def measure(n: int, _scratch: Path) -> Measured:
    """Look and then sweep with n customers, half as many invoices and all that is before and after
    them; the value is the sweep.

    Each customer has a contact note of which the term is over, so that there is something to let
    go of. The memory is that of the sweep alone, beyond what the process held before.
    """
    with large_office(customers=n, invoices=n // CUSTOMERS_PER_INVOICE):
        from klantkluis.privacy.models import RelationOver
        from klantkluis.privacy.retaining.sweeping import look, sweep

        _write_notes()
        then = timezone.now() + LATER
        before = rss_mb([os.getpid()])
        looked, watch = Stopwatch(), Stopwatch()
        with watched_memory([os.getpid()]) as most:
            with looked.lap():
                look(timezone.localdate(then))
            progress("looked", 1, 2)
            began = cpu_seconds([os.getpid()])
            with watch.lap():
                found = sweep(then)
            cpu = cpu_seconds([os.getpid()]) - began
            progress("swept", 2, 2)
        more = {
            "look_s": round(looked.seconds, 2),
            "cpu_s": round(cpu, 2),
            "removed": sum(each.removed for each in found),
            "over": RelationOver.objects.count(),
            "grew_mb": round(most[0] - before, 1),
        }
        return Measured("sweep", watch.seconds, "s", n, watch, peak_rss_mb([]), more)


def _write_notes() -> None:
    """Note a contact of long ago with everybody; what it says is of no matter here."""
    from klantkluis.customers.models import ContactNote, Customer
    from klantkluis.foundation.expiring import start_of

    at = start_of(date(2015, 1, 1))
    ids = Customer.objects.order_by("pk").values_list("pk", flat=True)
    ContactNote.objects.bulk_create(
        (ContactNote(customer_id=pk, at=at, staff_id=STAFF, sealed=b"x") for pk in ids.iterator()),
        batch_size=2000,
    )
