"""Mail in a real browser: set up, tried out, sent, refused and settled; accessible all along."""

import re

from playwright.sync_api import Page, expect

from support.fake_smtp import PASSWORD, USER, fake_smtp


def test_mail_is_set_up_and_an_invoice_is_mailed(page: Page, is_accessible) -> None:
    with fake_smtp() as smtp:
        page.goto("/mail/")
        is_accessible(page)
        page.goto("/mail/server/")
        is_accessible(page)
        for name, value in {
            "host": smtp.host, "port": str(smtp.port), "user": USER, "password": PASSWORD,
            "sender_name": "Winkel", "sender_address": "wij@winkel.nl",
        }.items():  # fmt: skip
            page.fill(f"[name={name}]", value)
        page.select_option("[name=security]", "none")
        page.click("main form[action='/mail/server/'] button.btn-primary")
        page.click("form[action='/mail/server/tests/'] button")
        expect(page.locator("#answer")).to_be_visible()
        expect(page.locator("code").first).to_contain_text("250 2.0.0 Ok")
        is_accessible(page)
        page.goto("/invoices/1/")
        is_accessible(page)
        smtp.does["rcpt"] = "550 5.1.1 nobody here"
        page.click("form[action='/mail/invoices/1/'] button")
        page.wait_for_url(re.compile(r"/mail/\d+/$"))
        until_it_says(page, "Geweigerd")
        is_accessible(page)
        expect(page.locator("code").first).to_contain_text("550 5.1.1 nobody here")
        page.goto("/")
        page.locator(".notices a", has_text="niet verstuurd").click()
        page.locator("#rows td a").first.click()
        smtp.does.clear()
        page.click("form[action$='/sendings/'] button")
        until_it_says(page, "Aangenomen")
        is_accessible(page)
        page.goto("/mail/")
        is_accessible(page)


def test_words_are_looked_at_before_they_are_saved(page: Page, is_accessible) -> None:
    page.goto("/mail/templates/")
    is_accessible(page)
    page.locator("main td a").first.click()
    page.fill("[name=subject]", "Rekening {number}")
    page.click("button[name=preview]")
    expect(page.locator("section[aria-labelledby=preview]")).to_contain_text("Rekening 2026-0042")
    is_accessible(page)
    page.fill("[name=subject]", "Rekening {nummer}")
    page.click("main form button.btn-primary")
    expect(page.locator(".field-error")).to_contain_text("{nummer} betekent niets in deze mail.")
    is_accessible(page)


def until_it_says(page: Page, words: str) -> None:
    """Look again until the mail has come to this state."""
    badge = page.locator(".lead .badge")
    for _ in range(60):
        if words in badge.inner_text():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(badge.inner_text())
