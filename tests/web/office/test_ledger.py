"""The books: by year, by entry, by account."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from klantkluis.billing.commands import receive_payment
from klantkluis.billing.models import Payment
from klantkluis.core.roles import Role
from klantkluis.ledger.posting import Journal, write_entry
from klantkluis.ledger.queries import year_of_books
from klantkluis.ledger.rules import Posting
from rooms.story import TODAY, a_line, a_product, a_sent_invoice

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture
def booked(owner) -> int:
    """An invoice of this year that was paid in part, and a sale of the year before."""
    write_entry(
        journal=Journal.GENERAL, entry_date=date(2025, 3, 1), description="vroeger",
        source="test:earlier",
        postings=[Posting("bank", 50000), Posting("revenue_zero", -50000)],
    )  # fmt: skip
    invoice = a_sent_invoice(owner)
    receive_payment(
        invoice_id=invoice, amount_cents=10000, received_on=TODAY, method=Payment.Method.BANK,
        actor=owner,
    )  # fmt: skip
    return invoice


def text(answer) -> str:
    return answer.content.decode()


PATHS = ["/ledger/", "/ledger/entries/", "/ledger/entries/2/", "/ledger/accounts/1300/"]


@pytest.mark.parametrize("path", PATHS)
def test_the_books_are_for_who_keeps_them(browser_of, as_stranger, booked, path):
    assert as_stranger.get(path)["Location"].startswith("/log-in/")
    for role in (Role.WAREHOUSE, Role.SALES, Role.MARKETING):
        assert browser_of(role).get(path).status_code == 403
    assert browser_of(Role.BOOKKEEPER).get(path).status_code == 200
    assert browser_of(Role.FISCAL).get(path).status_code == 200


def test_debit_is_credit_and_the_balances_add_up_to_nothing(booked):
    books = year_of_books(year=2026)
    assert books.adds_up
    assert books.debit_cents == books.credit_cents == 37900 + 10000
    assert books.earlier_cents == -50000
    bank = next(row for row in books.rows if row.code == "1100")
    assert (bank.opening_cents, bank.debit_cents, bank.closing_cents) == (50000, 10000, 60000)
    assert year_of_books(year=2025).debit_cents == 50000


def test_the_year_is_chosen_and_another_word_is_this_year(as_owner, booked):
    assert "500" in text(as_owner.get("/ledger/?year=2025"))
    shown = text(as_owner.get("/ledger/?year=drop"))
    assert "Adds up" in shown
    assert "Result of earlier years" in shown


def test_the_accounts_have_their_name_in_the_language_of_the_reader(as_owner, booked):
    assert "Trade debtors" in text(as_owner.get("/ledger/"))
    as_owner.staff.language = "nl"
    as_owner.staff.save()
    assert "Debiteuren" in text(as_owner.get("/ledger/"))


def test_the_trial_balance_is_taken_along_as_a_file(as_owner, booked):
    answer = as_owner.get("/ledger/export/?year=2026&file=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    sums = [round(sum(row[index] or 0 for row in rows[1:]), 2) for index in (3, 4, 5, 6)]
    assert sums == [0, 479, 479, 0]
    plain = b"".join(as_owner.get("/ledger/export/?year=2026&file=csv").streaming_content)
    assert b"1300;" in plain


def test_entries_are_found_by_journal_and_account(as_owner, booked):
    def listed(query: str) -> str:
        return text(as_owner.get(f"/ledger/entries/?{query}")).split("<tbody>")[1]

    assert "/ledger/entries/3/" in listed("journal=bank")
    assert "/ledger/entries/2/" not in listed("journal=bank")
    assert "/ledger/entries/2/" in listed("account=1300")
    assert "/ledger/entries/1/" not in listed("account=1300")


def test_an_entry_shows_its_place_in_the_chain_and_what_it_was_made_from(as_owner, booked):
    shown = text(as_owner.get("/ledger/entries/2/"))
    assert "Fits" in shown
    assert f'href="/invoices/{booked}/"' in shown
    assert 'href="/ledger/entries/3/"' in shown
    assert "Jansen" in shown


def test_an_entry_names_the_customer_by_number_while_the_vault_is_locked(as_locked_owner, booked):
    shown = text(as_locked_owner.get("/ledger/entries/2/"))
    assert "Customer 1" in shown
    assert "Jansen" not in shown


def test_an_entry_that_was_changed_behind_the_back_of_the_books_says_so(as_owner, booked):
    from klantkluis.ledger.models import JournalEntry
    from klantkluis.ledger.queries import _fits

    entry = JournalEntry.objects.get(n=1)
    assert not _fits(entry, [], bytes(32))


def test_an_account_shows_what_was_booked_on_it(as_owner, booked):
    shown = text(as_owner.get("/ledger/accounts/1300/"))
    assert "379" in shown
    assert "100" in shown


@pytest.mark.parametrize("path", ["/ledger/entries/99/", "/ledger/accounts/0/"])
def test_there_is_no_page_of_what_is_not_in_the_books(as_owner, booked, path):
    assert as_owner.get(path).status_code == 404


def test_empty_books_say_what_writes_in_them(as_owner):
    assert "writes the first entry" in text(as_owner.get("/ledger/"))


def test_the_list_of_entries_asks_as_many_questions_for_many_as_for_one(
    as_owner, owner, booked, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        as_owner.get("/ledger/entries/")
    a_sent_invoice(owner, [a_line(a_product(owner, sku="B"))])
    with django_assert_max_num_queries(len(few)):
        as_owner.get("/ledger/entries/")
