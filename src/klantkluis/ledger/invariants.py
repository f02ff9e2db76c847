"""Truths about the books that hold for all rows, always."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from klantkluis.foundation.models import NumberSeries
from klantkluis.ledger.models import AccountMonth, JournalEntry, JournalLine
from klantkluis.ledger.rules import GENESIS, Chained, entry_hash

type Line = tuple[str, int, str]


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    uneven = JournalLine.objects.values("entry").annotate(total=Sum("amount_cents"))
    for row in uneven.exclude(total=0):
        yield f"entry {row['entry']} does not balance"
    yield from _broken_chain()
    yield from _broken_sums()


def _broken_sums() -> Iterator[str]:
    """Compare the sums per account and month with the lines."""
    days = (
        JournalLine.objects.values_list("account", "entry__entry_date")
        .annotate(
            debit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__gt=0)), 0),
            credit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__lt=0)), 0),
        )
        .order_by()
    )
    booked: dict[tuple[int, date], tuple[int, int]] = {}
    for account, day, debit, credit in days:
        month = (account, day.replace(day=1))
        before = booked.get(month, (0, 0))
        booked[month] = (before[0] + debit, before[1] - credit)
    rows = AccountMonth.objects.values_list("account", "month", "debit_cents", "credit_cents")
    kept = {(account, month): (debit, credit) for account, month, debit, credit in rows}
    for account, first in sorted(booked.keys() | kept.keys()):
        if booked.get((account, first)) != kept.get((account, first)):
            yield f"the sums of account row {account} from {first} differ from its lines"


def _broken_chain() -> Iterator[str]:
    """Walk the chain from the first entry to the last, in bounded memory."""
    expected, prev, counted = 1, GENESIS, 0
    groups = _lines_by_entry()
    group = next(groups, None)
    for entry in JournalEntry.objects.order_by("n").iterator(chunk_size=2000):
        if entry.n != expected:
            yield f"entry {expected} is missing"
        while group is not None and group[0] < entry.n:
            yield f"there are lines of entry {group[0]} and no entry"
            group = next(groups, None)
        lines: list[Line] = []
        if group is not None and group[0] == entry.n:
            lines, group = group[1], next(groups, None)
        if bytes(entry.prev) != prev or _hash(entry, prev, lines) != bytes(entry.h):
            yield f"the chain breaks at entry {entry.n}"
        expected, prev, counted = entry.n + 1, bytes(entry.h), counted + 1
    while group is not None:
        yield f"there are lines of entry {group[0]} and no entry"
        group = next(groups, None)
    given = NumberSeries.objects.filter(name="journal entry").values_list("last", flat=True)
    if (given[0] if given else 0) != counted:
        yield "the number of entries differs from the numbers that were given"


def _hash(entry: JournalEntry, prev: bytes, lines: list[Line]) -> bytes:
    chained = Chained(
        n=entry.n,
        journal=entry.journal,
        entry_date=entry.entry_date,
        description=entry.description,
        source=entry.source,
        commitment=bytes(entry.commitment),
        lines=lines,
    )
    return entry_hash(prev, chained)


def _lines_by_entry() -> Iterator[tuple[int, list[Line]]]:
    rows = (
        JournalLine.objects.order_by("entry", "position")
        .values_list("entry", "account__code", "amount_cents", "party")
        .iterator(chunk_size=5000)
    )
    for n, group in groupby(rows, key=itemgetter(0)):
        yield n, [(code, cents, str(party or "")) for _n, code, cents, party in group]
