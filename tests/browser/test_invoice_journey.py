"""From what was delivered to money: invoice, paper, part payment, the rest, and the books."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]


@pytest.fixture
def to_bill(page: Page) -> Page:
    """Stand on an order of which all was delivered and nothing billed; which orders of the demo
    are at that stage depends on the day."""
    page.goto("/customers/")
    page.locator("td.main-cell a").first.click()
    page.locator("a[href*='/orders/new/']").first.click()
    first = page.locator("table.lines tbody tr").first
    first.locator("[name$=sku], [name$=product]").fill("0103")
    page.keyboard.press("Tab")
    page.locator("form[data-guard] button.btn-primary").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    order = page.url
    page.locator("a[href$='/deliveries/new/']").click()
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/(orders|deliveries)/\d+/$"))
    page.goto(order)
    return page


def _bill(page: Page) -> None:
    """Send the invoice of what was delivered."""
    page.locator("form[action$='/invoices/'] button[value=deliveries]").click()
    page.wait_for_url("**/invoices/*/")
    page.locator("form[action$='/number/'] button").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d{4}-\d{4}"))


def _euros(text: str) -> int:
    """Read an amount as the page writes it; give cents."""
    found = re.search(r"[\d.]+,\d\d", text)
    assert found is not None, text
    return int(found.group().replace(".", "").replace(",", ""))


def test_what_was_delivered_becomes_an_invoice_a_paper_and_money(
    to_bill: Page, is_accessible: Accessible, tmp_path: Path
) -> None:
    page = to_bill
    page.locator("form[action$='/invoices/'] button[value=deliveries]").click()
    page.wait_for_url("**/invoices/*/")
    is_accessible(page)
    page.locator("form[action$='/number/'] button").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d{4}-\d{4}"))
    number = page.locator("h1").inner_text().split()[-1]
    total = _euros(page.locator("p.figure").inner_text())
    expect(page.locator(".qr-box svg.qr")).to_be_visible()
    is_accessible(page)

    with page.expect_download() as waiting:
        page.locator("a[href$='paper.pdf?download']").click()
    assert waiting.value.suggested_filename == f"{number}.pdf"
    paper = Path(waiting.value.path()).read_bytes()
    assert paper.startswith(b"%PDF-")
    again = page.request.get(page.url + "paper.pdf")
    assert again.body() == paper
    assert "no-store" in again.headers["cache-control"]

    _pay(page, "10,00", is_accessible)
    assert _euros(page.locator("p.figure").inner_text()) == total - 1000
    expect(page.locator("#messages")).to_contain_text(re.compile("open", re.IGNORECASE))
    _pay(page, "", is_accessible)
    expect(page.locator(".lead .badge.good")).to_be_visible()
    assert page.locator(".history li strong").count() == 2

    page.locator(".history a").click()
    page.wait_for_url("**/ledger/entries/*/")
    expect(page.locator(".card-header .badge.good")).to_be_visible()
    is_accessible(page)


def _pay(page: Page, amount: str, is_accessible: Accessible) -> None:
    """Record a payment; nothing typed means what the form offers."""
    page.locator("a[href$='/payments/'].btn-primary").click()
    page.wait_for_url("**/payments/")
    is_accessible(page)
    if amount:
        page.fill("[name=amount]", amount)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/invoices/\d+/$"))


def test_an_amount_that_is_no_number_is_said_beside_the_field_and_kept(to_bill: Page) -> None:
    page = to_bill
    _bill(page)
    page.locator("a[href$='/payments/'].btn-primary").click()
    page.fill("[name=amount]", "veel")
    page.fill("[name=note]", "kasboek 12")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[name=amount]")).to_be_focused()
    expect(page.locator("[name=amount]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=note]")).to_have_value("kasboek 12")


def test_everything_is_found_with_the_keyboard_alone(page: Page, is_accessible: Accessible) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("2026-0001")
    expect(page.locator("#palette-said")).to_contain_text("1")
    is_accessible(page)
    expect(page.locator("#palette [aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/invoices/\d+/$"))
    expect(page.locator("h1")).to_contain_text("2026-0001")


def test_the_palette_locks_the_vault(page: Page) -> None:
    page.goto("/invoices/")
    page.keyboard.press("Control+k")
    page.keyboard.type(
        "lock" if page.locator("html").get_attribute("lang") == "en" else "vergrendel"
    )
    page.keyboard.press("Enter")
    page.locator(".vault-state.locked").wait_for()


@pytest.mark.parametrize(
    "path",
    ["/", "/invoices/", "/invoices/?state=draft", "/ledger/", "/ledger/entries/",
     "/ledger/accounts/1300/", "/jobs/", "/search/"],
)  # fmt: skip
def test_pages_can_be_used_by_everybody_open_and_locked(
    page: Page, is_accessible: Accessible, path: str
) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(path)
        is_accessible(page)
    page.locator(".vault-group form button").click()
    page.locator(".vault-state.locked").wait_for()
    page.goto(path)
    is_accessible(page)
