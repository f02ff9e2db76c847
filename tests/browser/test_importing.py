"""Importing in a browser: with the vault locked, through the columns, and to the result."""

import pytest

from browser.conftest import VAULT_PASSWORD

FILE = b"""naam;adres;postcode;plaats;land;e-mail;wachtwoord
Els van der Importberg;Dorpsstraat 12a;1234AB;Ede;NL;els.import@example.nl;geheim
;Kade 5;1011 AB;Amsterdam;NL;;
"""
LIST = {"name": "klanten.csv", "mimeType": "text/csv", "buffer": FILE}


@pytest.fixture
def file_button():
    return "#import-form button.btn-primary"


def test_a_file_stays_chosen_while_the_vault_is_unlocked(locked_page, file_button, complaints):
    page = locked_page
    page.goto("/imports/?what=customers")
    page.set_input_files("[name=file]", LIST)
    page.click(file_button)
    page.wait_for_selector("#messages .toast-note.error")
    complaints.clear()  # the browser complains of the answer 422, which is what we want
    page.click(".alert [data-unlock]")
    page.fill("#vault-dialog [type=password]", VAULT_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".vault-state.open")
    page.click(file_button)
    page.wait_for_url("**/columns/")
    assert "Els van der Importberg" in page.inner_text("main")


def test_every_page_of_an_import_is_accessible(page, is_accessible, file_button):
    page.goto("/imports/?what=customers")
    is_accessible(page)
    page.set_input_files("[name=file]", {**LIST, "buffer": b"%PDF-1.7"})
    page.click(file_button)
    page.wait_for_selector(".field-error")
    is_accessible(page)
    page.set_input_files("[name=file]", LIST)
    page.click(file_button)
    page.wait_for_url("**/columns/")
    is_accessible(page)
    page.click("form[data-guard] button.btn-primary")
    page.wait_for_selector("#preview-rows")
    is_accessible(page)
    page.click("text=Alleen foute rijen")
    page.wait_for_url("**show=wrong")
    is_accessible(page)
    page.check("[name=which][value=good]")
    page.click(".import-preview .btn-primary")
    page.wait_for_selector("text=De import is klaar")
    is_accessible(page)
