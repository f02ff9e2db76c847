"""Besides a delivery: a subscription, many deliveries at once, a part ahead, and the account."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]


def _customer(page: Page) -> None:
    page.goto("/customers/")
    page.locator("td.main-cell a").first.click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))


def _order(page: Page) -> str:
    """Take an order of the first customer; give its address."""
    _customer(page)
    page.locator("a[href*='/orders/new/']").first.click()
    page.locator("[name=lines-0-product]").fill("0103")
    page.keyboard.press("Tab")
    page.locator("form[data-guard] button[data-takes]").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    return page.url


def _deliver(page: Page, order: str) -> None:
    page.goto(order)
    page.locator("a[href$='/deliveries/new/']").click()
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/(orders|deliveries)/\d+/$"))


def test_a_subscription_is_written_billed_skipped_and_paused(
    page: Page, is_accessible: Accessible
) -> None:
    _customer(page)
    customer = re.search(r"/customers/(\d+)/", page.url)
    assert customer is not None
    page.goto(f"/subscriptions/new/?customer={customer[1]}")
    page.locator("[name=lines-0-product]").fill("0103")
    page.keyboard.press("Tab")
    page.select_option("[name=order-unit]", "quarter")
    is_accessible(page)
    page.locator("button[data-takes]").click()
    page.wait_for_url(re.compile(r"/subscriptions/\d+/$"))
    subscription = page.url
    is_accessible(page)
    page.locator("form[action$='/subscriptions/drafts/'] button").click()
    page.wait_for_url(lambda url: url != subscription)
    page.goto(subscription)
    page.locator("#made ~ * a[href*='/invoices/'], .card a[href*='/invoices/']").last.click()
    page.wait_for_url(re.compile(r"/invoices/\d+/$"))
    is_accessible(page)
    page.locator("form[action$='/deletion/'] button").click()
    page.wait_for_url(subscription)
    expect(page.locator("main .badge.bad")).to_be_visible()
    is_accessible(page)
    page.locator("form[action$='/periods/1/invoices/'] button").click()
    page.wait_for_url(re.compile(r"/invoices/\d+/$"))
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto("/subscriptions/")
        is_accessible(page)


def test_two_deliveries_come_on_one_invoice(page: Page, is_accessible: Accessible) -> None:
    for _ in range(2):
        _deliver(page, _order(page))
    page.goto("/invoices/")
    page.locator("a[href='/invoices/collective/']").click()
    is_accessible(page)
    page.locator("[name=pick]").first.check()
    page.locator(".bulk-bar button.btn-primary").click()
    expect(page.locator("button[name=sure]")).to_be_visible()
    is_accessible(page)
    page.goto("/invoices/collective/")
    page.locator("a[href*='/deliveries-to-bill/']").first.click()
    is_accessible(page)
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url(re.compile(r"/invoices/\d+/$"))
    assert page.locator(".lead a[href^='/orders/']").count() >= 2
    is_accessible(page)
    pro_forma = page.request.get(page.url + "pro-forma.pdf").body()
    assert pro_forma.startswith(b"%PDF-")


def test_a_part_is_asked_ahead_and_goes_off_the_last_invoice(
    page: Page, is_accessible: Accessible
) -> None:
    order = _order(page)
    page.locator("a[href$='/prepayments/new/']").click()
    is_accessible(page)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/invoices/\d+/$"))
    page.locator("form[action$='/number/'] button").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d{4}-\d{4}"))
    label = page.locator("h1").inner_text().split()[-1]
    is_accessible(page)
    _deliver(page, order)
    page.goto(order)
    expect(page.locator("#ahead")).to_be_visible()
    is_accessible(page)
    page.locator("form[action$='/invoices/'] button[value=deliveries]").click()
    page.wait_for_url(re.compile(r"/invoices/\d+/$"))
    expect(page.locator("main")).to_contain_text(label)


def test_the_account_of_a_customer_is_shown(page: Page, is_accessible: Accessible) -> None:
    _customer(page)
    page.locator("main a[href$='/statement/']").click()
    is_accessible(page)
    link = page.locator("a[href*='statement.pdf']").get_attribute("href")
    assert link is not None
    assert page.request.get(link).body().startswith(b"%PDF-")
    page.set_viewport_size({"width": 320, "height": 700})
    is_accessible(page)
