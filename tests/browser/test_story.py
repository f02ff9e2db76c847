"""A day's work in a real browser: from a customer to the goods on the doorstep."""

import re
from collections.abc import Callable
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from browser.conftest import VAULT_PASSWORD

Accessible = Callable[[Page], None]
AN_ORDER = re.compile(r"/orders/\d+/$")
A_DELIVERY = re.compile(r"/deliveries/\d+/$")
A_PRODUCT = re.compile(r"/products/\d+/$")


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def register_on_the_way(page: Page, surname: str) -> None:
    """Register a customer on the page of a new order."""
    page.locator("details.new-customer > summary").click()
    page.fill("[name=surname]", surname)
    page.fill("[name=postcode]", "3511 AB")
    page.fill("[name=house_number]", "12")
    page.fill("[name=street]", "Oudegracht")
    page.fill("[name=town]", "Utrecht")
    page.locator("button[name=register]").click()
    expect(page.locator(".chosen strong")).to_contain_text(surname)


def type_line(page: Page, terms: str, quantity: str) -> None:
    """Type a line with the keyboard only; the focus is in the product of an empty line."""
    page.keyboard.type(terms)
    chosen = page.locator(".suggestions:not([hidden]) [role=option][aria-selected=true]")
    expect(chosen).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name$='-quantity']:focus")).to_be_visible()
    page.keyboard.type(quantity)
    page.keyboard.press("Enter")
    expect(page.locator("[name$='-product']:focus")).to_be_visible()


def take_order(page: Page, surname: str, is_accessible: Accessible) -> str:
    """Take an order of two lines and shipping; give its address."""
    page.goto("/orders/")
    is_accessible(page)
    page.keyboard.press("n")
    page.wait_for_url("**/orders/new/")
    is_accessible(page)
    register_on_the_way(page, surname)
    page.locator("[name='lines-0-product']").focus()
    type_line(page, "krukje", "4")
    type_line(page, "0101", "2")
    page.locator("[data-add-line=shipping]").click()
    page.locator("tr:last-child [name$='-unit_price']").fill("6,95")
    page.keyboard.press("Tab")
    expect(page.locator("#totals .total")).to_be_visible()
    expect(page.locator("#lines-0-amount")).to_contain_text("€")
    is_accessible(page)
    page.fill("[name='order-reference']", "Uw bon 7")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(AN_ORDER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Order")
    is_accessible(page)
    return page.url


def deliver_a_part(page: Page, is_accessible: Accessible) -> bytes:
    """Deliver three of the four stools and nothing else; give the PDF of the delivery note."""
    page.get_by_role("link", name="Leveren").click()
    page.wait_for_url("**/deliveries/new/")
    is_accessible(page)
    amounts = page.locator("input[name^=line_]")
    expect(amounts).to_have_count(2)
    amounts.nth(0).fill("5")
    page.keyboard.press("Enter")
    expect(page.locator(".field-error")).to_have_count(1)
    expect(amounts.nth(0)).to_have_value("5")
    is_accessible(page)
    amounts.nth(0).fill("3")
    amounts.nth(1).fill("0")
    page.fill("[name=track_and_trace]", "3SKLNT123456")
    page.keyboard.press("Enter")
    page.wait_for_url(A_DELIVERY)
    is_accessible(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Pdf bewaren").click()
    kept = waiting.value
    assert kept.suggested_filename.startswith("afleverbon-")
    return kept.path().read_bytes()


def test_a_customer_orders_and_a_part_is_delivered(page: Page, is_accessible: Accessible) -> None:
    order = take_order(page, "Proefkonijn", is_accessible)
    words = text_of(deliver_a_part(page, is_accessible))
    for expected in ("Proefkonijn", "Oudegracht 12", "Uw bon 7", "3SKLNT123456"):
        assert expected in words
    assert "€" not in words
    page.goto(order)
    expect(page.locator("main")).to_contain_text("Deels geleverd")
    expect(page.get_by_role("button", name="Factureren wat geleverd is")).to_be_visible()
    page.goto("/deliveries/")
    expect(page.locator("tbody tr").first).to_contain_text("Proefkonijn")
    is_accessible(page)


def test_a_vault_that_locks_half_way_loses_nothing_of_an_order(
    page: Page, complaints: list[str]
) -> None:
    page.goto("/orders/new/?customer=3")
    page.locator("[name='lines-0-product']").focus()
    type_line(page, "krukje", "3")
    page.fill("[name='order-reference']", "Bewaar mij")
    page.evaluate(
        """async () => {
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            const body = new URLSearchParams({csrfmiddlewaretoken: token, next: "/"});
            await fetch("/vault/lock/", {method: "POST", body, headers: {"X-CSRFToken": token}});
        }"""
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[name=vault_password]")
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(AN_ORDER)
    expect(page.locator("main")).to_contain_text("Bewaar mij")
    # A part of the page that was on its way when the vault locked is answered with 422.
    assert all("409" in each or "422" in each for each in complaints), complaints
    complaints.clear()


def test_products_are_looked_at_and_changed(page: Page, is_accessible: Accessible) -> None:
    page.goto("/products/")
    is_accessible(page)
    page.fill("[name=terms]", "krukje")
    expect(page.locator("tbody tr").first).to_contain_text("Krukje")
    page.locator("tbody tr a").first.click()
    page.wait_for_url(A_PRODUCT)
    is_accessible(page)
    page.get_by_role("link", name="Wijzigen").click()
    page.fill("[name=unit_price]", "121")
    page.select_option("[name=basis]", "gross")
    expect(page.locator("#other-price")).to_contain_text("100,00")
    is_accessible(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(A_PRODUCT)
    expect(page.locator("svg.chart")).to_be_visible()
    is_accessible(page)
