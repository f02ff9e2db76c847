"""The way in, in a real browser: log-in, the first screen, the vault."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_one_logs_in_and_sees_the_first_screen(
    locked_page: Page, is_accessible: Callable[[Page], None]
) -> None:
    locked_page.goto("/")
    expect(locked_page.get_by_role("heading", level=1)).to_be_visible()
    is_accessible(locked_page)


def test_the_second_password_opens_the_vault(
    page: Page, is_accessible: Callable[[Page], None]
) -> None:
    expect(page.locator(".vault-state.open")).to_be_visible()
    is_accessible(page)
