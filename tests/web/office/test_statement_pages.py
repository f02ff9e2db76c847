"""The statement of account of a customer: on its page, as a PDF, as a file and by mail."""

import pytest

from klantkluis.billing.models import Invoice
from klantkluis.core.roles import Role
from rooms.story import a_sent_invoice
from web.office.shop import text_of

pytestmark = pytest.mark.usefixtures("our_company")
DAYS = {"first": "2026-11-01", "last": "2026-11-30"}


@pytest.fixture
def customer(owner) -> int:
    return Invoice.objects.get(pk=a_sent_invoice(owner)).customer_id


def path_of(customer: int) -> str:
    return f"/customers/{customer}/statement/"


def test_the_customer_leads_to_it_and_it_says_what_is_open(as_owner, customer):
    assert path_of(customer) in as_owner.get(f"/customers/{customer}/").content.decode()
    page = text_of(as_owner.get(path_of(customer), DAYS))
    assert "Opening balance €0.00" in page
    assert "Invoice 2026-0001 €379.00 €379.00" in page
    assert "Closing balance €379.00" in page


def test_other_days_show_another_part_and_wrong_ones_say_so(as_owner, customer):
    page = text_of(as_owner.get(path_of(customer), {"first": "2027-01-01", "last": "2027-01-31"}))
    assert "Opening balance €379.00" in page
    answer = as_owner.get(path_of(customer), {"first": "2027-01-01", "last": "2026-01-31"})
    assert "This day comes before the first" in text_of(answer)


def test_the_paper_and_the_file_say_the_same(as_owner, customer):
    paper = as_owner.get(f"/customers/{customer}/statement.pdf", DAYS)
    assert paper.content.startswith(b"%PDF-")
    assert "no-store" in paper["Cache-Control"]
    answer = as_owner.post(
        f"{path_of(customer)}export/",
        {**DAYS, "file": "csv", "recipient": "internal", "why": "work"},
    )
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "2026-0001" in lines[2]


def test_while_the_vault_is_locked_there_are_numbers_and_no_paper(browser_of, customer):
    locked = browser_of(Role.BOOKKEEPER)
    page = text_of(locked.get(path_of(customer), DAYS))
    assert "Jansen" not in page
    assert "€379.00" in page
    paper = locked.get(f"/customers/{customer}/statement.pdf", DAYS)
    assert paper["Content-Type"] != "application/pdf"


def test_it_is_for_who_sells_and_who_keeps_the_books(as_stranger, browser_of, customer):
    warehouse, books = browser_of(Role.WAREHOUSE), browser_of(Role.BOOKKEEPER)
    for path in (path_of(customer), f"{path_of(customer)}export/"):
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
        assert warehouse.get(path).status_code == 403
        assert books.get(path).status_code == 200


def test_a_customer_that_is_none_is_not_found(as_owner):
    assert as_owner.get(path_of(99)).status_code == 404
    assert as_owner.get("/customers/99/statement.pdf").status_code == 404
