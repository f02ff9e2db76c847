"""Taking a list along, in a real browser, on a wide and on a narrow screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]
GIVE = "Bestand downloaden"
"""What is pressed once it was said who gets a file of people."""


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
    asks = path not in {"/products/", "/ledger/entries/"}
    if asks:
        page.get_by_role("button", name="CSV").click()
        is_accessible(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=GIVE if asks else "CSV").click()
    kept = waiting.value
    assert kept.suggested_filename.startswith(f"{name}-2")
    lines = kept.path().read_text("utf-8-sig").splitlines()
    assert len(lines) > 5
    assert lines[0].count(";") >= 4


def test_only_what_is_picked_is_taken_along(page: Page) -> None:
    page.goto("/orders/")
    first = page.locator("tbody tr").first
    first.locator("input[name=pick]").check()
    page.locator(".bulk-bar").get_by_role("button", name="Exporteren").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=GIVE).click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    page.goto("/orders/")
    first.locator("input[name=pick]").check()
    page.get_by_role("button", name="CSV").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=GIVE).click()
    lines = waiting.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == 2


def test_who_gets_a_file_is_asked_as_far_as_it_matters(page: Page) -> None:
    page.goto("/invoices/")
    page.get_by_role("button", name="CSV").click()
    expect(page.locator("[name=name]")).to_be_hidden()
    page.select_option("[name=recipient]", "accountant")
    page.fill("[name=name]", "Cijfers & Zo")
    with page.expect_download():
        page.get_by_role("button", name=GIVE).click()
    page.goto("/privacy/disclosures/")
    expect(page.locator("tbody tr").first).to_contain_text("Cijfers & Zo")
    page.goto("/invoices/")
    page.get_by_role("button", name="CSV").click()
    expect(page.locator("[name=name]")).to_have_value("Cijfers & Zo")


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
    page.get_by_role("button", name="CSV").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=GIVE).click()
    rows = waiting.value.path().read_text("utf-8-sig").splitlines()[1:]
    days = [row.split(";")[3] for row in rows]
    assert days == sorted(days)
    assert len({day[:4] for day in days}) == 1
