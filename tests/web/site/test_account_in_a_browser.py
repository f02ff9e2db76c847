"""Account and letterbox as people meet them: in a browser, by keyboard, narrow, without scripts."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from klantkluis.messages.outbox import Kind
from klantkluis.site import guard, mail
from klantkluis.site.account.session import cookie_name
from support.accessible import WIDTHS, broken_in
from support.chromium import chromium_running
from web.site.visitors import EMAIL, PASSWORD, PERSON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Its event loop lives in this thread, where the tests also ask the database.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with chromium_running() as browser:
            yield browser


@pytest.fixture
def new_page(chromium: Browser, live_server, transactional_db, office) -> Iterator[Callable]:
    contexts = []

    def make(**options) -> Page:
        size = {"width": 1280, "height": 900}
        context = chromium.new_context(base_url=live_server.url, viewport=size, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def is_accessible(page: Page) -> None:
    page.wait_for_load_state("load")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert broken_in(page, "main") == [], (page.url.partition("/account/register/")[0], width)
        wide = page.evaluate("document.querySelector('main').scrollWidth")
        assert wide <= width
    page.set_viewport_size({"width": 1280, "height": 900})


def send(page: Page) -> None:
    """Press the button of the form of the page, from the keyboard."""
    page.locator("main form button").first.press("Enter")


def register(page: Page) -> None:
    page.goto("/account/register/")
    is_accessible(page)
    page.fill("#id_email", EMAIL)
    send(page)
    page.wait_for_url("**/mailed/")
    found = re.search(r"https?://\S+", mail.kept[-1].text)
    assert found is not None
    page.goto(found[0])
    for name, value in PERSON.items():
        if name != "country":
            page.fill(f"#id_{name}", value)
    page.fill("#id_password", PASSWORD)
    is_accessible(page)
    send(page)
    page.wait_for_url("**/welcome/")


def test_somebody_registers_changes_their_address_logs_in_again_and_leaves(new_page, office):
    page = new_page()
    register(page)
    is_accessible(page)
    page.goto("/account/change/")
    page.fill("#id_town", "Zeist")
    send(page)
    page.wait_for_url("**/account/")
    assert "Zeist" in page.inner_text("main")
    page.get_by_role("button", name="Uitloggen", exact=True).press("Enter")
    page.wait_for_url("**/logged-out/")
    assert [each["name"] for each in page.context.cookies()] == ["form"]
    page.goto("/account/")
    page.fill("#id_email", EMAIL)
    page.fill("#id_password", PASSWORD)
    send(page)
    page.wait_for_url("**/account/")
    assert cookie_name() in {each["name"] for each in page.context.cookies()}
    page.goto("/account/delete/")
    is_accessible(page)
    page.fill("#id_password", PASSWORD)
    send(page)
    page.wait_for_url("**/deleted/")
    is_accessible(page)
    assert [kind for kind, _letter in office.letters()] == [
        Kind.REGISTRATION, Kind.PROFILE_CHANGE, Kind.ACCOUNT_CLOSED
    ]  # fmt: skip


def test_an_error_has_the_focus_and_leads_to_its_field(new_page, office):
    page = new_page()
    page.goto("/contact/")
    is_accessible(page)
    page.evaluate("document.querySelector('main form').noValidate = true")
    send(page)
    page.wait_for_selector(".errors")
    assert page.evaluate("document.activeElement.className") == "errors"
    is_accessible(page)
    page.locator(".errors a").first.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_a_purchase_is_withdrawn_from_without_scripts(new_page, office):
    page = new_page(java_script_enabled=False)
    page.goto("/withdraw/")
    page.fill("#id_name", "Jet van der Zwart")
    page.fill("#id_order", "W-2026-77")
    page.fill("#id_email", EMAIL)
    send(page)
    page.get_by_role("button", name="Bevestig herroeping", exact=True).press("Enter")
    assert "W-2026-77" in page.locator(".receipt").inner_text()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Opslaan als bestand").press("Enter")
    assert saved.value.suggested_filename == "withdrawal.txt"
    assert [kind for kind, _letter in office.letters()] == [Kind.WITHDRAWAL]


def test_under_pressure_a_browser_proves_itself_and_nobody_types_again(new_page, office):
    for _time in range(10):
        guard._paces.take(guard.digest("easy", "post", "127.0.0.0/24"), guard.LIMITS["post"].easy)
    page = new_page()
    page.goto("/contact/")
    page.fill("#id_name", "Jet")
    page.fill("#id_email", EMAIL)
    page.fill("#id_text", "Is er nog eiken?")
    send(page)
    page.wait_for_url("**/thanks/**")
    assert office.letters()[0][1].text == "Is er nog eiken?"


def test_the_letterbox_is_accessible(new_page, office):
    page = new_page()
    for path in (
        "/quote/", "/complaint/", "/requests/access/", "/requests/correction/",
        "/requests/deletion/", "/withdraw/", "/newsletter/", "/unsubscribe/", "/unsubscribe/abc",
        "/account/log-in/", "/account/forgotten/", "/en/withdraw/",
    ):  # fmt: skip
        page.goto(path)
        is_accessible(page)
