"""Ctrl-K: everything by name or number, with what one may see."""

import pytest

from klantkluis.core.roles import Role
from rooms.story import a_customer, a_product, a_sent_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def business(our_company, owner, monkeypatch) -> None:
    # The transaction of a test is never committed: the index hears of the customers anyway.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())
    a_sent_invoice(owner)


def found(browser, terms: str, **headers) -> str:
    return browser.post("/search/", {"terms": terms}, **headers).content.decode()


def lines(browser, terms: str) -> list[str]:
    """Give where the lines lead, in the palette."""
    shown = found(browser, terms, headers={"HX-Request": "true"})
    return [part.split('"')[0] for part in shown.split('found-line" href="')[1:]]


def test_a_stranger_finds_nothing(as_stranger):
    assert as_stranger.post("/search/", {"terms": "x"})["Location"].startswith("/log-in/")


def test_terms_in_an_address_are_not_looked_at(as_owner):
    assert "Jansen" not in as_owner.get("/search/?terms=jansen").content.decode()


def test_a_customer_is_found_by_name_when_the_vault_is_open(as_owner, owner):
    a_customer(owner, surname="Pietersen")
    assert "Pietersen" in found(as_owner, "pieters")


def test_a_customer_is_found_by_number_when_it_is_locked(as_locked_owner):
    shown = found(as_locked_owner, "1")
    assert "Customer 1" in shown
    assert "Jansen" not in found(as_locked_owner, "jansen")
    assert "names are not searched" in shown


def test_documents_are_found_by_number(as_owner):
    shown = found(as_owner, "1")
    for words in ("Order 1", "Delivery note 1", "Invoice 2026-0001"):
        assert words in shown
    assert any(url.startswith("/invoices/") for url in lines(as_owner, "2026-0001"))


def test_the_warehouse_finds_no_invoices_and_no_pages_of_others(browser_of):
    browser = browser_of(Role.WAREHOUSE)
    assert "Invoice 2026" not in found(browser, "1")
    assert "/ledger/" not in lines(browser, "")
    assert "New customer" not in found(browser, "new")


def test_a_product_is_found_by_name_and_article_number(as_owner, owner):
    a_product(owner, sku="KAST")
    assert any(url.startswith("/products/") for url in lines(as_owner, "kast"))


def test_what_can_be_done_is_found_by_its_words(as_owner):
    assert "/customers/new/" in lines(as_owner, "new customer")
    assert 'formaction="/vault/lock/"' in found(as_owner, "lock")


def test_locking_is_no_link_and_unlocking_is_offered_to_who_is_locked_out(as_locked_owner):
    shown = found(as_locked_owner, "unlock")
    assert "/vault/unlock/" in shown
    assert "/vault/lock/" not in shown.split('class="found"')[1]


def test_the_palette_tells_a_screen_reader_how_many_it_found(as_owner):
    shown = found(as_owner, "2026-0001", headers={"HX-Request": "true"})
    assert '<p id="palette-said" hx-swap-oob="innerHTML">1 found</p>' in shown
    none = found(as_owner, "zzzzzz", headers={"HX-Request": "true"})
    assert "Nothing found" in none


@pytest.mark.parametrize("terms", ["", "é" * 500, "%_'\"<b>", "9" * 30, "-", "#", "2026-"])
def test_no_word_breaks_it(as_owner, terms):
    assert as_owner.post("/search/", {"terms": terms}).status_code == 200


def test_it_asks_few_questions(as_owner, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        as_owner.post("/search/", {"terms": "1"})
