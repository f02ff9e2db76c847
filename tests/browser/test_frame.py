"""The frame around every page: search, unlocking, keys, themes, and its accessibility."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import VAULT_PASSWORD


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/customers/",
        "/customers/1/",
        "/customers/1/data/",
        "/customers/new/",
        "/customers/1/addresses/new/",
        "/vault/",
        "/vault/members/",
        "/vault/log/",
        "/vault/password/",
        "/vault/sheets/",
        "/account/",
        "/account/password/",
        "/colleagues/",
        "/colleagues/new/",
        "/company/",
        "/search/",
        "/nothing/",
    ],
)
def test_a_page_of_the_frame_is_accessible(page: Page, path, is_accessible, complaints):
    page.goto(path)
    is_accessible(page)
    if path == "/nothing/":
        complaints.clear()


def test_a_page_is_accessible_in_the_dark(page: Page, is_accessible):
    page.emulate_media(color_scheme="dark")
    for path in ("/", "/customers/", "/customers/1/", "/customers/new/", "/vault/"):
        page.goto(path)
        is_accessible(page)


def test_what_nobody_could_use_is_found(page: Page, is_accessible):
    page.goto("/customers/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        is_accessible(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate(
        "const p = document.createElement('p'); p.textContent = 'Too faint to read';"
        "p.style.color = '#333'; document.querySelector('main').append(p)"
    )
    with pytest.raises(AssertionError, match="color-contrast"):
        is_accessible(page)


def test_the_doors_are_accessible(context, is_accessible):
    stranger = context.browser.new_page()
    for path in ("/log-in/", "/join/"):
        stranger.goto(context._impl_obj._options["baseURL"] + path)
        is_accessible(stranger)
    stranger.close()


def test_ctrl_k_finds_a_customer_and_a_page_without_the_mouse(page: Page):
    page.goto("/customers/1/")
    name = page.locator("h1").inner_text()
    page.goto("/account/")
    page.keyboard.press("Control+k")
    page.keyboard.type(name[:12])
    expect(page.locator("#palette-found [role=option]").first).to_contain_text(name[:12])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name[:12])
    page.keyboard.press("Control+k")
    page.keyboard.type("Klanten")
    expect(page.locator("#palette-found [aria-selected=true]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_unlocking_in_the_dialogue_keeps_a_half_filled_form(locked_page: Page):
    page = locked_page
    page.goto("/company/")
    page.fill("[name=website]", "half.example")
    page.click("[data-unlock]")
    page.fill("#vault-panel [name=vault_password]", VAULT_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".vault-state.open")).to_be_visible()
    expect(page.locator("[name=website]")).to_have_value("half.example")
    expect(page.locator("[data-vault-seconds]")).to_have_text(re.compile(r"\d+ min"))


def test_leaving_a_changed_form_asks_first(page: Page):
    page.goto("/customers/new/")
    page.fill("[name=surname]", "Half")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/")
    assert asked == ["beforeunload"]


def test_a_list_is_searched_while_typing_and_keeps_its_address(page: Page):
    page.goto("/customers/")
    first = page.locator("#rows tbody tr").first.locator(".main-cell").inner_text()
    page.keyboard.press("/")
    page.keyboard.type(first.split()[-1])
    expect(page.locator("#rows .pager")).to_contain_text("gevonden")
    expect(page.locator("#rows tbody tr .main-cell").first).to_contain_text(first.split()[-1])
    assert page.url.endswith("/customers/")


def test_picking_rows_shows_what_can_be_done_with_them(page: Page):
    page.goto("/customers/")
    expect(page.locator(".bulk-bar")).to_be_hidden()
    page.locator("input[name=pick]").nth(0).check()
    page.locator("input[name=pick]").nth(2).click(modifiers=["Shift"])
    expect(page.locator("[data-picked]")).to_have_text("3")
    expect(page.locator(".bulk-bar")).to_be_visible()


def test_look_alikes_appear_while_a_customer_is_typed(page: Page):
    page.goto("/customers/1/")
    mail = page.locator("a[href^='mailto:']").inner_text()
    page.goto("/customers/new/")
    page.locator("[name=email]").press_sequentially(mail)
    expect(page.locator("#look-alikes a").first).to_be_visible()


def test_the_theme_and_the_language_are_chosen_and_kept(page: Page):
    page.goto("/")
    page.click("details[data-menu] > summary")
    page.click("button[name=theme][value=dark]")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.click("details[data-menu] > summary")
    page.click("button[name=language][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click("details[data-menu] > summary")
    page.click("button[name=language][value=nl]")
    page.click("details[data-menu] > summary")
    page.click("button[name=theme][value=auto]")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_on_a_telephone_the_navigation_is_a_drawer(page: Page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    expect(page.locator(".side")).to_be_hidden()
    page.click(".side-open")
    expect(page.locator(".side")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".side")).to_be_hidden()


def test_the_first_press_of_tab_leads_past_the_navigation(page: Page):
    page.goto("/customers/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_everything_to_press_is_large_enough(page: Page):
    for path in ("/", "/customers/", "/customers/1/", "/vault/"):
        page.goto(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, input[type=checkbox], .btn")]
            .filter((e) => e.checkVisibility() && !e.closest("label"))
            .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
        )
        assert small == [], path
