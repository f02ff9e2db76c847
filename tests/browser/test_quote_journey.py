"""From a quote with a second version to a yes and an order, on a wide screen and a telephone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]


def _a_quote(page: Page) -> None:
    """Write a quote with an option for the first customer of the list."""
    page.goto("/customers/")
    page.locator("td.main-cell a").first.click()
    page.locator("a[href*='/quotes/new/']").click()
    for line, sku in enumerate(("0103", "0104")):
        page.locator(f"[name=lines-{line}-product]").fill(sku)
        page.keyboard.press("Tab")
    page.locator("[name=lines-1-optional]").check()
    page.fill("[name=order-introduction]", "Dank voor uw aanvraag.")
    expect(page.locator("#totals .total dd")).to_contain_text("45,95")


def test_a_quote_is_revised_accepted_and_becomes_an_order(
    page: Page, is_accessible: Accessible
) -> None:
    _a_quote(page)
    is_accessible(page)
    page.locator("button[data-takes]").click()
    page.wait_for_url(re.compile(r"/quotes/\d+/$"))
    is_accessible(page)
    quote = page.url
    page.locator("form[action$='/issue/'] button").click()
    expect(page.locator("#version-1")).to_be_visible()
    first = page.request.get(f"{quote}versions/1/paper/").body()
    assert first.startswith(b"%PDF-")

    page.locator("a[href$='/versions/']").click()
    page.locator("[name=lines-0-quantity]").fill("3")
    page.locator("button[data-takes]").click()
    page.wait_for_url(quote)
    page.locator("form[action$='/issue/'] button").click()
    expect(page.locator("#version-2")).to_be_visible()
    page.locator("details.fold-card > summary").click()
    is_accessible(page)
    assert page.request.get(f"{quote}versions/1/paper/").body() == first

    page.locator("a[href$='/acceptance/']").click()
    page.fill("[name=name]", "Mevrouw Jansen")
    page.locator("[name=options]").check()
    is_accessible(page)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    expect(page.locator(".sums .total dd")).to_contain_text("182,30")
    is_accessible(page)
    page.locator(".lead a[href*='/quotes/']").click()
    page.wait_for_url(quote)
    expect(page.locator(".lead .badge.good")).to_be_visible()
    is_accessible(page)

    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto("/quotes/")
        is_accessible(page)


def test_a_no_and_a_question_are_noted_from_the_card(page: Page, is_accessible: Accessible) -> None:
    _a_quote(page)
    page.locator("button[data-takes]").click()
    page.wait_for_url(re.compile(r"/quotes/\d+/$"))
    page.locator("form[action$='/issue/'] button").click()
    page.locator("details.follow-up > summary").click()
    is_accessible(page)
    page.locator("details.follow-up button").click()
    expect(page.locator("#messages")).to_be_visible()
    page.locator("a[href$='/refusal/']").click()
    page.fill("[name=reason]", "Te duur")
    is_accessible(page)
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".lead .badge.bad")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Te duur")
