"""Selling across a border in a real browser: a firm without VAT, a consumer with their own."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from klantkluis.billing.einvoice.reading import read_invoice
from support.fake_vies import PROOF, fake_vies

Accessible = Callable[[Page], None]
AN_ORDER = re.compile(r"/orders/\d+/$")
A_CUSTOMER = re.compile(r"/customers/\d+/$")
A_DELIVERY = re.compile(r"/deliveries/\d+/$")
AN_INVOICE = re.compile(r"/invoices/\d+/$")


@contextmanager
def open_connection(page: Page, url: str) -> Iterator[None]:
    """Open the connection for VAT numbers, and close it behind us."""
    page.goto("/company/connections/")
    page.fill("form:has(input[name=service][value=vies]) input[name=url]", url)
    page.click("form:has(input[name=service][value=vies]) button")
    shut = page.locator("form[action$='/connections/vies/closed/'] button")
    expect(shut).to_be_visible()
    yield
    page.goto("/company/connections/")
    shut.click()
    expect(page.locator("form:has(input[name=service][value=vies])")).to_be_visible()


def register(page: Page, is_accessible: Accessible, **fields: str) -> str:
    """Register a customer; give the address of their card."""
    page.goto("/customers/new/")
    page.select_option("[name=country]", fields.pop("country"))
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    is_accessible(page)
    page.click("form[data-guard] .btn-primary")
    page.wait_for_url(A_CUSTOMER)
    return page.url


def sell(page: Page, customer: str, is_accessible: Accessible) -> tuple[str, bytes]:
    """Take an order of one product, deliver and bill it; give the words of the paper and the UBL
    or CII of the invoice that the page is left at."""
    page.goto(f"/orders/new/?customer={customer.rstrip('/').rpartition('/')[2]}")
    page.fill("[name=lines-0-product]", "0103")
    page.keyboard.press("Tab")
    page.fill("[name=lines-0-quantity]", "2")
    page.keyboard.press("Tab")
    expect(page.locator("#totals .total")).to_be_visible()
    is_accessible(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(AN_ORDER)
    is_accessible(page)
    page.get_by_role("link", name="Leveren").click()
    page.wait_for_url("**/deliveries/new/")
    page.locator("main form .btn-primary").click()
    page.wait_for_url(A_DELIVERY)
    page.locator(".lead a[href*='/orders/']").click()
    page.wait_for_url(AN_ORDER)
    page.locator("form[action$='/invoices/'] button[value=deliveries]").click()
    page.wait_for_url(AN_INVOICE)
    is_accessible(page)
    page.locator("form[action$='/number/'] button").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d{4}-\d{4}"))
    is_accessible(page)
    paper = page.request.get(f"{page.url}paper.pdf").body()
    reader = PdfReader(BytesIO(paper))
    words = " ".join(each.extract_text() for each in reader.pages)
    return words, reader.attachments["factur-x.xml"][0]


def test_a_belgian_firm_with_a_valid_number_is_billed_without_vat(
    page: Page, is_accessible: Accessible
) -> None:
    with fake_vies() as vies, open_connection(page, vies.url):
        card = register(
            page, is_accessible, country="BE", company="Brouwerij De Toren",
            vat_number="BE0403019261", street="Marktplein", house_number="4",
            postcode="2000", town="Antwerpen",
        )  # fmt: skip
        for _ in range(60):
            page.goto(card)
            if page.locator("dd:has(form[action$='/vat-number/']) .badge.good").count():
                break
            page.wait_for_timeout(250)
        expect(page.locator("main")).to_contain_text(PROOF)
        is_accessible(page)
        words, data = sell(page, card, is_accessible)
    assert "Intracommunautaire levering" in words
    assert "BE0403019261" in words
    it = read_invoice(data)
    assert [(vat.category, vat.rate, vat.tax) for vat in it.vat] == [("K", 0, 0)]
    assert it.buyer.vat_id == "BE0403019261"


@pytest.fixture
def under_oss(page: Page) -> Iterator[Page]:
    """We charge the VAT of the country of arrival from the first of the year."""
    _oss_since(page, "2026-01-01")
    yield page
    _oss_since(page, "")


def _oss_since(page: Page, day: str) -> None:
    page.goto("/company/")
    page.fill("[name=oss_since]", day)
    page.click("form[data-guard] .btn-primary")
    # The VAT number of the demo company is made up, so the page asks whether we are sure.
    page.click("form[data-guard] button[name=insist]")
    expect(page.locator("#messages")).to_be_visible()


def test_a_german_consumer_pays_german_vat_under_oss(
    under_oss: Page, is_accessible: Accessible
) -> None:
    page = under_oss
    card = register(
        page, is_accessible, country="DE", first_name="Anke", surname="Vogel",
        street="Lindenallee", house_number="7", postcode="10115", town="Berlin",
    )  # fmt: skip
    words, data = sell(page, card, is_accessible)
    assert "19%" in words.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    it = read_invoice(data)
    assert [(vat.category, vat.rate) for vat in it.vat] == [("S", 19)]
    assert it.totals.gross == it.totals.net + it.vat[0].tax
