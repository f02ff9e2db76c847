"""Our paper is chosen while its sample stands beside it, and a letter is written on it."""

from collections.abc import Callable

import typst
from playwright.sync_api import Page, expect

Accessible = Callable[[Page], None]
DESIGN = b"""
#set page(paper: "a4", margin: 0pt)
#place(top, rect(width: 100%, height: 30mm, fill: rgb("#0b3d2e")))
#pagebreak()
#place(bottom, rect(width: 100%, height: 6mm, fill: rgb("#e8dcc0")))
"""


def sample(page: Page) -> str:
    """Give the first sheet of the sample, as it is shown."""
    return page.locator("#preview img").first.get_attribute("src") or ""


def test_a_letterhead_shows_on_the_sample_before_anything_is_saved(
    page: Page, is_accessible: Accessible
) -> None:
    page.goto("/company/paper/")
    before = sample(page)
    is_accessible(page)
    design = typst.Compiler().compile(DESIGN, format="pdf")
    file = {"name": "briefpapier.pdf", "mimeType": "application/pdf", "buffer": design}
    page.set_input_files("[name=letterhead]", file)
    expect(page.locator("#preview img").first).not_to_have_attribute("src", before)
    on_it = sample(page)
    page.uncheck("[name=shows_mark]")
    expect(page.locator("#preview img").first).not_to_have_attribute("src", on_it)
    page.select_option("[name=show_kind]", "long_invoice")
    expect(page.locator("#preview img")).to_have_count(2)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(500)  # colours change slowly
        is_accessible(page)
    page.reload()
    assert sample(page) == before
    page.set_input_files("[name=letterhead]", {**file, "buffer": b"no pdf"})
    expect(page.locator("#preview")).to_contain_text("Dit is geen pdf die gelezen kan worden.")
    is_accessible(page)


def test_a_letter_is_written_and_found_back(page: Page, is_accessible: Accessible) -> None:
    page.goto("/customers/3/")
    page.locator("a[href$='/letters/new/']").click()
    expect(page.locator("[name=salutation]")).not_to_have_value("")
    is_accessible(page)
    page.fill("[name=subject]", "Uw vraag over onderhoud")
    page.click("main form .btn-primary")
    expect(page.locator(".field-error")).to_have_count(1)
    is_accessible(page)
    page.fill("[name=text]", "Een keer per jaar oliën is genoeg.")
    with page.context.expect_page() as opened:
        page.click("button[name=preview]")
    opened.value.close()
    page.click("main form .btn-primary")
    letter = page.get_by_role("link", name="Uw vraag over onderhoud")
    expect(letter).to_be_visible()
    is_accessible(page)
    address = letter.get_attribute("href") or ""
    paper = page.request.get(address)
    assert paper.body().startswith(b"%PDF-")
    assert page.request.get(address).body() == paper.body()
