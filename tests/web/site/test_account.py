"""Registering, logging in, and what somebody does with their own registration."""

import json
from uuid import UUID

import pytest
from django.test import Client

from klantkluis.messages.link import fingerprint
from klantkluis.messages.outbox import Kind
from klantkluis.messages.profile import Profile, seal_profile
from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Profiles, Pull, SealedProfile, Verb
from klantkluis.site import mail, pepper
from klantkluis.site.account import keys
from klantkluis.site.account.session import IDLE_SECONDS, cookie_name
from klantkluis.site.identity import identity
from klantkluis.site.models import Account, LogIn, PasswordReset
from klantkluis.vault.opening import public_bytes
from web.site.visitors import EMAIL, PASSWORD, PERSON, kinds, link_in, log_in, register

NEW = "zeven groene theekopjes"


@pytest.fixture
def registered(office) -> Client:
    client = Client()
    register(client)
    return client


def test_who_registers_is_known_to_the_office_and_seen_on_the_page(office, registered):
    ((kind, letter),) = office.letters()
    assert kind is Kind.REGISTRATION
    assert (letter.who.email, letter.who.surname_prefix, letter.who.surname) == (
        EMAIL, "van der", "Zwart"
    )  # fmt: skip
    assert (letter.address.postcode, letter.statement, letter.rev) == ("3511 AB", "p1", 1)
    page = registered.get("/account/").content.decode()
    assert "van der Zwart" in page
    assert "Kerkstraat 12 a" in page


def test_nothing_is_stored_before_the_link_is_used(office):
    Client().post("/account/register/", {"email": EMAIL})
    assert (Account.objects.count(), kinds(office)) == (0, [])
    assert EMAIL not in link_in(mail.kept[0].text)


def test_a_known_address_gets_the_same_page_and_a_mail_that_says_so(office, registered):
    known = Client().post("/account/register/", {"email": EMAIL.upper()})
    unknown = Client().post("/account/register/", {"email": "iemand@winkelpost.example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "al een account" in mail.kept[-2].text
    assert "/account/register/" in mail.kept[-1].text


def test_a_link_makes_one_account_however_often_it_is_used(office):
    Client().post("/account/register/", {"email": EMAIL})
    on = link_in(mail.kept[0].text)
    filled = {**PERSON, "password": PASSWORD}
    assert Client().post(on, filled).status_code == 302
    again = Client().post(on, filled)
    assert "Er is al een account" in again.content.decode()
    assert Account.objects.count() == 1


@pytest.mark.parametrize("change", [lambda link: link[:-4] + "aaa/", lambda link: link[:60] + "/"])
def test_a_damaged_link_opens_nothing(office, change):
    Client().post("/account/register/", {"email": EMAIL})
    assert Client().get(change(link_in(mail.kept[0].text))).status_code == 410


def test_an_old_link_opens_nothing(office, monkeypatch):
    Client().post("/account/register/", {"email": EMAIL})
    import time

    later = time.time() + 25 * 3600
    monkeypatch.setattr("klantkluis.site.tokens.time.time", lambda: later)
    assert Client().get(link_in(mail.kept[0].text)).status_code == 410


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"password": "kort"}, "12 tekens"),
        ({"password": "1q2w3e4r5t6y"}, "veel mensen"),
        ({"postcode": "12"}, "past niet bij het land"),
        ({"street": "NL91 ABNA 0417 1643 00"}, "bankrekeningnummer"),
        ({"house_number": ""}, "deel van het adres"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(office, parts, said):
    client = Client()
    client.post("/account/register/", {"email": EMAIL})
    answer = client.post(link_in(mail.kept[0].text), {**PERSON, "password": PASSWORD} | parts)
    page = answer.content.decode()
    assert said.casefold() in page.casefold()
    assert 'role="alert"' in page
    assert Account.objects.count() == 0


def test_somebody_logs_in_and_out(office, registered):
    registered.post("/account/log-out/")
    assert (LogIn.objects.count(), registered.get("/account/").status_code) == (0, 302)
    assert log_in(registered, email=EMAIL.upper()).status_code == 302
    assert "van der Zwart" in registered.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("/account/change/", "/account/change/"),
        ("//elsewhere.example.org/", "/account/"),
        ("https://elsewhere.example.org/", "/account/"),
        ("javascript:alert(1)", "/account/"),
        ("/\\elsewhere.example.org", "/account/"),
    ],
)
def test_who_logs_in_comes_back_to_where_they_were_and_never_elsewhere(
    office, registered, wanted, where
):
    form = {"email": EMAIL, "password": PASSWORD}
    assert Client().post("/account/log-in/", form, query_params={"next": wanted}).url == where


def test_a_page_of_ones_own_asks_to_log_in_and_says_where_to_come_back_to(office):
    assert Client().get("/en/account/email/").url == (
        "/en/account/log-in/?next=%2Fen%2Faccount%2Femail%2F"
    )


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(office, registered):
    def said(**parts):
        page = log_in(Client(), **parts).content.decode()
        return page[page.index('class="errors"') : page.index("</ul>")]

    assert said(password="verkeerd wachtwoord") == said(email="niemand@winkelpost.example.org")


def test_the_cookie_holds_a_random_secret_and_the_row_alone_opens_nothing(office, registered):
    cookie = registered.cookies[cookie_name()]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["max-age"], cookie["expires"]) == ("", ""), "a browser would drop it at once"
    other = Client()
    other.cookies[cookie_name()] = cookie.value[:24] + "A" * (len(cookie.value) - 24)
    assert other.get("/account/").status_code == 302


def test_a_log_in_ends_after_an_hour_without_a_page_and_lasts_with_them(office, registered):
    LogIn.objects.update(until=LogIn.objects.get().until - IDLE_SECONDS + 30)
    assert registered.get("/account/").status_code == 200
    assert LogIn.objects.get().until > __import__("time").time() + IDLE_SECONDS - 10
    LogIn.objects.update(until=1)
    assert registered.get("/account/").status_code == 302


def test_logging_out_everywhere_ends_every_log_in(office, registered):
    other = Client()
    log_in(other)
    registered.post("/account/log-out-everywhere/")
    assert other.get("/account/").status_code == 302


def test_without_the_pepper_it_is_later_and_nobody_is_lost(office, registered):
    held = pepper.pepper()
    pepper.forget()
    for page in ("/account/", "/account/log-in/", "/account/register/", "/account/forgotten/"):
        assert registered.get(page).status_code == 503
    pepper.keep(held)
    assert registered.get("/account/").status_code == 200


def test_a_new_address_is_seen_at_once_and_told_to_the_office(office, registered):
    answer = registered.post("/account/change/", {**PERSON, "town": "Zeist"})
    assert answer.status_code == 302
    assert "Zeist" in registered.get("/account/").content.decode()
    kind, letter = office.letters()[-1]
    assert (kind, letter.address.town, letter.rev) == (Kind.PROFILE_CHANGE, "Zeist", 2)
    assert 'value="Zeist"' in registered.get("/account/change/").content.decode()


def test_the_office_seals_the_profile_and_its_owner_reads_it(office, registered):
    account = Account.objects.get()
    public = bytes(account.public)
    _kind, letter = office.letters()[0]
    better = Profile.of(letter.who, letter.address)
    sealed = seal_profile(public, better, site_id=identity().site_id, account=account.uid, rev=2)
    taken = SealedProfile(account=account.uid, rev=2, for_key=fingerprint(public), sealed=sealed)
    assert office.ask(Verb.PROFILES, Profiles(profiles=(taken,))).left_alone == ()
    assert "Kerkstraat" in registered.get("/account/").content.decode()


def test_another_password_ends_the_other_log_ins(office, registered):
    other = Client()
    log_in(other)
    said = {"password": PASSWORD, "new_password": NEW}
    assert "gewijzigd" in registered.post("/account/password/", said).content.decode()
    assert (registered.get("/account/").status_code, other.get("/account/").status_code) == (
        200, 302
    )  # fmt: skip
    assert log_in(Client()).status_code == 200
    assert log_in(Client(), NEW).status_code == 302


def test_a_password_is_changed_by_who_knows_it_only(office, registered):
    said = {"password": "verkeerd wachtwoord", "new_password": NEW}
    assert "niet uw wachtwoord" in registered.post("/account/password/", said).content.decode()
    assert log_in(Client()).status_code == 302


def forgotten(client: Client) -> str:
    client.post("/account/forgotten/", {"email": EMAIL})
    return link_in(mail.kept[-1].text)


def test_a_forgotten_password_loses_nothing(office, registered):
    link, before = forgotten(registered), bytes(Account.objects.get().public)
    assert Client().post(link, {"password": NEW}).status_code == 302
    assert registered.get("/account/").status_code == 302
    client = Client()
    assert log_in(client, NEW).status_code == 302
    assert "komen binnen enkele minuten" in client.get("/account/").content.decode()
    kind, letter = office.letters()[-1]
    account = Account.objects.get()
    assert (kind, letter.account, letter.public) == (
        Kind.NEW_KEY, account.uid, keys.as_text(bytes(account.public))
    )  # fmt: skip
    assert bytes(account.public) != before
    assert Client().post(link, {"password": NEW}).status_code == 410


def test_a_link_for_a_new_password_is_stored_as_a_digest_and_ends_after_an_hour(office, registered):
    link = forgotten(registered)
    token = link.split("/")[-2]
    assert token.encode() not in bytes(PasswordReset.objects.get().token_hash)
    PasswordReset.objects.update(until=1)
    assert Client().get(link).status_code == 410


def test_what_has_ended_is_gone_when_the_office_has_called(office, registered):
    forgotten(registered)
    office.ask(Verb.PULL, Pull(after=0))
    assert (LogIn.objects.count(), PasswordReset.objects.count()) == (1, 1)
    LogIn.objects.update(until=1)
    PasswordReset.objects.update(until=1)
    office.ask(Verb.PULL, Pull(after=0))
    assert (LogIn.objects.count(), PasswordReset.objects.count()) == (0, 0)


def test_an_unknown_address_leaves_the_same_traces_and_gets_a_mail_that_says_so(office):
    answer = Client().post("/account/forgotten/", {"email": "niemand@winkelpost.example.org"})
    assert answer["Location"] == "/account/forgotten/mailed/"
    assert PasswordReset.objects.get().account is None
    assert "geen account" in mail.kept[-1].text


def test_another_e_mail_address_is_confirmed_by_its_owner_and_both_are_told(office, registered):
    new = "jet@nieuwepost.example.org"
    said = {"email": EMAIL, "password": PASSWORD, "new_email": new}
    registered.post("/account/email/", said)
    assert {each.to for each in mail.kept[-2:]} == {EMAIL, new}
    link = next(link_in(each.text) for each in mail.kept[-2:] if each.to == new)
    assert log_in(Client()).status_code == 302
    assert Client().get(link).status_code == 302
    assert registered.get(link).status_code == 200
    assert registered.post(link).status_code == 302
    assert {each.to for each in mail.kept[-2:]} == {EMAIL, new}
    assert log_in(Client(), email=new).status_code == 302
    assert log_in(Client()).status_code == 200
    kind, letter = office.letters()[-1]
    assert (kind, letter.who.email, letter.rev) == (Kind.PROFILE_CHANGE, new, 2)
    assert "van der Zwart" in registered.get("/account/").content.decode()
    assert registered.post(link).status_code == 410


def test_the_registration_is_taken_along_as_json(office, registered):
    answer = registered.get("/account/download/")
    said = json.loads(answer.content)
    assert said["profile"]["surname"] == "Zwart"
    assert UUID(said["account"]) == Account.objects.get().uid
    assert EMAIL not in answer.content.decode()


def test_a_registration_is_deleted_by_its_owner_and_the_office_is_told(office, registered):
    assert (
        "niet uw wachtwoord"
        in registered.post("/account/delete/", {"password": "verkeerd wachtwoord"}).content.decode()
    )
    answer = registered.post("/account/delete/", {"password": PASSWORD})
    assert answer["Location"] == "/account/deleted/"
    assert (Account.objects.count(), LogIn.objects.count()) == (0, 0)
    assert kinds(office)[-1] is Kind.ACCOUNT_CLOSED
    assert "/requests/deletion/" in registered.get("/account/deleted/").content.decode()


def test_when_the_office_cannot_be_told_nothing_changes(office, registered):
    office.take_away(ThingKind.KEY, "1")
    registered.post("/account/change/", {**PERSON, "town": "Zeist"})
    assert "Zeist" not in registered.get("/account/").content.decode()
    registered.post("/account/delete/", {"password": PASSWORD})
    assert Account.objects.count() == 1


def test_keys_are_made_as_the_vault_makes_them():
    seed = bytes(range(32))
    assert keys.public_key(seed) == public_bytes(seed)


def test_the_pages_are_there_in_english(office):
    page = Client().get("/en/account/log-in/").content.decode()
    assert "Forgot your password?" in page
    assert "/en/account/forgotten/" in page


def test_pages_of_an_account_ask_a_constant_number_of_questions(
    office, registered, django_assert_max_num_queries
):
    registered.get("/account/")
    with django_assert_max_num_queries(4):
        registered.get("/account/")
