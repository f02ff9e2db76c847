"""The pages of the vault: unlock, lock, password, members, sheets and the log."""

import html
import re
from datetime import date

import pytest
from django.test import Client, override_settings

from klantkluis.core.roles import Role
from klantkluis.customers.commands import register_customer
from klantkluis.office.lock import door
from klantkluis.office.lock.carry import carried, unpacked
from klantkluis.office.place import Mode
from klantkluis.vault.inprocess import PASSWORD as OWNER_PASSWORD
from klantkluis.vault.inprocess import InProcessVault
from web_door import PASSWORD, VAULT_PASSWORD, give_slot


@pytest.fixture
def with_slot(browser_of, in_process_vault) -> Client:
    client = browser_of(Role.SALES)
    give_slot(in_process_vault, client.staff)
    return client


def unlock(client: Client, password: str = VAULT_PASSWORD, **more):
    return client.post("/vault/unlock/", {"vault_password": password, **more})


def test_the_second_password_opens_the_vault_and_leads_back(with_slot):
    answer = unlock(with_slot, next="/customers/")
    assert answer["Location"] == "/customers/"
    cookie = answer.cookies[door.LOOPBACK_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert "vault-state open" in with_slot.get("/vault/").content.decode()


def test_over_https_the_cookie_is_bound_to_the_host(with_slot):
    answer = with_slot.post("/vault/unlock/", {"vault_password": VAULT_PASSWORD}, secure=True)
    cookie = answer.cookies["__Host-vault"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_a_wrong_vault_password_is_said_beside_nothing_else(with_slot):
    answer = unlock(with_slot, "kast fiets wolk brood stoel")
    assert answer.status_code == 200
    assert "That is not the vault password." in answer.content.decode()
    assert door.LOOPBACK_COOKIE not in answer.cookies


def test_the_vault_password_never_travels_over_plain_http_of_a_network(with_slot, settings):
    far = {"REMOTE_ADDR": "192.0.2.10"}
    assert with_slot.post("/vault/unlock/", {"vault_password": "x"}, **far).status_code == 403
    place = settings.PLACE
    strict = type(place)(root=place.root, mode=Mode.PRODUCTION, database_url=place.database_url)
    with override_settings(PLACE=strict):
        assert unlock(with_slot).status_code == 403


def test_one_cookie_alone_opens_nothing(as_owner, browser_of):
    token = as_owner.cookies[door.LOOPBACK_COOKIE].value
    thief = browser_of(person=as_owner.staff)
    thief.cookies[door.LOOPBACK_COOKIE] = token
    assert "vault-state locked" in thief.get("/vault/").content.decode()
    as_owner.cookies.pop("sessionid")
    assert as_owner.get("/vault/").status_code == 302


def test_locking_takes_the_cookie_back(as_owner):
    answer = as_owner.post("/vault/lock/", {"next": "/account/"})
    assert answer["Location"] == "/account/"
    assert answer.cookies[door.LOOPBACK_COOKIE].value == ""
    assert "vault-state locked" in as_owner.get("/vault/").content.decode()


def test_locking_for_everybody_locks_colleagues_too(as_owner, browser_of):
    other = browser_of(Role.SALES, unlocked=True)
    assert "vault-state open" in other.get("/vault/").content.decode()
    as_owner.post("/vault/lock-all/")
    assert "vault-state locked" in other.get("/vault/").content.decode()


def test_the_dialogue_tells_the_open_page_instead_of_leaving_it(with_slot):
    part = with_slot.get("/vault/unlock/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-post="/vault/unlock/"' in part
    answer = with_slot.post(
        "/vault/unlock/", {"vault_password": VAULT_PASSWORD}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204
    assert answer["HX-Trigger"] == "vault:opened"


def test_what_was_typed_while_locked_comes_along_and_is_sent_again(with_slot, our_company):
    typed = {
        "surname": "Ångström & <Zoon>",
        "first_name": "Zoë",
        "country": "NL",
        "language": "nl",
        "payment_term_days": "14",
    }
    locked = with_slot.post("/customers/new/", typed)
    assert locked.status_code == 409
    packed = html.unescape(
        re.search(r'<textarea name="carry"[^>]*>(.*?)</textarea>', locked.content.decode(), re.S)[1]
    )
    assert dict(unpacked(packed).fields)["surname"] == typed["surname"]
    answer = unlock(with_slot, carry=packed)
    page = answer.content.decode()
    assert 'action="/customers/new/"' in page
    again = {
        name: html.unescape(value)
        for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', page, re.S)
    }
    saved = with_slot.post("/customers/new/", again)
    assert saved.status_code == 302
    assert "Ångström &amp; &lt;Zoon&gt;" in with_slot.get(saved["Location"]).content.decode()


def test_a_forged_form_is_not_carried_and_no_password_is(rf):
    assert unpacked('{"path": "/vault/lock-all/", "fields": []}:forged') is None
    request = rf.post("/x/", {"name": "a", "vault_password": "secret", "csrfmiddlewaretoken": "t"})
    assert unpacked(carried(request)).fields == (("name", "a"),)


def test_a_vault_password_may_not_be_the_log_in_password(with_slot):
    unlock(with_slot)
    typed = {"new_password": PASSWORD, "repeat_password": PASSWORD}
    answer = with_slot.post("/vault/password/", {"vault_password": VAULT_PASSWORD, **typed})
    assert "The vault needs a different one." in answer.content.decode()


def test_a_new_vault_password_opens_and_the_old_one_does_not(with_slot):
    unlock(with_slot)
    new = "vijf heel andere woorden samen"
    typed = {"new_password": new, "repeat_password": new}
    answer = with_slot.post("/vault/password/", {"vault_password": VAULT_PASSWORD, **typed})
    assert answer.status_code == 302
    with_slot.post("/vault/lock/")
    assert unlock(with_slot).status_code == 200
    assert unlock(with_slot, new).status_code == 302


def test_an_owner_gives_a_colleague_a_part_in_the_vault(
    browser_of, in_process_vault, staff, monkeypatch
):
    owner = browser_of(Role.OWNER)
    give_slot(in_process_vault, owner.staff)
    unlock(owner)
    colleague = browser_of(Role.SALES)
    url = f"/vault/members/{colleague.staff.uid}/"
    wrong = owner.post(url, {"act": "enrol", "vault_password": "not this one at all"})
    assert "That is not the vault password." in wrong.content.decode()
    answer = owner.post(url, {"act": "enrol", "vault_password": VAULT_PASSWORD})
    code = re.search(r'<p class="code-box">(.*?)</p>', answer.content.decode())[1]
    typed = {"new_password": "tien tenten in de tuin", "repeat_password": "tien tenten in de tuin"}
    joined = colleague.post("/vault/join/", {"code": code, **typed})
    assert joined.status_code == 302
    assert "vault-state open" in colleague.get("/vault/").content.decode()
    assert "Has a password" in owner.get("/vault/members/").content.decode()


def test_roles_of_the_account_follow_into_the_vault_when_an_owner_says_so(
    browser_of, in_process_vault
):
    owner = browser_of(Role.OWNER)
    give_slot(in_process_vault, owner.staff)
    unlock(owner)
    colleague = browser_of(Role.SALES)
    give_slot(in_process_vault, colleague.staff)
    typed = {"display_name": "X", "language": "en", "roles": ["warehouse"]}
    owner.post(f"/colleagues/{colleague.staff.uid}/", typed)
    assert "Other roles than the account" in owner.get("/vault/members/").content.decode()
    url = f"/vault/members/{colleague.staff.uid}/"
    owner.post(url, {"act": "set_roles", "vault_password": VAULT_PASSWORD})
    assert "Other roles than the account" not in owner.get("/vault/members/").content.decode()


def test_the_log_is_shown_and_checked(as_owner):
    page = as_owner.get("/vault/log/")
    assert page.status_code == 200
    checked = as_owner.post("/vault/log/").content.decode()
    assert "each signature is right" in checked


def test_pages_that_need_the_vault_ask_for_it(as_locked_owner):
    for path in ("/vault/members/", "/vault/log/"):
        answer = as_locked_owner.get(path)
        assert answer.status_code == 409
        assert "The vault is locked" in answer.content.decode()


def test_new_sheets_are_shown_once_and_typed_back(browser_of, in_process_vault):
    owner = browser_of(Role.OWNER)
    give_slot(in_process_vault, owner.staff)
    unlock(owner)
    page = owner.post("/vault/sheets/", {"vault_password": VAULT_PASSWORD}).content.decode()
    lists = re.findall(r"<ol>(.*?)</ol>", page.split('class="stack"')[1], re.S)
    sheets = [re.findall(r"<li>(.*?)</li>", each) for each in lists]
    assert [len(lines) for lines in sheets] == [4, 4]
    assert page.count("<svg") >= 2
    assert "style=" not in page
    typed = {f"line_{n}": line for n, line in enumerate(sheets[0], start=1)}
    third = typed["line_3"]
    misread = ("7" if third[0] != "7" else "9") + third[1:]
    wrong = owner.post("/vault/sheets/1/", {**typed, "line_3": misread})
    assert 'id="id_line_3_error"' in wrong.content.decode()
    assert owner.post("/vault/sheets/1/", typed)["Location"] == "/vault/sheets/2/"
    other = {f"line_{n}": line.lower() for n, line in enumerate(sheets[1], start=1)}
    assert owner.post("/vault/sheets/2/", other)["Location"] == "/"


def test_the_owner_of_the_process_is_not_touched_by_other_passwords(in_process_vault):
    assert in_process_vault.password_opens(staff="owner", password=OWNER_PASSWORD)


def test_who_looked_at_very_many_customers_goes_on_with_the_password(
    browser_of, in_process_vault, owner
):
    first, second = (
        register_customer(fields={"surname": name}, actor=owner, today=date(2026, 1, 2))
        for name in ("Kok", "Bos")
    )
    client = browser_of(Role.SALES)
    give_slot(in_process_vault, client.staff)
    unlock(client)
    _limit(in_process_vault, 1)
    try:
        assert client.get(f"/customers/{first}/").status_code == 200
        stopped = client.get(f"/customers/{second}/")
        assert stopped.status_code == 409
        assert "the owner sees that you did" in stopped.content.decode()
        typed = {"vault_password": "not the one at all", "next": f"/customers/{second}/"}
        assert client.post("/vault/limit/", typed).status_code == 200
        answer = client.post("/vault/limit/", {**typed, "vault_password": VAULT_PASSWORD})
        assert client.get(answer["Location"]).status_code == 200
    finally:
        _limit(in_process_vault, 0)


def _limit(vault: InProcessVault, subjects: int) -> None:
    owner = vault.owner()
    grant = owner.confirm("change_settings", OWNER_PASSWORD)
    owner.change_settings({"subjects_per_10_minutes": subjects}, grant=grant)
