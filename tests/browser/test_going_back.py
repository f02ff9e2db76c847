"""Going back and pressing again: what was written down stays one, and what was changed is new."""

import re

from playwright.sync_api import Page, expect

NEW = "/privacy/requests/new/"
BEFORE = "Dit was al opgeschreven. Er is niets een tweede keer toegevoegd."


def test_a_request_that_is_sent_again_after_going_back_leads_to_the_first(page: Page):
    page.goto(NEW)
    page.fill("[name=name]", "Wiebe Terugkomer")
    page.select_option("[name=kind]", "access")
    page.click("[name=register]")
    page.wait_for_url(re.compile(r"/privacy/requests/\d+/"))
    first = page.url
    page.go_back()
    expect(page.locator("[name=name]")).to_have_value("Wiebe Terugkomer")
    page.click("[name=register]")
    page.wait_for_url(first)
    expect(page.locator("#messages")).to_contain_text(BEFORE)
    page.go_back()
    page.fill("[name=name]", "Iemand Anders")
    page.click("[name=register]")
    page.wait_for_url(re.compile(r"/privacy/requests/\d+/"))
    assert page.url != first
