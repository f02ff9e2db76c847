"""Access, correction and erasure: asked for in the shop, answered by the office, seen in the shop.

Each story goes through both deployables. What lies between them is the pull of the office, which
runs by itself; nothing is told to the one on behalf of the other.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import VAULT_PASSWORD, RunningOffice
from browser.test_shop_journey import (
    PASSWORD,
    REFERENCE,
    _visitor,
    choose_something,
    last_mail,
    link_in,
    wait_for,
)

type Accessible = Callable[[Page], None]
REQUEST = re.compile(r"/privacy/requests/\d+/$")
CUSTOMER = re.compile(r"/customers/\d+/$")
ORDER = re.compile(r"/orders/\d+/$")
INVOICE = re.compile(r"/invoices/\d+/$")
SHOTS = os.environ.get("KLANTKLUIS_SHOTS", "")
"""A directory for pictures of the pages, for who wants to look at them."""
PULL_SECONDS = 120


@pytest.fixture
def shop(chromium: Browser, office: RunningOffice) -> Iterator[Page]:
    """Give a page of a visitor of the shop; it fails on whatever the browser complains of."""
    yield from _visitor(chromium, office)


@pytest.fixture
def looked_at(is_accessible: Accessible) -> Callable[[Page, str], None]:
    """Let axe look at a page of the story, and take its picture when somebody wants it."""

    def look(page: Page, name: str) -> None:
        is_accessible(page)
        if not SHOTS:
            return
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 900})
                where = Path(SHOTS) / f"{name}-{scheme}-{width}.png"
                page.screenshot(path=str(where), full_page=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})

    return look


type Look = Callable[[Page, str], None]


def send(shop: Page) -> None:
    """Press the main button of a form of the shop."""
    shop.locator("main form button:not([name])").last.click()


def register(shop: Page, office: RunningOffice, surname: str) -> None:
    """Make an account in the shop."""
    shop.goto("/account/register/")
    shop.fill("main [name=email]", f"{surname.lower()}@example.org")
    send(shop)
    shop.wait_for_url("**/mailed/**")
    shop.goto(link_in(last_mail(office), "/account/register/"))
    for field, value in {
        "first_name": "Fenna", "surname": surname, "postcode": "3511 AB", "house_number": "7",
        "street": "Oudegracht", "town": "Utrecht",
    }.items():  # fmt: skip
        shop.fill(f"main [name={field}]", value)
    for each in shop.locator("main input[type=password]").all():
        each.fill(PASSWORD)
    send(shop)
    shop.wait_for_url("**/account/welcome/")
    expect(shop.locator("main")).to_contain_text(surname)


def order(shop: Page, surname: str) -> str:
    """Order something with the account, on invoice; give the reference."""
    choose_something(shop, None)
    shop.goto("/checkout/")
    expect(shop.locator("[name=surname]")).to_have_value(surname)
    shop.fill("main [name=email]", f"{surname.lower()}@example.org")
    shop.locator("[name=shipping]").first.check()
    shop.locator("[name=payment][value=invoice]").check()
    shop.locator("main form[action$='/checkout/'] button:not([name])").last.click()
    shop.get_by_role("button", name="Bestelling met betalingsverplichting", exact=True).click()
    expect(shop.locator("main")).to_contain_text(REFERENCE)
    found = REFERENCE.search(shop.locator("main").inner_text())
    assert found is not None
    return found.group()


def ask(shop: Page, sort: str, surname: str, look: Look, text: str = "") -> None:
    """Go from the account to one of the requests about one's own data, and send it."""
    shop.goto("/account/")
    shop.locator(f"#yours ~ ul a[href$='/requests/{sort}/']").click()
    shop.wait_for_url(f"**/requests/{sort}/")
    expect(shop.locator("[name=name]")).to_have_value(f"Fenna {surname}")
    shop.fill("main [name=email]", f"{surname.lower()}@example.org")
    if text:
        shop.fill("main [name=text]", text)
    look(shop, f"shop-ask-{sort}")
    send(shop)
    shop.wait_for_url("**/post/thanks/**")
    look(shop, f"shop-thanks-{sort}")


def open_request(page: Page, surname: str, look: Look, name: str) -> str:
    """Wait for a request at the desk and open it: its clock runs, and who asks is known."""
    wait_for(page, "/privacy/requests/", surname)
    look(page, f"office-desk-{name}")
    page.locator("main tbody tr", has_text=surname).locator("a").first.click()
    page.wait_for_url(REQUEST)
    expect(page.locator(".clock")).to_contain_text(re.compile(r"nog \d+ dagen"))
    person = page.locator("[aria-labelledby=person]")
    expect(person.get_by_role("link", name=f"Fenna {surname}")).to_be_visible()
    expect(person.locator(".badge.good")).to_have_text("vastgesteld")
    look(page, f"office-request-{name}")
    return page.url


def let_go(page: Page, look: Look, name: str) -> None:
    """Let a letter that answers go as it was drafted, and close its request."""
    look(page, f"office-letter-{name}")
    page.select_option("[name=way]", "handed")
    page.get_by_role("button", name="De brief laten gaan").click()
    page.wait_for_url(REQUEST)
    page.get_by_role("button", name="Het verzoek afronden").click()
    expect(page.locator("main")).to_contain_text("Er is niets meer te doen.")
    look(page, f"office-closed-{name}")


def bill(page: Page, surname: str) -> tuple[str, str]:
    """Deliver and bill the order of somebody; give the pages of order and invoice."""
    wait_for(page, "/orders/", surname)
    page.locator("main tbody tr", has_text=surname).locator("a").first.click()
    page.wait_for_url(ORDER)
    ordered = page.url
    page.get_by_role("link", name="Leveren").click()
    page.wait_for_url("**/deliveries/new/")
    page.locator("input[name^=line_]").first.press("Enter")
    page.wait_for_url(re.compile(r"/deliveries/\d+/$"))
    page.goto(ordered)
    page.get_by_role("button", name="Factureren wat geleverd is").click()
    page.wait_for_url(INVOICE)
    page.locator("main form button.btn-primary").first.click()
    page.locator("a[href$='paper.pdf?download']").wait_for()
    return ordered, page.url


def pay(page: Page, invoice: str) -> None:
    """Record that an invoice was paid in full."""
    page.goto(invoice)
    page.locator("a[href$='/payments/'].btn-primary").click()
    page.wait_for_url("**/payments/")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(INVOICE)
    expect(page.locator(".lead .badge.good")).to_be_visible()


def shown_in(shop: Page, path: str, text: str) -> None:
    """Look at a page of the shop again and again until the office has brought something."""
    until = time.monotonic() + PULL_SECONDS
    while True:
        shop.goto(path)
        if text in shop.locator("main").inner_text():
            return
        assert time.monotonic() < until, f"{text} never came to {path}"
        time.sleep(1)


def test_access_is_asked_on_the_site_and_the_package_picked_up_there(
    page: Page, shop: Page, office: RunningOffice, looked_at: Look, tmp_path: Path
) -> None:
    register(shop, office, "Inzagevliet")
    reference = order(shop, "Inzagevliet")
    wait_for(page, "/orders/", "Inzagevliet")
    ask(shop, "access", "Inzagevliet", looked_at)
    request = open_request(page, "Inzagevliet", looked_at, "access")

    page.get_by_role("link", name="Het pakket met de gegevens maken").click()
    page.wait_for_url("**/privacy/access/**")
    page.get_by_label("Om op te halen in de winkel, na inloggen").check()
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.get_by_role("button", name="Overhandigen").click()
    expect(page.locator("main")).to_contain_text("Onderweg naar de winkel")
    looked_at(page, "office-package")
    page.get_by_role("link", name="Naar het verzoek").click()
    page.wait_for_url(request)
    page.get_by_role("link", name="Het antwoord schrijven").click()
    page.wait_for_url("**/letters/access/")
    letter = page.locator("[name=text]").input_value()
    assert "Autoriteit Persoonsgegevens" in letter
    assert "Ze liggen voor u klaar in uw account in onze webwinkel" in letter
    assert "Aan deze ontvangers" not in letter
    expect(page.locator("[name=enclosures]")).to_have_value("")
    let_go(page, looked_at, "access")

    shown_in(shop, "/account/", "Uw gegevens liggen klaar")
    looked_at(shop, "shop-account-package")
    with shop.expect_download() as download:
        shop.get_by_role("button", name="Downloaden").click()
    download.value.save_as(tmp_path / "mine.zip")
    with ZipFile(tmp_path / "mine.zip") as package:
        assert package.read("overzicht.pdf").startswith(b"%PDF-")
        data = package.read("data.json").decode()
    kinds = {each["kind"]: each["items"] for each in json.loads(data)["records"]}
    assert kinds["customer"][0]["values"]["surname"] == "Inzagevliet"
    assert reference in data

    wait_for(page, request, "Opgehaald")
    looked_at(page, "office-picked-up")


def test_a_correction_reaches_the_account_and_leaves_the_invoice_as_it_was(
    page: Page, shop: Page, office: RunningOffice, looked_at: Look
) -> None:
    register(shop, office, "Verhuisdijk")
    order(shop, "Verhuisdijk")
    _ordered, invoice = bill(page, "Verhuisdijk")
    before = page.request.get(f"{invoice}paper.pdf").body()
    ask(shop, "correction", "Verhuisdijk", looked_at, "Ik woon nu op Kade 9 in Utrecht.")
    open_request(page, "Verhuisdijk", looked_at, "correction")
    expect(page.locator("main")).to_contain_text("Ik woon nu op Kade 9 in Utrecht.")

    page.get_by_role("link", name="De gegevens verbeteren").click()
    page.wait_for_url("**/correct/**")
    looked_at(page, "office-correct")
    page.fill("[name=street]", "Kade")
    page.fill("[name=house_number]", "9")
    page.locator("main form .form-actions .btn-primary").click()
    page.wait_for_url("**/corrected/**")
    expect(page.locator("[aria-labelledby=what]")).to_contain_text("Straat")
    looked_at(page, "office-corrected")
    page.get_by_role("link", name="Het verzoek beantwoorden").click()
    page.wait_for_url("**/letters/rectified/")
    expect(page.locator("[name=text]")).to_have_value(re.compile("– Straat\n– Huisnummer"))
    let_go(page, looked_at, "correction")

    assert page.request.get(f"{invoice}paper.pdf").body() == before
    page.goto(invoice)
    expect(page.locator("main")).to_contain_text("Oudegracht 7")
    shown_in(shop, "/account/", "Kade 9")
    expect(shop.locator("main")).not_to_contain_text("Oudegracht")
    looked_at(shop, "shop-account-corrected")


def test_an_erasure_goes_as_far_as_the_law_lets_it_on_both_sides(
    page: Page, shop: Page, office: RunningOffice, looked_at: Look
) -> None:
    register(shop, office, "Vergeetbeek")
    order(shop, "Vergeetbeek")
    ordered, invoice = bill(page, "Vergeetbeek")
    pay(page, invoice)
    ask(shop, "deletion", "Vergeetbeek", looked_at)
    request = open_request(page, "Vergeetbeek", looked_at, "erasure")
    customer = page.locator("[aria-labelledby=person] dd a").first.get_attribute("href") or ""

    page.get_by_role("link", name="Bekijken wat gewist kan worden").click()
    page.wait_for_url("**/erasures/customers/**")
    looked_at(page, "office-erasure-asked")
    page.get_by_role("button", name="Uitzoeken wat weg zou gaan").click()
    kept = page.locator("[aria-labelledby=kept]")
    paper = kept.locator("tr", has_text="Facturen zoals verstuurd")
    expect(paper).to_contain_text("1 jan 2034")
    expect(paper).to_contain_text("art. 52 lid 4 AWR")
    expect(page.locator("main")).not_to_contain_text(re.compile(r"privacy\.|GDPR"))
    looked_at(page, "office-plan")
    page.fill("[name=vault_password]", VAULT_PASSWORD)
    page.get_by_role("button", name="Ondertekenen en wissen").click()
    expect(page.get_by_role("heading", name="Wat er is gedaan")).to_be_visible()
    looked_at(page, "office-erased")

    page.get_by_role("link", name="Naar het verzoek").click()
    page.wait_for_url(request)
    page.get_by_role("link", name="Het antwoord schrijven").click()
    page.wait_for_url("**/letters/erased_partly/")
    letter = page.locator("[name=text]").input_value()
    assert "– Naam, adres, telefoon, e-mail en opmerkingen" in letter
    assert "– Account in de winkel" in letter
    assert "Facturen zoals verstuurd (1 gegeven): dit bewaren wij tot 1 januari 2034" in letter
    assert "Autoriteit Persoonsgegevens" in letter
    let_go(page, looked_at, "erasure")

    page.goto(customer)
    expect(page.locator("main")).not_to_contain_text("Vergeetbeek")
    looked_at(page, "office-forgotten")
    for path in (ordered, invoice):
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("Vergeetbeek")
        looked_at(page, f"office-{'order' if path == ordered else 'invoice'}-of-the-forgotten")
    shown_in(shop, "/account/", "Wachtwoord vergeten?")
    shop.goto("/account/log-in/")
    shop.fill("main [name=email]", "vergeetbeek@example.org")
    shop.fill("main [name=password]", PASSWORD)
    send(shop)
    expect(shop.locator("main [role=alert]")).to_be_visible()
    expect(shop.locator("main [name=password]")).to_be_visible()
    looked_at(shop, "shop-log-in-refused")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_site_publishes_the_statement_sentence_by_sentence_as_the_office_made_it(
    page: Page, shop: Page, looked_at: Look, language: str
) -> None:
    ours = statement_of_the_office(page, looked_at, language)
    path = "/pages/privacy/" if language == "nl" else "/en/pages/privacy/"
    shown_in(shop, path, ours[-1])
    looked_at(shop, f"shop-statement-{language}")
    theirs = sentences(shop.locator("article.text").inner_text())
    assert theirs[1:] == ours  # the first is the title


def statement_of_the_office(page: Page, look: Look, language: str) -> list[str]:
    """Publish the statement when it changed, and give what the newest version says."""
    page.goto("/privacy/statement/")
    look(page, f"office-statement-{language}")
    publish = page.locator("form[action$='/publication/'] button")
    if publish.count():
        publish.first.click()
        expect(page.locator("#messages")).to_contain_text("geldt vanaf nu")
    page.goto("/privacy/statement/versions/")
    page.locator("h2 a").first.click()
    page.wait_for_url(re.compile(r"/versions/\d+/$"))
    speak(page, language)
    look(page, f"office-version-{language}")
    found = sentences(page.locator("article.page-sample").inner_text())
    speak(page, "nl")
    return found


def speak(page: Page, language: str) -> None:
    """Choose the language of the office in the menu of who is logged in."""
    if page.locator("html").get_attribute("lang") != language:
        button = page.locator(f"form[action$='/language/'] button[value={language}]").first
        button.evaluate("button => button.form.requestSubmit(button)")
        expect(page.locator("html")).to_have_attribute("lang", language)


def sentences(text: str) -> list[str]:
    """Take a page apart into its lines, without what lies empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
