"""The settings of the vault as pages: limits, decoys, and our own bank accounts."""

import re

import pytest
from django.test import Client

from klantkluis.core.roles import Role
from klantkluis.customers.commands import register_customer
from klantkluis.foundation.models import Company
from klantkluis.vault.inprocess import PASSWORD as OWNER_PASSWORD
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.server.settings import bounds
from klantkluis.vault.staff import StaffVault
from rooms.story import TODAY
from web_door import VAULT_PASSWORD, give_slot

LIMITS = {
    "subjects_per_10_minutes": "40",
    "subjects_per_day": "400",
    "cards_per_10_minutes": "1500",
    "idle_minutes": "5",
    "absolute_minutes": "240",
    "erasures_per_day": "25",
}
PAGES = (
    "/vault/settings/",
    "/vault/settings/decoys/",
    "/vault/settings/own-account/",
    "/vault/books/",
)


def text(answer) -> str:
    return answer.content.decode()


def errors(answer) -> dict[str, str]:
    """Give the sentences beside the fields, by field."""
    found = re.findall(
        r'class="field-error" id="id_(\w+)_error".*?<span>(.*?)</span>', text(answer), re.S
    )
    return {name: sentence.strip() for name, sentence in found}


def put_back(vault: InProcessVault, **settings) -> None:
    owner = vault.owner()
    owner.change_settings(settings, grant=owner.confirm("change_settings", OWNER_PASSWORD))


@pytest.fixture
def keeper(browser_of, in_process_vault) -> Client:
    """A browser of an owner with a real vault password; the vault's settings are put back."""
    before = in_process_vault.owner().settings()
    client = browser_of(Role.OWNER, unlocked=True)
    give_slot(in_process_vault, client.staff)
    yield client
    numbers = {name: value for name, value in before.items() if isinstance(value, int)}
    put_back(in_process_vault, **(numbers | {"decoys": [], "own_accounts": []}))


@pytest.fixture
def strict(monkeypatch) -> None:
    """Let the pages see the bounds of a real office."""
    monkeypatch.setattr(StaffVault, "setting_bounds", lambda _session: bounds("production"))


@pytest.mark.parametrize("path", PAGES)
def test_the_owner_sees_them_with_an_open_vault_and_nobody_else(
    path, as_owner, browser_of, as_stranger
):
    assert as_owner.get(path).status_code == 200
    locked = browser_of(person=as_owner.staff).get(path)
    assert locked.status_code == 409
    assert "The vault is locked" in text(locked)
    assert browser_of(Role.SALES, unlocked=True).get(path).status_code == 403
    assert as_stranger.get(path)["Location"].startswith("/log-in/")


def test_new_limits_hold_when_the_password_is_right(keeper, in_process_vault):
    answer = keeper.post("/vault/settings/", {**LIMITS, "vault_password": VAULT_PASSWORD})
    assert answer["Location"] == "/vault/settings/"
    held = in_process_vault.owner().settings()
    assert {name: str(held[name]) for name in LIMITS} == LIMITS
    page = text(keeper.get("/vault/settings/"))
    assert all(f'value="{value}"' in page for value in LIMITS.values())


def test_a_wrong_password_is_said_beside_its_field_and_what_was_typed_stays(
    keeper, in_process_vault
):
    answer = keeper.post("/vault/settings/", {**LIMITS, "vault_password": "not this one at all"})
    assert errors(answer) == {"vault_password": "That is not the vault password."}
    assert 'value="1500"' in text(answer)
    assert "not this one" not in text(answer)
    assert in_process_vault.owner().settings()["cards_per_10_minutes"] != 1500


@pytest.mark.parametrize("typed", ["0", "10001", "-1", "3,5", "many", ""])
def test_a_number_outside_its_range_is_answered_with_the_range(keeper, strict, typed):
    answer = keeper.post(
        "/vault/settings/",
        {**LIMITS, "subjects_per_10_minutes": typed, "vault_password": VAULT_PASSWORD},
    )
    said = errors(answer)
    assert said == {"subjects_per_10_minutes": "Give a whole number from 1 to 10,000."}
    assert f'value="{typed}"' in text(answer) or not typed
    assert 'value="1500"' in text(answer)


def test_every_wrong_number_is_said_at_once(keeper, strict):
    wrong = dict.fromkeys(LIMITS, "999999")
    answer = keeper.post("/vault/settings/", {**wrong, "vault_password": VAULT_PASSWORD})
    assert set(errors(answer)) == set(LIMITS)
    assert "to 720." in errors(answer)["absolute_minutes"]


def test_limits_that_contradict_each_other_are_refused(keeper):
    typed = {**LIMITS, "subjects_per_10_minutes": "500", "idle_minutes": "300"}
    answer = keeper.post("/vault/settings/", {**typed, "vault_password": VAULT_PASSWORD})
    assert set(errors(answer)) == {"subjects_per_10_minutes", "idle_minutes"}


def test_in_a_demo_there_may_be_no_limit_and_the_page_says_so(keeper, in_process_vault):
    typed = {**LIMITS, "subjects_per_10_minutes": "0", "subjects_per_day": "0"}
    assert "0 means no limit" in text(keeper.get("/vault/settings/"))
    keeper.post("/vault/settings/", {**typed, "vault_password": VAULT_PASSWORD})
    assert in_process_vault.owner().settings()["subjects_per_day"] == 0


@pytest.mark.usefixtures("strict")
def test_a_real_office_always_has_limits(keeper):
    assert "0 means no limit" not in text(keeper.get("/vault/settings/"))


def test_a_decoy_is_marked_by_its_number_and_raises_an_alarm(keeper, in_process_vault, owner):
    decoy, other = (
        register_customer(fields={"surname": name}, actor=owner, today=TODAY)
        for name in ("Goudmijn", "Bos")
    )
    in_process_vault.owner().seen_alarms()
    answer = keeper.post(
        "/vault/settings/decoys/", {"numbers": " #1, 1 ", "vault_password": VAULT_PASSWORD}
    )
    assert answer.status_code == 302
    page = text(keeper.get("/vault/settings/decoys/"))
    assert 'value="1"' in page
    assert f'href="/customers/{decoy}/"' in page
    assert "Goudmijn" not in page  # looking at the decoys is no look at a decoy
    assert in_process_vault.status().alarms == 0
    keeper.get(f"/customers/{other}/")
    assert in_process_vault.status().alarms == 0
    keeper.get(f"/customers/{decoy}/")
    assert "decoy" in [kind["what"] for kind in in_process_vault.status().alarm_kinds]
    keeper.post("/vault/settings/decoys/", {"numbers": "", "vault_password": VAULT_PASSWORD})
    assert in_process_vault.owner().settings()["decoys"] == []
    in_process_vault.owner().seen_alarms()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1, 77", "There is no customer with number 77."),
        ("1, Jansen", "Not a customer number: Jansen."),
        (",".join(["1"] * 101), "At most 100 decoys."),
    ],
)
def test_what_is_no_customer_number_is_said_beside_the_field(
    keeper, in_process_vault, owner, typed, sentence
):
    register_customer(fields={"surname": "Bos"}, actor=owner, today=TODAY)
    answer = keeper.post(
        "/vault/settings/decoys/", {"numbers": typed, "vault_password": VAULT_PASSWORD}
    )
    assert errors(answer) == {"numbers": sentence}
    assert f'value="{typed}"' in text(answer)
    assert in_process_vault.owner().settings()["decoys"] == []


def test_a_new_account_number_leads_to_where_the_vault_gets_to_know_it(
    keeper, in_process_vault, our_company
):
    typed = {
        "name": "Voorbeeld BV", "street": "Marktstraat", "house_number": "1",
        "postcode": "3511 AB", "town": "Utrecht", "payment_term_days": "21",
        "price_basis": "net", "colour": "#123abc", "window_side": "right",
    }  # fmt: skip
    same = keeper.post("/company/", {**typed, "iban": our_company.iban})
    assert same["Location"] == "/company/"
    answer = keeper.post("/company/", {**typed, "iban": "NL20 INGB 0001 2345 67"})
    assert answer["Location"] == "/vault/settings/own-account/"
    page = text(keeper.get(answer["Location"]))
    assert "NL20INGB0001234567" in page
    assert our_company.iban in page  # it stands on paper that was sent
    wrong = keeper.post(answer["Location"], {"vault_password": "not this one at all"})
    assert errors(wrong) == {"vault_password": "That is not the vault password."}
    assert "does not know your own bank account" in text(keeper.get("/"))
    keeper.post(answer["Location"], {"vault_password": VAULT_PASSWORD})
    accounts = ["NL20INGB0001234567", our_company.iban]
    assert in_process_vault.owner().unknown_accounts(accounts) == 0
    assert "Known to the vault" in text(keeper.get(answer["Location"]))
    assert "does not know your own bank account" not in text(keeper.get("/"))
    again = keeper.post("/company/", {**typed, "iban": our_company.iban})
    assert again["Location"] == "/company/"


def test_an_own_account_may_stand_in_a_text_once_the_vault_knows_it(
    keeper, in_process_vault, owner, our_company
):
    from klantkluis.vault.refusals import BankAccountRefused

    words = {"surname": "Bos", "remarks": f"Paid to {our_company.iban}"}
    with pytest.raises(BankAccountRefused):
        register_customer(fields=words, actor=owner, today=TODAY)
    keeper.post("/vault/settings/own-account/", {"vault_password": VAULT_PASSWORD})
    assert register_customer(fields=words, actor=owner, today=TODAY)


def test_an_office_without_an_account_has_nothing_to_tell(as_owner):
    # Own data are never changed or removed, so this office begins without any account.
    page = text(as_owner.get("/vault/settings/own-account/"))
    assert Company.objects.count() == 1
    assert "NL91ABNA0417164300" in page


def test_books_from_a_backup_are_accepted_with_the_password_only(keeper, in_process_vault):
    assert keeper.get("/vault/books/").status_code == 200
    wrong = keeper.post("/vault/books/", {"vault_password": "not this one at all"})
    assert errors(wrong) == {"vault_password": "That is not the vault password."}
    before = in_process_vault.server.opened().books_from
    answer = keeper.post("/vault/books/", {"vault_password": VAULT_PASSWORD})
    assert answer["Location"] == "/housekeeping/"
    assert in_process_vault.server.opened().books_from > before
