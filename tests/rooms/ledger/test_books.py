"""The books: entries balance or are not there, nothing is rewritten, and tampering shows."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantkluis.foundation.actors import Actor
from klantkluis.ledger.invariants import broken
from klantkluis.ledger.models import Account, JournalEntry, JournalLine
from klantkluis.ledger.posting import Journal, write_entry
from klantkluis.ledger.queries import (
    entries_page,
    entry_card,
    ledger_head,
    party_balance,
    trial_balance,
)
from klantkluis.ledger.rules import Posting
from rooms.story import a_line, a_product, a_sent_invoice
from support.sabotage import sabotaged

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
USES = ["debtors", "bank", "cash", "revenue_standard", "vat_standard", "suspense_receipts"]


def booked(*postings: Posting, source: str = "", day: date = DAY) -> int:
    with transaction.atomic():
        return write_entry(
            journal=Journal.GENERAL, entry_date=day, description="Memo",
            source=source or f"memo:{uuid4()}", postings=postings,
        )  # fmt: skip


def a_sale(cents: int = 12_100, party: UUID | None = None) -> int:
    return booked(
        Posting("debtors", cents, party),
        Posting("revenue_standard", -cents + 2_100),
        Posting("vat_standard", -2_100),
    )


@pytest.mark.parametrize(
    "postings",
    [
        (Posting("debtors", 100),),
        (Posting("debtors", 100), Posting("bank", -99)),
        (Posting("debtors", 0), Posting("bank", 0)),
        (),
    ],
)
def test_an_entry_balances_and_books_something(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(AssertionError):
        booked(*postings)
    assert not JournalEntry.objects.exists()
    assert a_sale() == 1, "no number was lost"


def test_the_database_itself_refuses_an_entry_that_does_not_balance() -> None:
    account = Account.objects.get(use="bank")
    JournalLine.objects.create(entry_id=1, position=1, account=account, amount_cents=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.create(
            n=1, journal="general", entry_date=DAY, source="x", prev=bytes(32), h=bytes(32)
        )  # fmt: skip
    transaction.set_rollback(True)


def test_the_database_itself_refuses_an_entry_without_lines() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.create(
            n=1, journal="general", entry_date=DAY, source="x", prev=bytes(32), h=bytes(32)
        )  # fmt: skip


def test_no_line_joins_an_entry_that_is_closed() -> None:
    n = a_sale()
    account = Account.objects.get(use="bank")
    for cents in (5, -5):
        with pytest.raises(IntegrityError), transaction.atomic():
            JournalLine.objects.create(entry_id=n, position=9, account=account, amount_cents=cents)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_journalentry SET entry_date = '2020-01-01'",
        "UPDATE ledger_journalentry SET h = prev",
        "DELETE FROM ledger_journalentry",
        "UPDATE ledger_journalline SET amount_cents = -amount_cents",
        "UPDATE ledger_journalline SET party = NULL",
        "DELETE FROM ledger_journalline",
    ],
)
def test_the_books_only_grow(sql: str) -> None:
    a_sale(party=uuid4())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(broken()) == []


def test_nothing_is_booked_twice() -> None:
    booked(Posting("bank", 1), Posting("cash", -1), source="same")
    with pytest.raises(IntegrityError):
        booked(Posting("bank", 1), Posting("cash", -1), source="same")
    assert a_sale() == 2
    assert list(broken()) == []


OTHER = "(SELECT id FROM ledger_account WHERE code = '4900')"
TAMPERED = {
    "an amount on both sides": (
        2,
        "UPDATE ledger_journalline SET amount_cents = amount_cents * 2 WHERE entry_id = 2",
    ),
    "a day": (2, "UPDATE ledger_journalentry SET entry_date = '2026-11-19' WHERE n = 2"),
    "a description": (2, "UPDATE ledger_journalentry SET description = 'x' WHERE n = 2"),
    "a source": (2, "UPDATE ledger_journalentry SET source = 'x' WHERE n = 2"),
    "a journal": (2, "UPDATE ledger_journalentry SET journal = 'cash' WHERE n = 2"),
    "an account": (
        2,
        f"UPDATE ledger_journalline SET account_id = {OTHER} WHERE entry_id = 2 AND position = 1",
    ),
    "a customer": (2, "UPDATE ledger_journalline SET party = NULL WHERE entry_id = 2"),
    "the name of an account": (
        1,
        "UPDATE ledger_account SET code = '1399' WHERE use = 'debtors'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_the_chain_shows_that_somebody_changed(what: str) -> None:
    for _ in range(3):
        a_sale(party=uuid4())
    entry, sql = TAMPERED[what]
    with sabotaged(sql):
        assert f"the chain breaks at entry {entry}" in list(broken())
    assert list(broken()) == []


def test_an_entry_taken_out_shows_at_its_place_and_at_the_next() -> None:
    for _ in range(3):
        a_sale()
    out = "DELETE FROM ledger_journalline WHERE entry_id = 2"
    with sabotaged(out, "DELETE FROM ledger_journalentry WHERE n = 2"):
        assert list(broken())[:3] == [
            "entry 2 is missing",
            "the chain breaks at entry 3",
            "the number of entries differs from the numbers that were given",
        ]


def test_the_trial_balance_sums_to_zero_on_every_day() -> None:
    party = uuid4()
    a_sale(party=party)
    booked(Posting("bank", 5_000), Posting("debtors", -5_000, party), day=date(2026, 12, 1))
    for day, debtors in ((DAY, 12_100), (date(2026, 12, 31), 7_100)):
        rows = trial_balance(until=day)
        assert sum(row.balance_cents for row in rows) == 0
        assert {row.code: row.balance_cents for row in rows}["1300"] == debtors
    since = trial_balance(since=date(2026, 12, 1), until=date(2026, 12, 31))
    assert {row.code: row.balance_cents for row in since} == {"1100": 5_000, "1300": -5_000}
    assert trial_balance(until=date(2020, 1, 1)) == []
    assert party_balance(parties=[party]) == 7_100


def test_a_page_and_a_card_tell_what_was_booked(owner: Actor, our_company: object) -> None:
    a_sent_invoice(owner, [a_line(a_product(owner))])
    (row,) = entries_page()
    card = entry_card(n=row.n)
    assert card is not None
    assert (row.description, row.total_cents) == ("2026-0001", 37_900)
    assert [(line.account_code, line.amount_cents) for line in card.lines] == [
        ("1300", 37_900), ("8000", -31_322), ("1600", -6_578),
    ]  # fmt: skip
    head = ledger_head()
    assert head is not None
    assert (head[0], head[1].hex()) == (1, card.hash_hex)


postings = st.lists(
    st.tuples(st.sampled_from(USES), st.integers(-(10**9), 10**9), st.booleans()),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(postings, min_size=1, max_size=4))
def test_whatever_is_booked_balances_and_chains(entries: list[list[tuple[str, int, bool]]]) -> None:
    with transaction.atomic():
        expected: dict[str, int] = {}
        for drawn in entries:
            lines = [Posting(use, cents, uuid4() if who else None) for use, cents, who in drawn]
            lines.append(Posting("bank", -sum(each.amount_cents for each in lines)))
            if not any(each.amount_cents for each in lines):
                continue
            booked(*lines)
            for each in lines:
                expected[each.use] = expected.get(each.use, 0) + each.amount_cents
        assert list(broken()) == []
        codes = dict(Account.objects.exclude(use="").values_list("code", "use"))
        found = {codes[row.code]: row.balance_cents for row in trial_balance(until=DAY)}
        assert sum(found.values()) == 0
        assert found == {use: cents for use, cents in expected.items() if use in found}
        assert not any(cents for use, cents in expected.items() if use not in found)
        transaction.set_rollback(True)
