"""From nothing to an office: owner, vault password, recovery sheets, company."""

import re

import pytest
from django.conf import settings
from django.test import Client

from klantkluis.core.roles import Role
from klantkluis.foundation.models import Company
from klantkluis.office import middleware
from klantkluis.office.access.models import Staff
from klantkluis.office.lock import door
from klantkluis.office.setup.code import first_run_code
from klantkluis.office.setup.words import five_words, words
from klantkluis.vault.inprocess import InProcessVault

LOG_IN = "zeven-geiten-op-stok"
VAULT = "kaars molen brug appel wolk"
COMPANY = {
    "name": "De Houten Lepel",
    "street": "Dorpsstraat",
    "house_number": "3",
    "postcode": "3511 AB",
    "town": "Utrecht",
    "coc_number": "90000001",
    "payment_term_days": "14",
    "price_basis": "gross",
    "colour": "#0F5F5A",
    "window_side": "left",
}


@pytest.fixture
def empty_vault(monkeypatch) -> InProcessVault:
    vault = InProcessVault()
    monkeypatch.setattr(door, "vault", lambda: vault)
    return vault


@pytest.fixture
def visitor(db, empty_vault, tmp_path, monkeypatch) -> Client:
    monkeypatch.setenv("KLANTKLUIS_FIRST_RUN_CODE", str(tmp_path / "code"))
    return Client()


def begin(visitor: Client, code: str | None = None, **more: str):
    typed = {
        "code": first_run_code(settings.PLACE) if code is None else code,
        "display_name": "Els",
        "username": "els",
        "language": "en",
        "new_password": LOG_IN,
        "repeat_password": LOG_IN,
    }
    return visitor.post("/welcome/", {**typed, **more})


def test_four_steps_lead_from_nothing_to_an_office(visitor, empty_vault):
    assert visitor.get("/customers/")["Location"] == "/welcome/"
    assert begin(visitor)["Location"] == "/welcome/vault/"
    assert visitor.get("/")["Location"] == "/welcome/vault/"
    password = {"new_password": VAULT, "repeat_password": VAULT}
    page = visitor.post("/welcome/vault/", password).content.decode()
    assert visitor.get("/")["Location"] == "/vault/sheets/1/"
    lists = re.findall(r"<ol>(.*?)</ol>", page.split('class="stack"')[1], re.S)
    for number, each in enumerate(lists, start=1):
        lines = enumerate(re.findall(r"<li>(.*?)</li>", each), start=1)
        visitor.post(f"/vault/sheets/{number}/", {f"line_{n}": line for n, line in lines})
    assert visitor.get("/")["Location"] == "/company/"
    assert visitor.post("/company/", COMPANY)["Location"] == "/"
    assert visitor.get("/").status_code == 200
    assert Staff.objects.get().roles == {Role.OWNER}
    assert Company.objects.get().colour == "#0f5f5a"


def test_only_who_reads_the_terminal_becomes_the_owner(visitor):
    answer = begin(visitor, code="AAAA-AAAA")
    assert answer.status_code == 200
    assert not Staff.objects.exists()


def test_guessing_the_code_is_slowed_down(visitor):
    for _index in range(5):
        begin(visitor, code="AAAA-AAAA")
    begin(visitor)
    assert not Staff.objects.exists()


def test_the_code_is_gone_once_there_is_an_owner(visitor, tmp_path):
    begin(visitor)
    assert not (tmp_path / "code").exists()
    assert begin(Client())["Location"] == "/"
    assert Staff.objects.count() == 1


def test_the_vault_password_is_not_the_log_in_password(visitor, empty_vault):
    begin(visitor)
    answer = visitor.post("/welcome/vault/", {"new_password": LOG_IN, "repeat_password": LOG_IN})
    assert "The vault needs a different one." in answer.content.decode()
    assert not empty_vault.status().is_installed


def test_a_weak_vault_password_is_refused_beside_the_form(visitor, empty_vault):
    begin(visitor)
    answer = visitor.post("/welcome/vault/", {"new_password": "kort", "repeat_password": "kort"})
    assert "at least 12 characters" in answer.content.decode()


def test_nothing_typed_is_lost_when_something_is_refused(visitor):
    page = begin(visitor, new_password="kort").content.decode()
    assert 'value="Els"' in page
    assert 'value="els"' in page
    assert LOG_IN not in page


def test_five_words_are_suggested_from_a_list_of_our_own(visitor):
    assert len(set(words())) == len(words()) >= 2048
    assert all(4 <= len(word) <= 10 and word.islower() for word in words())
    suggested = five_words().split()
    assert len(suggested) == 5
    assert set(suggested) <= set(words())
    begin(visitor)
    assert visitor.get("/welcome/words/").content.decode().count('class="code-box"') == 1


def test_an_office_with_an_owner_is_asked_only_once(visitor, rf, django_assert_num_queries):
    begin(visitor)
    watched = middleware.first_run(lambda request: request.path)
    assert watched(rf.get("/orders/")) == "/orders/"
    with django_assert_num_queries(0):
        assert watched(rf.get("/orders/")) == "/orders/"
