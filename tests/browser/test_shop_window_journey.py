"""A product is put in the window of the shop: texts, a picture, a reduction, a category, a page."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from rooms.showing import a_file

Accessible = Callable[[Page], None]
WINDOW = (
    "/shop/overview/", "/shop/settings/", "/shop/categories/", "/shop/categories/1/",
    "/shop/shipping/", "/shop/shipping/1/", "/shop/makers/", "/shop/makers/1/", "/shop/pages/",
    "/shop/pages/terms/", "/shop/pages/terms/versions/", "/products/1/", "/products/1/shop/",
    "/products/1/pictures/", "/products/1/prices/",
)  # fmt: skip


def test_a_product_gets_texts_a_picture_and_a_reduction(
    page: Page, is_accessible: Accessible
) -> None:
    page.goto("/products/60/shop/")
    page.locator("[name=summary_nl]").fill("Met de hand gemaakt.")
    page.locator("form[data-guard] .btn-primary").click()
    page.wait_for_url(re.compile(r"/products/60/$"))
    expect(page.locator("main")).to_contain_text("Met de hand gemaakt.")
    page.locator("a[href$='/pictures/']").click()
    page.set_input_files(
        "[name=file]", {"name": "a.png", "mimeType": "image/png", "buffer": a_file()}
    )
    page.locator("[name=alt_nl]").fill("Een bruin vlak")
    page.locator("form[enctype] .btn-primary").click()
    expect(page.get_by_alt_text("Een bruin vlak")).to_be_visible()
    is_accessible(page)
    page.goto("/products/60/prices/")
    first = date.today() + timedelta(days=3)  # noqa: DTZ011 - the day of the office under test
    page.locator("[name=cut-unit_price]").fill("1")
    page.locator("[name=cut-since]").fill(first.isoformat())
    page.locator("[name=cut-until]").fill((first + timedelta(days=4)).isoformat())
    page.locator("form:has([name=cut-since]) .btn-primary").click()
    expect(page.locator(".badge.wait").first).to_be_visible()
    is_accessible(page)


def test_categories_are_put_in_order_with_the_keyboard(page: Page) -> None:
    page.goto("/shop/categories/")
    second = page.locator("tr:has(.deep-0)").nth(1)
    name = second.locator("a").first.inner_text()
    second.locator("button[value=up]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr:has(.deep-0) a").first).to_have_text(name)


def test_a_page_shows_what_it_becomes_while_one_types(page: Page) -> None:
    page.goto("/shop/pages/about/")
    page.locator("[name=body_nl]").fill("## Welkom\n\n**Dag** <b>allemaal</b>")
    expect(page.locator("#preview h2", has_text="Welkom")).to_be_visible()
    expect(page.locator("#preview strong")).to_have_text("Dag")
    expect(page.locator("#preview")).to_contain_text("<b>allemaal</b>")


def test_the_pages_of_the_window_are_for_everybody(
    locked_page: Page, is_accessible: Accessible
) -> None:
    """With the vault locked, as whoever keeps the shop often works; light and dark by turns."""
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for place, address in enumerate(WINDOW):
        locked_page.emulate_media(color_scheme="dark" if place % 2 else "light")
        locked_page.goto(address)
        is_accessible(locked_page)
        locked_page.set_viewport_size({"width": 320, "height": 800})
        assert not locked_page.evaluate(wider), address
        locked_page.set_viewport_size({"width": 1280, "height": 800})
