"""The owner keeps the vault: its limits, its decoys, and what the office does at night."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import VAULT_PASSWORD
from klantkluis.office.housekeeping.chores import CHORES


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/vault/settings/",
        "/vault/settings/decoys/",
        "/vault/settings/own-account/",
        "/vault/books/",
        "/housekeeping/",
        "/vault/",
    ],
)
def test_a_page_of_the_vaults_keeper_is_accessible(
    page: Page, is_accessible: Callable[[Page], None], path: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    is_accessible(page)


def test_the_owner_changes_a_limit_after_a_slip_of_the_pen(
    page: Page, is_accessible: Callable[[Page], None]
) -> None:
    page.goto("/vault/settings/")
    before = page.locator("[name=cards_per_10_minutes]").input_value()
    page.fill("[name=cards_per_10_minutes]", "veel")
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.get_by_role("button", name="Grenzen opslaan").click()
    error = page.locator("#id_cards_per_10_minutes_error")
    expect(error).to_contain_text(re.compile(r"Geef een heel getal van 0 tot en met"))
    expect(page.locator("[name=cards_per_10_minutes]")).to_have_value("veel")
    expect(page.locator("[name=vault_password]")).to_have_value("")
    is_accessible(page)
    page.fill("[name=cards_per_10_minutes]", "250000")
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.get_by_role("button", name="Grenzen opslaan").click()
    expect(page.locator(".toast-note")).to_contain_text("houdt zich vanaf nu")
    expect(page.locator("[name=cards_per_10_minutes]")).to_have_value("250000")
    page.fill("[name=cards_per_10_minutes]", before)
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("[name=cards_per_10_minutes]")).to_have_value(before)


def test_housekeeping_is_done_when_the_owner_asks_and_all_is_well(page: Page) -> None:
    page.goto("/housekeeping/")
    page.get_by_role("button", name="Nu doen").click()
    for _ in range(60):
        page.wait_for_timeout(1000)
        page.reload()
        if page.locator("tbody").first.locator(".badge.good").count() == len(CHORES):
            break
    expect(page.locator("tbody").first.locator(".badge.good")).to_have_count(len(CHORES))
    expect(page.locator(".alert-danger")).to_have_count(0)
