"""Writing in the books, as part of a command of the room that has something to book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections

from klantkluis.foundation.executing import execute
from klantkluis.foundation.numbers import next_numbers
from klantkluis.foundation.pouring import pour
from klantkluis.foundation.prepared import Prepared
from klantkluis.ledger.models import Account, AccountMonth, JournalEntry, JournalLine
from klantkluis.ledger.rules import GENESIS, Chained, Posting, balanced, entry_hash

Journal = JournalEntry.Journal


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written. `source` names what is booked; nothing is booked twice."""

    journal: Journal
    entry_date: date
    description: str
    source: str
    postings: Sequence[Posting]
    commitment: bytes = b""


def write_entry(
    *,
    journal: Journal,
    entry_date: date,
    description: str,
    source: str,
    postings: Sequence[Posting],
    commitment: bytes = b"",
) -> int:
    """Write one entry in the books, and give its number.

    Must be called inside the transaction of a command. Postings of zero are left out. The lines
    go first and the entry after them: the database accepts an entry only when its lines balance,
    and no line once the entry is there.

    Raises:
        IntegrityError: this source was booked before.
    """
    entry = NewEntry(journal, entry_date, description, source, postings, commitment)
    return write_entries([entry]).start


def write_entries(entries: Sequence[NewEntry]) -> range:
    """Write entries in the books, in their order, and give their numbers; see `write_entry`."""
    numbers = next_numbers("journal entry", len(entries))
    head = GENESIS if numbers.start == 1 else _hash_of(numbers.start - 1)
    rows, lines = [], []
    sums: dict[tuple[int, date], list[int]] = {}
    for n, entry in zip(numbers, entries, strict=True):
        postings = [each for each in entry.postings if each.amount_cents]
        assert balanced(postings), "an entry balances"
        booked = [
            (*_account(each.use, each.code), each.amount_cents, each.party) for each in postings
        ]
        lines += [
            (n, position, account, cents, party)
            for position, (account, _code, cents, party) in enumerate(booked, start=1)
        ]
        for account, _code, cents, _party in booked:
            sum_ = sums.setdefault((account, entry.entry_date.replace(day=1)), [0, 0])
            sum_[cents < 0] += abs(cents)
        journal = entry.journal.value
        chained = Chained(
            n=n,
            journal=journal,
            entry_date=entry.entry_date,
            description=entry.description,
            source=entry.source,
            commitment=entry.commitment,
            lines=[(code, cents, str(party or "")) for _account, code, cents, party in booked],
        )
        prev, head = head, entry_hash(head, chained)
        rows.append(
            (n, journal, entry.entry_date, entry.description, entry.source, entry.commitment,
             prev, head)
        )  # fmt: skip
    pour(JournalLine, _LINE, lines)
    pour(JournalEntry, _ENTRY, rows)
    _add_up(sums)
    return numbers


_LINE = ("entry_id", "position", "account_id", "amount_cents", "party")
_ENTRY = (
    "n", "journal", "entry_date", "description", "source", "commitment", "prev", "h",
)  # fmt: skip


def _add_up(sums: Mapping[tuple[int, date], Sequence[int]]) -> None:
    """Add debit and credit to the sums per account and month.

    The number of the newest entry is locked already, so two acts never wait for each other here.
    """
    table = AccountMonth._meta.db_table
    marks = ", ".join(["(%s, %s, %s, %s)"] * len(sums))
    text = (
        f"INSERT INTO {table} (account_id, month, debit_cents, credit_cents) VALUES {marks}"  # noqa: S608
        f" ON CONFLICT (account_id, month) DO UPDATE"
        f" SET debit_cents = {table}.debit_cents + excluded.debit_cents,"
        f" credit_cents = {table}.credit_cents + excluded.credit_cents"
    )
    connection = connections[DEFAULT_DB_ALIAS]
    as_day = connection.ops.adapt_datefield_value
    values = [
        value
        for (account, month), cents in sums.items()
        for value in (account, as_day(month), *cents)
    ]
    execute(connection, text, values)


def _hash_of(n: int) -> bytes:
    found = _HASH.first(n)
    assert found is not None, "the books have no gap"
    return bytes(found)


_HASH = Prepared(lambda n: JournalEntry.objects.filter(n=n).values_list("h", flat=True), int)


@cache
def _account(use: str, code: str) -> tuple[int, str]:
    """Give id and code of an account by use or code. The chart is part of the migrations."""
    account = Account.objects.get(code=code) if code else Account.objects.get(use=use)
    return account.pk, account.code
