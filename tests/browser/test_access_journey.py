"""Access asked for in the shop, answered by the office, and picked up with the own password."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import VAULT_PASSWORD, RunningOffice
from browser.test_shop_journey import PASSWORD, _visitor, last_mail, link_in, wait_for

SHOTS = os.environ.get("SCREENSHOTS", "")


@pytest.fixture
def person(chromium: Browser, office: RunningOffice) -> Iterator[Page]:
    """Give a page of a visitor of the shop; it fails on whatever the browser complains of."""
    yield from _visitor(chromium, office)


def shoot(page: Page, name: str) -> None:
    """Take a picture of a page, for who wants to look at it."""
    if SHOTS:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def register(page: Page, office: RunningOffice) -> None:
    """Make an account in the shop."""
    page.goto("/account/register/")
    page.fill("main [name=email]", "zilver@example.org")
    page.locator("main form button:not([name])").last.click()
    page.wait_for_url("**/mailed/**")
    page.goto(link_in(last_mail(office), "/account/register/"))
    for field, value in {
        "first_name": "Zita", "surname": "Zilverwilg", "postcode": "3511 AB", "house_number": "7",
        "street": "Oudegracht", "town": "Utrecht",
    }.items():  # fmt: skip
        page.fill(f"main [name={field}]", value)
    for each in page.locator("main input[type=password]").all():
        each.fill(PASSWORD)
    page.locator("main form button:not([name])").last.click()
    page.wait_for_url("**/account/welcome/")
    expect(page.locator("main")).to_contain_text("Zilverwilg")


def hand_over(page: Page, is_accessible: Callable[[Page], None]) -> str:
    """Let the office put the package in the shop; give the page on which it did."""
    wait_for(page, "/customers/", "Zilverwilg")
    page.locator("main tbody tr", has_text="Zilverwilg").locator("a").first.click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    page.get_by_role("link", name="Gegevens overhandigen").click()
    page.wait_for_url("**/privacy/access/**")
    is_accessible(page)
    page.get_by_label("Om op te halen in de winkel, na inloggen").check()
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.get_by_role("button", name="Overhandigen").click()
    expect(page.locator("main")).to_contain_text("Onderweg naar de winkel")
    shoot(page, "office")
    return page.url


def test_a_person_gets_their_data_from_the_office_through_the_shop(
    page: Page, person: Page, office: RunningOffice, is_accessible, tmp_path: Path
):
    register(person, office)
    where = hand_over(page, is_accessible)
    wait_for(page, where, "Ligt klaar in de winkel")
    person.goto("/account/")
    expect(person.locator("main")).to_contain_text("Uw gegevens liggen klaar")
    for scheme in ("dark", "light"):
        person.emulate_media(color_scheme=scheme)
        is_accessible(person)
        shoot(person, f"shop-{scheme}")
    with person.expect_download() as download:
        person.get_by_role("button", name="Downloaden").click()
    assert download.value.suggested_filename == "mijn-gegevens.zip"
    download.value.save_as(tmp_path / "mine.zip")
    with ZipFile(tmp_path / "mine.zip") as package:
        data = json.loads(package.read("data.json"))
        assert "overzicht.pdf" in package.namelist()
    (customer,) = [each for each in data["records"] if each["kind"] == "customer"]
    assert customer["items"][0]["values"]["surname"] == "Zilverwilg"
    # The shop writes it down after the last byte, so the page may be asked for too soon.
    wait_for(person, "/account/", "U hebt dit pakket opgehaald")
    wait_for(page, where, "Opgehaald")
    is_accessible(page)
