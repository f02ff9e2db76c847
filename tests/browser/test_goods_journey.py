"""Goods go out with a carrier, come back, and are credited; stock is received and counted."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]


def _delivered_and_billed(page: Page, is_accessible: Accessible) -> str:
    """Sell two of a product, deliver them with a carrier, and send the invoice; give the order."""
    page.goto("/customers/")
    page.locator("td.main-cell a").first.click()
    page.locator("a[href*='/orders/new/']").first.click()
    page.locator("[name=lines-0-product]").fill("0205")
    page.keyboard.press("Tab")
    page.locator("[name=lines-0-quantity]").fill("2")
    page.locator("form[data-guard] button.btn-primary").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    order = page.url
    is_accessible(page)
    page.locator("a[href$='/pick-list/']").click()
    is_accessible(page)
    page.goto(order)
    page.locator("a[href$='/deliveries/new/']").click()
    page.locator("[name=carrier]").select_option("gls")
    page.fill("[name=track_and_trace]", "GLS123")
    is_accessible(page)
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/deliveries/\d+/$"))
    link = page.locator("dd a[target=_blank]")
    expect(link).to_have_attribute(
        "href", "https://gls-group.eu/EU/en/parcel-tracking?match=GLS123"
    )
    is_accessible(page)
    page.locator("a[href*='/deliveries/labels/']").click()
    is_accessible(page)
    page.goto(order)
    page.locator("form[action$='/invoices/'] button[value=deliveries]").click()
    page.wait_for_url("**/invoices/*/")
    page.locator("form[action$='/number/'] button").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d{4}-\d{4}"))
    return order


def test_what_went_out_comes_back_and_is_credited(page: Page, is_accessible: Accessible) -> None:
    order = _delivered_and_billed(page, is_accessible)
    page.goto(order)
    page.locator("a[href$='/returns/new/']").click()
    is_accessible(page)
    page.locator("form button.btn-primary").last.click()
    expect(page.locator("main .alert-danger")).to_be_visible()
    page.locator("[name^=line_]").fill("1")
    page.fill("[name=remarks]", "Een kras op het blad")
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/returns/\d+/$"))
    returned = page.url
    expect(page.locator("main")).to_contain_text("Een kras op het blad")
    is_accessible(page)
    slip = page.request.get(f"{returned}slip/")
    assert slip.body().startswith(b"%PDF-")
    assert "no-store" in slip.headers["cache-control"]

    page.locator("a[href$='/receipt/']").click()
    is_accessible(page)
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(returned)
    is_accessible(page)
    page.locator("a[href*='/credit-notes/new/?draft=']").click()
    is_accessible(page)
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/credit-notes/\d+/$"))
    is_accessible(page)
    page.locator(".lead a[href*='/returns/']").click()
    page.wait_for_url(returned)
    expect(page.locator("a[href*='/credit-notes/']").first).to_be_visible()
    page.goto("/returns/")
    is_accessible(page)


def test_stock_is_received_counted_and_looked_at(page: Page, is_accessible: Accessible) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for path in ("/stock/", "/backorders/", "/credit-notes/"):
            page.goto(path)
            is_accessible(page)
    page.goto("/stock/?terms=0301")
    page.locator("td.main-cell a").first.click()
    page.wait_for_url(re.compile(r"/stock/\d+/$"))
    product = page.url
    is_accessible(page)
    page.locator("a[href*='/receipts/new/']").click()
    is_accessible(page)
    page.locator("[name^=product_]").fill("7")
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url("**/stock/")
    expect(page.locator("#messages")).to_be_visible()
    page.goto(product)
    expect(page.locator("tbody tr").first).to_contain_text("+7")
    page.locator("a[href*='/counts/new/']").click()
    page.locator("[name^=product_]").fill("veel")
    page.locator("form button.btn-primary").last.click()
    expect(page.locator("[name^=product_]")).to_be_focused()
    is_accessible(page)
    page.locator("[name^=product_]").fill("3")
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url("**/stock/")
    page.goto(product)
    page.locator("a[href$='/corrections/new/']").click()
    is_accessible(page)
    page.fill("[name=quantity]", "1")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(product)
    page.locator("a[href$='/data/']").click()
    is_accessible(page)
