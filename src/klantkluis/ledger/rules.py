"""Decisions about entries, without a database."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Posting:
    """One line to be booked: the use of the account, debit positive, credit negative.

    Where a person chose the account, `code` names it and `use` is empty.
    """

    use: str
    amount_cents: int
    party: UUID | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Chained:
    """What the hash of an entry vouches for. `lines` are (account code, cents, party or "")."""

    n: int
    journal: str
    entry_date: date
    description: str
    source: str
    commitment: bytes
    lines: Sequence[tuple[str, int, str]]


def balanced(postings: Sequence[Posting]) -> bool:
    """Tell whether debit equals credit, and there is something to book."""
    return bool(postings) and sum(each.amount_cents for each in postings) == 0


def entry_hash(prev: bytes, entry: Chained) -> bytes:
    """Give the hash of an entry on top of the hash of the entry before it."""
    body = json.dumps(
        [
            entry.n,
            entry.journal,
            entry.entry_date.isoformat(),
            entry.description,
            entry.source,
            entry.commitment.hex(),
            [list(line) for line in entry.lines],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(b"LE1" + prev + body.encode()).digest()
