"""The whole trail of one sale: quote, version, yes, part of the goods, invoice, return, credit."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]
A_QUOTE = re.compile(r"/quotes/\d+/$")
AN_ORDER = re.compile(r"/orders/\d+/$")
A_DELIVERY = re.compile(r"/deliveries/\d+/$")
AN_INVOICE = re.compile(r"/invoices/\d+/$")
A_RETURN = re.compile(r"/returns/\d+/$")
A_CREDIT_NOTE = re.compile(r"/credit-notes/\d+/$")


def cents(text: str) -> int:
    """Read an amount as the page writes it."""
    found = re.search(r"[\d.]+,\d\d", text)
    assert found is not None, text
    return int(found.group().replace(".", "").replace(",", ""))


def quantity(page: Page, much: str) -> None:
    """Type how much of the first line, and wait until the page has added up."""
    total = page.locator("#totals .total dd")
    expect(total).to_contain_text("€")
    before = total.inner_text()
    page.locator("[name=lines-0-quantity]").fill(much)
    page.keyboard.press("Tab")
    expect(total).not_to_have_text(before)


def accepted(page: Page, is_accessible: Accessible) -> None:
    """Quote two of something, then four in a second version, and hear a yes; end at the order."""
    page.goto("/customers/3/")
    page.locator("a[href*='/quotes/new/']").click()
    page.locator("[name=lines-0-product]").fill("0103")
    page.keyboard.press("Tab")
    quantity(page, "2")
    page.locator("button[data-takes]").click()
    page.wait_for_url(A_QUOTE)
    quote = page.url
    page.locator("form[action$='/issue/'] button").click()
    expect(page.locator("#version-1")).to_be_visible()
    page.locator("a[href$='/versions/']").click()
    quantity(page, "4")
    page.locator("button[data-takes]").click()
    page.wait_for_url(quote)
    page.locator("form[action$='/issue/'] button").click()
    expect(page.locator("#version-2")).to_be_visible()
    is_accessible(page)
    page.locator("a[href$='/acceptance/']").click()
    page.fill("[name=name]", "De inkoper")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(AN_ORDER)


def test_a_sale_from_its_quote_to_its_credit(page: Page, is_accessible: Accessible) -> None:
    accepted(page, is_accessible)
    order = page.url
    whole = cents(page.locator(".sums .total dd").inner_text())
    is_accessible(page)

    page.locator("a[href$='/deliveries/new/']").click()
    page.locator("[name^=line_]").fill("3")
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(A_DELIVERY)
    is_accessible(page)

    page.goto(order)
    expect(page.locator("main")).to_contain_text("Deels geleverd")
    page.locator("form[action$='/invoices/'] button[value=deliveries]").click()
    page.wait_for_url(AN_INVOICE)
    page.locator("form[action$='/number/'] button").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d{4}-\d{4}"))
    invoice = page.url
    billed = cents(page.locator("p.figure").inner_text())
    assert billed * 4 == whole * 3
    is_accessible(page)

    page.goto(order)
    page.locator("a[href$='/returns/new/']").click()
    page.locator("[name^=line_]").fill("1")
    page.fill("[name=remarks]", "Past niet op het aanrecht")
    is_accessible(page)
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(A_RETURN)
    returned = page.url
    page.locator("a[href$='/receipt/']").click()
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(returned)
    page.locator("a[href*='/credit-notes/new/?draft=']").click()
    is_accessible(page)
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(A_CREDIT_NOTE)
    assert cents(page.locator("main .sums .total dd").inner_text()) * 3 == billed
    is_accessible(page)

    page.goto(invoice)
    assert cents(page.locator("p.figure").inner_text()) * 3 == billed * 2
    for address in (invoice, page.locator("a[href*='/credit-notes/']").last.get_attribute("href")):
        paper = page.request.get(f"{address}paper.pdf").body()
        assert paper.startswith(b"%PDF-")
        assert page.request.get(f"{address}paper.pdf").body() == paper
    page.goto(order)
    expect(page.get_by_role("link", name="Leveren")).to_be_visible()
    is_accessible(page)
