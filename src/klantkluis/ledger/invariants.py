"""Truths about the books that hold for all rows, always."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, F, Sum

from klantkluis.foundation.models import NumberSeries
from klantkluis.ledger.models import JournalEntry, JournalLine
from klantkluis.ledger.rules import GENESIS, Chained, entry_hash


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    uneven = JournalLine.objects.values("entry").annotate(total=Sum("amount_cents"))
    for row in uneven.exclude(total=0):
        yield f"entry {row['entry']} does not balance"
    yield from _broken_chain()


def _broken_chain() -> Iterator[str]:
    """Walk the chain from the first entry to the last, in bounded memory."""
    expected, prev = 1, GENESIS
    lines = groupby(
        JournalLine.objects.order_by("entry", "position")
        .annotate(code=F("account__code"))
        .iterator(chunk_size=5000),
        key=attrgetter("entry_id"),
    )
    for entry in JournalEntry.objects.order_by("n").iterator(chunk_size=2000):
        if entry.n != expected:
            yield f"entry {expected} is missing"
            expected = entry.n
        of_entry = next(lines, (None, iter(())))
        chained = Chained(
            n=entry.n,
            journal=entry.journal,
            entry_date=entry.entry_date,
            description=entry.description,
            source=entry.source,
            commitment=bytes(entry.commitment),
            lines=[(x.code, x.amount_cents, str(x.party or "")) for x in of_entry[1]],
        )
        if bytes(entry.prev) != prev or entry_hash(prev, chained) != bytes(entry.h):
            yield f"the chain breaks at entry {entry.n}"
        expected, prev = expected + 1, bytes(entry.h)
    given = NumberSeries.objects.filter(name="journal entry").values_list("last", flat=True)
    counted = JournalEntry.objects.aggregate(n=Count("pk"))["n"]
    if (given[0] if given else 0) != counted:
        yield "the last entries are missing"
