"""Writing in the books, as part of a command of the room that has something to book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from klantkluis.foundation.numbers import next_numbers
from klantkluis.foundation.pouring import pour
from klantkluis.foundation.prepared import Prepared
from klantkluis.ledger.models import Account, JournalEntry, JournalLine
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
    for n, entry in zip(numbers, entries, strict=True):
        postings = [each for each in entry.postings if each.amount_cents]
        assert balanced(postings), "an entry balances"
        booked = [(*_account(each.use), each.amount_cents, each.party) for each in postings]
        lines += [
            (n, position, account, cents, party)
            for position, (account, _code, cents, party) in enumerate(booked, start=1)
        ]
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
    return numbers


_LINE = ("entry_id", "position", "account_id", "amount_cents", "party")
_ENTRY = (
    "n", "journal", "entry_date", "description", "source", "commitment", "prev", "h",
)  # fmt: skip


def _hash_of(n: int) -> bytes:
    found = _HASH.first(n)
    assert found is not None, "the books have no gap"
    return bytes(found)


_HASH = Prepared(lambda n: JournalEntry.objects.filter(n=n).values_list("h", flat=True), int)


@cache
def _account(use: str) -> tuple[int, str]:
    """Give id and code of the account with a use. The chart is part of the migrations."""
    account = Account.objects.get(use=use)
    return account.pk, account.code
