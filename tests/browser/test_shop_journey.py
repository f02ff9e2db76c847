"""From the shop on the internet to the office and back, in a real browser, through both."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import RunningOffice, _complains

Accessible = Callable[[Page], None]
WIDE = {"width": 1280, "height": 900}
REFERENCE = re.compile(r"W-[A-Z0-9-]+")
PASSWORD = "zes potloden in een mok"


@pytest.fixture
def shop(chromium: Browser, office: RunningOffice) -> Iterator[Page]:
    """Give a page of a visitor of the shop; it fails on whatever the browser complains of."""
    yield from _visitor(chromium, office)


@pytest.fixture
def without_scripts(chromium: Browser, office: RunningOffice) -> Iterator[Page]:
    """Give a page of a visitor who has switched JavaScript off."""
    yield from _visitor(chromium, office, java_script_enabled=False)


def _visitor(chromium: Browser, office: RunningOffice, **more: bool) -> Iterator[Page]:
    context: BrowserContext = chromium.new_context(
        base_url=office.shop_url, viewport=WIDE, locale="nl-NL", **more
    )
    context.set_default_timeout(30_000)
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if _complains(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def choose_something(page: Page, is_accessible: Accessible | None) -> str:
    """Look around and put a product in the cart; give its name."""
    page.goto("/")
    page.fill("[name=q]", "snijplank")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    if is_accessible:
        is_accessible(page)
    page.locator("main a[href*='/products/']").first.click()
    page.wait_for_url("**/products/**")
    name = page.locator("h1").inner_text()
    if is_accessible:
        is_accessible(page)
    page.locator("form.add button").click()
    page.wait_for_url("**/cart/**")
    expect(page.locator("main")).to_contain_text(name)
    if is_accessible:
        is_accessible(page)
    return name


def fill_in(page: Page, surname: str, email: str) -> None:
    """Fill in the checkout as a consumer in Utrecht."""
    for field, value in {
        "first_name": "Roos", "surname": surname, "email": email, "postcode": "3511 AB",
        "house_number": "12", "street": "Oudegracht", "town": "Utrecht",
    }.items():  # fmt: skip
        page.fill(f"[name={field}]", value)
    page.locator("[name=shipping]").first.check()
    page.locator("[name=payment][value=transfer]").check()


def order_something(page: Page, surname: str, is_accessible: Accessible | None = None) -> str:
    """Order as a guest; give the reference."""
    choose_something(page, is_accessible)
    page.goto("/checkout/")
    if is_accessible:
        is_accessible(page)
    fill_in(page, surname, f"{surname.lower()}@example.org")
    page.locator("main form[action$='/checkout/'] button:not([name])").last.click()
    page.wait_for_load_state("load")
    button = page.get_by_role("button", name="Bestelling met betalingsverplichting", exact=True)
    expect(button).to_be_visible()
    if is_accessible:
        is_accessible(page)
    button.click()
    expect(page.locator("main")).to_contain_text(REFERENCE)
    found = REFERENCE.search(page.locator("main").inner_text())
    assert found is not None, page.locator("main").inner_text()
    if is_accessible:
        is_accessible(page)
    return found.group()


def last_mail(office: RunningOffice) -> str:
    """Give the newest mail that the shop of the demo would have sent."""
    return requests.get(f"{office.shop_url}/demo-mail/", timeout=30).text


def link_in(text: str, path: str) -> str:
    """Give the first link to a page in a mail."""
    found = re.search(rf"https?://[^\s<>\"&]+({path}[^\s<>\"&]+)", text)
    assert found is not None, text[:2000]
    return found.group(1)


def wait_for(page: Page, path: str, text: str, seconds: float = 90) -> None:
    """Look at a page of the office again and again until something has come."""
    until = time.monotonic() + seconds
    while True:
        page.goto(path)
        if text in page.locator("main").inner_text():
            return
        assert time.monotonic() < until, f"{text} never came to {path}"
        time.sleep(1)


def test_a_guest_orders_and_the_office_delivers_and_bills(page, shop, is_accessible):
    reference = order_something(shop, "Duinzang", is_accessible)
    wait_for(page, "/orders/", "Duinzang")
    page.locator("main tbody tr", has_text="Duinzang").locator("a").first.click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    expect(page.locator("main")).to_contain_text("Oudegracht 12")
    expect(page.locator("main")).to_contain_text(reference)
    is_accessible(page)
    page.get_by_role("link", name="Leveren").click()
    page.wait_for_url("**/deliveries/new/")
    page.locator("input[name^=line_]").first.press("Enter")
    page.wait_for_url(re.compile(r"/deliveries/\d+/$"))
    page.goto("/orders/")
    page.locator("main tbody tr", has_text="Duinzang").locator("a").first.click()
    page.get_by_role("button", name="Factureren wat geleverd is").click()
    page.wait_for_url(re.compile(r"/invoices/\d+/$"))
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_load_state("load")
    expect(page.locator("main")).to_contain_text("Duinzang")
    is_accessible(page)


def test_everything_can_be_ordered_without_scripts(without_scripts):
    assert order_something(without_scripts, "Zonderspook").startswith("W-")


def test_somebody_orders_with_the_keyboard_alone(shop):
    shop.goto("/")
    shop.keyboard.press("Tab")
    expect(shop.locator("a.skip:focus, .skip:focus")).to_be_visible()
    tab_to(shop, "[name=q]:focus")
    shop.keyboard.type("krukje")
    shop.keyboard.press("Enter")
    shop.wait_for_url("**/search/**")
    tab_to(shop, "main a[href*='/products/']:focus")
    shop.keyboard.press("Enter")
    shop.wait_for_url("**/products/**")
    tab_to(shop, "form.add button:focus")
    shop.keyboard.press("Enter")
    shop.wait_for_url("**/cart/**")
    tab_to(shop, "main a[href$='/checkout/']:focus")
    shop.keyboard.press("Enter")
    shop.wait_for_url("**/checkout/**")
    tab_to(shop, "[name=first_name]:focus")
    for text in ("Toets", "", "Aanslag"):
        shop.keyboard.type(text)
        shop.keyboard.press("Tab")
    fill_in(shop, "Aanslag", "aanslag@example.org")
    tab_to(shop, "main form[action$='/checkout/'] button:not([name]):focus")
    shop.keyboard.press("Enter")
    button = shop.get_by_role("button", name="Bestelling met betalingsverplichting", exact=True)
    expect(button).to_be_visible()
    tab_to(shop, "main form[action$='/checkout/order/'] button:not([name]):focus")
    shop.keyboard.press("Enter")
    expect(shop.locator("main")).to_contain_text(REFERENCE)


def tab_to(page: Page, focused: str, most: int = 120) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        if page.locator(focused).count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {focused}")


def test_somebody_registers_orders_moves_and_leaves(shop, office, is_accessible):
    shop.goto("/account/register/")
    is_accessible(shop)
    shop.fill("main [name=email]", "wilg@example.org")
    shop.locator("main form button:not([name])").last.click()
    shop.wait_for_url("**/mailed/**")
    is_accessible(shop)
    shop.goto(link_in(last_mail(office), "/account/register/"))
    for field, value in {
        "first_name": "Wil", "surname": "Wilgenroos", "postcode": "3511 AB", "house_number": "7",
        "street": "Oudegracht", "town": "Utrecht",
    }.items():  # fmt: skip
        shop.fill(f"main [name={field}]", value)
    for each in shop.locator("main input[type=password]").all():
        each.fill(PASSWORD)
    is_accessible(shop)
    shop.locator("main form button:not([name])").last.click()
    shop.wait_for_url("**/account/welcome/")
    shop.goto("/account/")
    expect(shop.locator("main")).to_contain_text("Wilgenroos")
    is_accessible(shop)
    choose_something(shop, None)
    shop.goto("/checkout/")
    expect(shop.locator("[name=surname]")).to_have_value("Wilgenroos")
    shop.fill("main [name=email]", "wilg@example.org")
    shop.locator("[name=shipping]").first.check()
    shop.locator("[name=payment][value=invoice]").check()
    shop.locator("main form[action$='/checkout/'] button:not([name])").last.click()
    shop.get_by_role("button", name="Bestelling met betalingsverplichting", exact=True).click()
    expect(shop.locator("main")).to_contain_text(REFERENCE)
    shop.goto("/account/change/")
    is_accessible(shop)
    shop.fill("main [name=street]", "Nieuwegracht")
    shop.locator("main form button:not([name])").last.click()
    shop.wait_for_url("**/account/")
    expect(shop.locator("main")).to_contain_text("Nieuwegracht")
    shop.goto("/account/delete/")
    is_accessible(shop)
    shop.locator("main input[type=password]").fill(PASSWORD)
    shop.locator("main form button:not([name])").last.click()
    shop.wait_for_url("**/deleted/**")
    is_accessible(shop)
    shop.goto("/account/")
    expect(shop.locator("main [name=password]")).to_be_visible()


def test_a_purchase_is_withdrawn_in_two_steps_without_an_account(shop, is_accessible):
    reference = order_something(shop, "Bedenktijd")
    shop.goto("/")
    shop.get_by_role("link", name="Overeenkomst hier herroepen").click()
    shop.wait_for_url("**/withdraw/**")
    is_accessible(shop)
    shop.fill("main [name=name]", "Roos Bedenktijd")
    shop.fill("main [name=order]", reference)
    shop.fill("main [name=email]", "bedenktijd@example.org")
    shop.locator("main form button:not([name])").last.click()
    button = shop.get_by_role("button", name="Bevestig herroeping", exact=True)
    expect(button).to_be_visible()
    is_accessible(shop)
    button.click()
    shop.wait_for_load_state("load")
    expect(shop.locator("main")).to_contain_text(re.compile(r"\d{1,2}:\d{2}:\d{2}"))
    expect(shop.locator("main")).to_contain_text(reference)
    is_accessible(shop)


def test_a_scanner_of_mail_unsubscribes_nobody(shop, office, is_accessible):
    shop.goto("/newsletter/")
    is_accessible(shop)
    shop.fill("main [name=email]", "lezer@example.org")
    shop.check("main [name=yes]")
    shop.locator("main form button:not([name])").last.click()
    shop.wait_for_url("**/mailed/**")
    shop.goto(link_in(last_mail(office), "/newsletter/"))
    is_accessible(shop)
    shop.locator("main form button:not([name])").last.click()
    shop.wait_for_url("**/done/**")
    unsubscribe = link_in(last_mail(office), "/unsubscribe/")
    for _ in range(3):
        seen = requests.get(office.shop_url + unsubscribe, timeout=30)
        assert seen.status_code == 200
    shop.goto(unsubscribe)
    is_accessible(shop)
    shop.locator("main form button:not([name])").last.click()
    shop.wait_for_url("**/unsubscribe/done/**")
    is_accessible(shop)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["/", "/en/", "/reductions/", "/pages/privacy/", "/cart/", "/account/log-in/", "/contact/",
     "/quote/", "/complaint/", "/requests/access/", "/requests/deletion/", "/withdrawal-right/",
     "/unsubscribe/", "/nowhere/"],
)  # fmt: skip
def test_every_page_of_the_shop_can_be_used_by_everybody(
    chromium, office, is_accessible, path, scheme
):
    context = chromium.new_context(
        base_url=office.shop_url, viewport=WIDE, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(path)
    is_accessible(page)
    context.close()
