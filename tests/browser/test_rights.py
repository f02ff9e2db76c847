"""Rights of a customer and the register of breaches, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]


def card(page: Page) -> str:
    """Go to the card of the third customer, and give its address."""
    page.goto("/customers/number/3/")
    page.wait_for_url("**/customers/*/")
    return page.url


def test_a_customer_contests_the_data_and_is_left_alone_until_told(
    page: Page, is_accessible: Accessible
) -> None:
    url = card(page)
    page.get_by_role("link", name="Beperking en bezwaar").click()
    is_accessible(page)
    page.get_by_role("link", name="Beperking of bezwaar").click()
    page.locator("input[value=direct_marketing]").check()
    expect(page.locator("[name=cause]")).to_be_hidden()
    page.locator("input[value=restriction]").check()
    page.select_option("[name=cause]", "accuracy_contested")
    is_accessible(page)
    page.get_by_role("button", name="Laten ingaan").click()
    page.wait_for_url(url)
    is_accessible(page)
    expect(page.locator(".alert-danger")).to_contain_text("bewaard maar niet gebruikt")
    expect(page.locator("#data")).to_be_visible()
    for room in ("data", "contacts"):
        closed = page.locator(f"section[aria-labelledby={room}]")
        expect(closed).to_contain_text("Bewaard en niet getoond")

    page.get_by_role("link", name="Toch bekijken of gebruiken").click()
    is_accessible(page)
    page.fill("[name=reason]", "Controle over 2025.")
    page.get_by_role("button", name="Toestaan").click()
    page.wait_for_url(url)
    expect(page.get_by_text("Bewaard en niet getoond")).to_have_count(0)

    page.get_by_role("link", name="Wat geldt, en opheffen").click()
    page.get_by_role("button", name="Gemeld aan de klant").click()
    page.get_by_role("button", name="Opheffen").click()
    is_accessible(page)
    page.goto(url)
    expect(page.locator(".alert-danger")).to_have_count(0)


def test_a_breach_has_a_clock_until_it_was_decided(page: Page, is_accessible: Accessible) -> None:
    page.goto("/privacy/breaches/")
    is_accessible(page)
    page.get_by_role("link", name="Een datalek registreren").first.click()
    page.fill("[name=what]", "Pakket bij de buren bezorgd.")
    page.locator("input[value=confidentiality]").check()
    is_accessible(page)
    page.get_by_role("button", name="Registreren").click()
    page.wait_for_url("**/privacy/breaches/*/")
    expect(page.locator("#clock")).to_contain_text("nog 72 uur")
    is_accessible(page)
    url = page.url
    page.get_by_role("link", name="Uitzoeken wie getroffen is").click()
    expect(page.locator("[name=numbers]")).to_be_hidden()
    page.locator("input[value=chosen]").check()
    page.fill("[name=numbers]", "3, 4")
    is_accessible(page)
    page.get_by_role("button", name="Opslaan").click()
    page.wait_for_url(url)
    page.goto(f"{url}decision/")
    page.locator("input[value=none]").check()
    page.fill("[name=reason]", "Ongeopend terug.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#clock")).to_contain_text("Geen melding nodig")
    page.goto("/privacy/breaches/register/")
    is_accessible(page)
    expect(page.locator("main")).to_contain_text("Ongeopend terug.")
