"""Taking a list along, in a real browser, on a wide and on a narrow screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/orders/", "orders"), ("/deliveries/", "afleverbonnen"), ("/invoices/", "facturen"),
        ("/products/", "artikelen"), ("/ledger/entries/", "journaalposten"),
    ],
)  # fmt: skip
def test_a_list_is_taken_along_as_it_stands(
    page: Page, is_accessible: Accessible, path: str, name: str
) -> None:
    page.goto(path)
    is_accessible(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    kept = waiting.value
    assert kept.suggested_filename.startswith(f"{name}-2")
    lines = kept.path().read_text("utf-8-sig").splitlines()
    assert len(lines) > 5
    assert lines[0].count(";") >= 4


def test_only_what_is_picked_is_taken_along(page: Page) -> None:
    page.goto("/orders/")
    first = page.locator("tbody tr").first
    first.locator("input[name=pick]").check()
    with page.expect_download() as waiting:
        page.locator(".bulk-bar").get_by_role("button", name="Exporteren").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    lines = waiting.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    expect(first.locator("input[name=pick]")).to_be_checked()


@pytest.mark.parametrize("path", ["/orders/", "/deliveries/", "/invoices/", "/products/"])
def test_on_a_narrow_screen_nothing_sticks_out(
    page: Page, is_accessible: Accessible, path: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(path)
    is_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.get_by_role("button", name="Excel")).to_be_visible()


def test_a_list_is_sorted_and_narrowed_and_the_file_follows(page: Page) -> None:
    page.goto("/orders/")
    page.get_by_role("button", name="Datum").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Datum")
    page.locator("[name=period]").select_option("last_year")
    page.wait_for_load_state("networkidle")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    rows = waiting.value.path().read_text("utf-8-sig").splitlines()[1:]
    days = [row.split(";")[3] for row in rows]
    assert days == sorted(days)
    assert len({day[:4] for day in days}) == 1
