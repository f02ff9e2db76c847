"""Writing in the books, as part of a command of the room that has something to book."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number
from klantkluis.foundation.prepared import Prepared
from klantkluis.ledger.models import Account, JournalEntry, JournalLine
from klantkluis.ledger.rules import GENESIS, Chained, Posting, balanced, entry_hash

Journal = JournalEntry.Journal


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
    and no line once the entry is there. `source` names what is booked; nothing is booked twice.

    Raises:
        IntegrityError: this source was booked before.
    """
    postings = [each for each in postings if each.amount_cents]
    assert balanced(postings), "an entry balances"
    n = next_number("journal entry")
    prev = GENESIS if n == 1 else _hash_of(n - 1)
    chained = Chained(
        n=n,
        journal=journal.value,
        entry_date=entry_date,
        description=description,
        source=source,
        commitment=commitment,
        lines=_write_lines(n, postings),
    )
    insert(
        JournalEntry(
            n=n,
            journal=journal,
            entry_date=entry_date,
            description=description,
            source=source,
            commitment=commitment,
            prev=prev,
            h=entry_hash(prev, chained),
        )
    )
    return n


def _write_lines(n: int, postings: Sequence[Posting]) -> list[tuple[str, int, str]]:
    """Write the lines of entry `n`, and give them as the chain vouches for them."""
    accounts = [_account(each.use) for each in postings]
    insert_many(
        JournalLine(
            entry_id=n,
            position=position,
            account_id=account_id,
            amount_cents=each.amount_cents,
            party=each.party,
        )
        for position, (each, (account_id, _code)) in enumerate(
            zip(postings, accounts, strict=True), start=1
        )
    )
    return [
        (code, each.amount_cents, str(each.party or ""))
        for each, (_id, code) in zip(postings, accounts, strict=True)
    ]


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
