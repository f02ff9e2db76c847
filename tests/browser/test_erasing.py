"""An owner forgets a customer, and every page of it is there for everybody, on every screen."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import VAULT_PASSWORD
from browser.people import new_customer

SHOTS = os.environ.get("KLANTKLUIS_SHOTS", "")
"""A directory for pictures of the pages, for who wants to look at them."""


def shoot(page: Page, name: str) -> None:
    if not SHOTS:
        return
    before = page.viewport_size
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size(before)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_customer_is_forgotten_from_the_card_to_the_last_look(
    page: Page, is_accessible: Callable[[Page], None], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    card = new_customer(page, "Proefpersoon")
    page.get_by_role("link", name="Wissen", exact=True).click()
    expect(page.locator("h1")).to_have_text("Deze klant wissen")
    is_accessible(page)
    shoot(page, f"asked-{scheme}")
    page.get_by_label(re.compile("De persoon zelf")).check()
    page.get_by_role("button", name="Uitzoeken wat weg zou gaan").click()
    expect(page.get_by_role("heading", name="Gaat weg")).to_be_visible()
    is_accessible(page)
    shoot(page, f"plan-{scheme}")
    page.fill("[name=vault_password]", "dat is het niet")
    page.get_by_role("button", name="Ondertekenen en wissen").click()
    expect(page.locator("#id_vault_password_error")).to_be_visible()
    is_accessible(page)
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.get_by_role("button", name="Ondertekenen en wissen").click()
    expect(page.get_by_role("heading", name="Wat er is gedaan")).to_be_visible()
    is_accessible(page)
    shoot(page, f"done-{scheme}")
    page.goto(card)
    is_accessible(page)
    shoot(page, f"card-{scheme}")
    page.goto("/erasures/?state=done")
    is_accessible(page)
    shoot(page, f"list-{scheme}")
