"""Texts that others typed are looked through before a package leaves, with keyboard and mouse."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import pyzipper
from playwright.sync_api import Page, expect

from browser.conftest import VAULT_PASSWORD
from browser.people import new_customer

SOMEBODY = "Wieger Zonnebloem"
NOTE = f"Belde samen met {SOMEBODY} over de levering. {SOMEBODY} doet open."
WHERE = re.compile(r"/privacy/access/\d+/$")


@pytest.fixture
def noted(page: Page) -> str:
    """Note a contact that names somebody else; give the page on which the package is made."""
    new_customer(page, "Proefpakket")
    note = page.locator("details:has(form[action$='/notes/'])")
    note.locator("summary").click()
    note.locator("textarea").fill(NOTE)
    note.locator("form button").last.click()
    expect(page.locator(".history").first).to_contain_text(SOMEBODY)
    page.get_by_role("link", name="Gegevens overhandigen").click()
    page.wait_for_url(WHERE)
    return page.url


def words_on(page: Page) -> str:
    return page.locator(".code-box").inner_text()


def hand_over(page: Page) -> None:
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.get_by_role("button", name="Overhandigen").click()


def test_a_name_is_hidden_with_one_press_and_is_not_in_the_file(
    page: Page, noted: str, is_accessible: Callable[[Page], None], tmp_path: Path
):
    words = words_on(page)
    hand_over(page)
    group = page.locator("[data-hiding]", has=page.locator(f"textarea:text('{SOMEBODY}')"))
    box = group.locator("textarea")
    expect(box).to_have_value(NOTE)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        is_accessible(page)
    group.get_by_role("button", name=SOMEBODY).click()
    expect(box).to_have_value(NOTE.replace(SOMEBODY, f"[[{SOMEBODY}]]"))
    assert words_on(page) == words
    with page.expect_download() as download:
        page.get_by_role("button", name="Overhandigen").click()
    path = tmp_path / "package.zip"
    download.value.save_as(path)
    with pyzipper.AESZipFile(path) as file:
        file.setpassword(words.encode())
        data = json.loads(file.read("data.json"))
    assert SOMEBODY not in json.dumps(data)
    assert [each["passages"] for each in data["hidden"]] == [2]
    expect(page.locator("[data-busy-note]")).to_contain_text("Het pakket komt eraan")
    page.goto(noted)
    expect(page.locator("main")).to_contain_text("2 passages weggelakt: Het gaat over iemand")


def test_what_is_selected_is_put_between_brackets(page: Page, noted: str):
    hand_over(page)
    box = page.locator("[data-hiding] textarea").first
    group = page.locator("[data-hiding]").first
    text = box.input_value()
    box.evaluate("box => { box.focus(); box.setSelectionRange(0, 5); }")
    group.get_by_role("button", name="Selectie weglakken").press("Enter")
    expect(box).to_have_value(f"[[{text[:5].rstrip()}]]{text[len(text[:5].rstrip()) :]}")
    group.get_by_label("Deze tekst helemaal weglaten").check()
    assert box.evaluate("box => box.readOnly")


def test_a_package_is_asked_for_once_however_often_the_button_is_pressed(page: Page, noted: str):
    sent: list[str] = []
    page.on("request", lambda said: sent.append(said.method) if said.method == "POST" else None)
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.evaluate(
        "const b = document.querySelector('form[data-busy] .btn-primary');"
        "b.click(); b.click(); b.click()"
    )
    page.wait_for_selector("form.texts")
    assert sent == ["POST"]
