"""An owner looks at what is kept for how long, decides on a term, and holds what a claim needs."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]
HOME = "/privacy/retention/"


def look(page: Page) -> None:
    """Have looked now what is due, wait for the bar, and come back to the page."""
    page.goto(HOME)
    page.locator("form[action$='/looks/'] button").click()
    page.wait_for_url("**/jobs/**")
    page.get_by_role("link", name="Naar de pagina over bewaren").click(timeout=90_000)
    page.wait_for_url(f"**{HOME}")


def test_an_owner_sees_what_goes_when_and_decides_how_long(
    page: Page, is_accessible: Accessible
) -> None:
    look(page)
    expect(page.locator("#kinds")).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(500)  # colours change slowly
        is_accessible(page)
    page.locator("a[href$='/terms/quote/']").click()
    is_accessible(page)
    page.fill("[name=months]", "600")
    page.click("main form .btn-primary")
    expect(page.locator(".field-error").first).to_be_visible()
    is_accessible(page)
    page.fill("[name=months]", "18")
    page.fill("[name=reason]", "Maatwerk wordt vaak pas na een jaar besteld.")
    page.click("main form .btn-primary")
    expect(page.locator("#messages")).to_contain_text("Vanaf vannacht geldt deze termijn.")
    expect(page.locator("main")).to_contain_text("18 maanden na het verlopen of afwijzen")


def test_an_owner_holds_what_a_claim_may_need(page: Page, is_accessible: Accessible) -> None:
    page.goto(f"{HOME}holds/")
    is_accessible(page)
    page.locator("a[data-key=n]").click()
    is_accessible(page)
    page.fill("[name=number]", "5")
    page.check("[name=ground][value=court]")
    page.fill("[name=note]", "Dagvaarding over een levering")
    page.click("main form .btn-primary")
    expect(page.locator("main")).to_contain_text("Dagvaarding over een levering")
    is_accessible(page)
    page.locator("td.main-cell a").first.click()
    expect(page.locator("main")).to_contain_text("Wisverbod")
    is_accessible(page)
    page.goto(f"{HOME}holds/")
    page.locator("form[action$='/end/'] button").first.click()
    expect(page.locator("#messages")).to_contain_text("Het wisverbod is beëindigd.")


def test_what_waits_for_an_owner_can_be_read_first(page: Page, is_accessible: Accessible) -> None:
    page.goto(f"{HOME}people/")
    is_accessible(page)
    look(page)
    page.locator("a[href*='/years/']").first.click()
    expect(page.locator("main dl")).to_be_visible()
    is_accessible(page)
