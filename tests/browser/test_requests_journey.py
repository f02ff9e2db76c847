"""What people ask about their data: from the shop to the desk, and from a call to the answer."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import RunningOffice, _complains

Accessible = Callable[[Page], None]
ARRIVES_SECONDS = 120
REQUEST = re.compile(r"/privacy/requests/\d+/$")


@pytest.fixture
def shop(chromium: Browser, office: RunningOffice) -> Iterator[Page]:
    """Give a page of a visitor of the shop; it fails on whatever the browser complains of."""
    context = chromium.new_context(base_url=office.shop_url, locale="nl-NL")
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if _complains(said) else None)
    yield page
    context.close()
    assert complaints == []


def wait_for(page: Page, name: str) -> None:
    """Look at the desk again and again until somebody's request has come."""
    until = time.monotonic() + ARRIVES_SECONDS
    while True:
        page.goto("/privacy/requests/?state=all")
        if name in page.locator("main").inner_text():
            return
        assert time.monotonic() < until, f"the request of {name} never came to the desk"
        time.sleep(1)


def test_a_deletion_asked_in_the_shop_comes_to_the_desk_by_itself(
    page: Page, shop: Page, is_accessible: Accessible
) -> None:
    shop.goto("/requests/deletion/")
    shop.fill("main [name=name]", "Roos Wisselmeer")
    shop.fill("main [name=email]", "wisselmeer@example.org")
    shop.locator("main form button:not([name])").last.click()
    shop.wait_for_url("**/post/thanks/**")
    wait_for(page, "Roos Wisselmeer")
    is_accessible(page)
    page.locator("main tbody tr", has_text="Roos Wisselmeer").locator("a").first.click()
    page.wait_for_url(REQUEST)
    expect(page.locator("main")).to_contain_text("Webwinkel")
    expect(page.locator("main")).to_contain_text("De persoon zoeken")
    page.get_by_role("link", name="De persoon zoeken").click()
    page.wait_for_url("**/person/")
    is_accessible(page)
    page.get_by_role("button", name="Het is niemand die wij kennen").click()
    page.wait_for_url(REQUEST)
    page.get_by_role("link", name="Het antwoord schrijven").click()
    page.wait_for_url("**/letters/nothing_held/")
    expect(page.locator("[name=text]")).to_have_value(re.compile("Autoriteit Persoonsgegevens"))
    is_accessible(page)
    page.select_option("[name=way]", "handed")
    page.get_by_role("button", name="De brief laten gaan").click()
    page.wait_for_url(REQUEST)
    page.get_by_role("button", name="Het verzoek afronden").click()
    expect(page.locator("main")).to_contain_text("Er is niets meer te doen.")
    is_accessible(page)


def test_a_call_is_written_down_established_and_answered(
    page: Page, is_accessible: Accessible
) -> None:
    page.goto("/privacy/requests/")
    page.get_by_role("link", name="Nieuw verzoek").click()
    page.wait_for_url("**/requests/new/")
    is_accessible(page)
    page.goto("/privacy/requests/new/?customer=3")
    expect(page.locator("[name=name]")).not_to_have_value("")
    page.select_option("[name=kind]", "restriction")
    page.select_option("[name=channel]", "phone")
    page.fill("[name=asked]", "Gebruik mijn gegevens voorlopig niet.")
    page.get_by_role("button", name="Het verzoek noteren").click()
    page.wait_for_url(REQUEST)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(500)  # colours change slowly
        is_accessible(page)
    page.get_by_role("link", name="Vaststellen wie het vraagt").click()
    page.wait_for_url("**/identity/")
    is_accessible(page)
    page.select_option("[name=method]", "recognised")
    page.get_by_role("button", name="Het klopt").click()
    expect(page.locator(".field-error")).to_have_count(1)
    is_accessible(page)
    page.fill("[name=text]", "Haar stem is bekend.")
    page.get_by_role("button", name="Het klopt").click()
    page.wait_for_url(REQUEST)
    page.get_by_role("link", name="De gegevens worden niet gebruikt").click()
    page.wait_for_url("**/letters/restricted/")
    page.select_option("[name=way]", "handed")
    with page.context.expect_page() as opened:
        page.click("button[name=preview]")
    opened.value.close()
    page.get_by_role("button", name="De brief laten gaan").click()
    page.wait_for_url(REQUEST)
    letter = page.get_by_role("link", name="Wij gebruiken uw gegevens voorlopig niet")
    paper = page.request.get(letter.get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF-")
    page.get_by_role("button", name="Het verzoek afronden").click()
    expect(page.locator("main")).to_contain_text("afgerond")
    page.goto("/customers/3/")
    expect(page.locator("main")).to_contain_text("Beperking van gebruik")
    is_accessible(page)


PATHS = (
    "?state=all", "1/", "2/", "3/", "4/", "5/", "1/person/", "4/identity/", "4/refusal/",
    "5/letters/extension/", "4/letters/refusal/?ground=law_keeps",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_desk_can_be_used_by_everybody(
    page: Page, is_accessible: Accessible, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for path in PATHS:
        page.goto(f"/privacy/requests/{path}")
        is_accessible(page)
