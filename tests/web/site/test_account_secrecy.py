"""What the disk of the site tells of the people who use it: nothing, whatever passwords are known.

And what the answers of log-in tell: neither by their words nor by their time.
"""

import ast
import base64
import hashlib
import hmac
import logging
import os
import statistics
import time
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.test import Client

from architecture.source import PACKAGE, trees
from klantkluis.site import guard, mail, pepper
from klantkluis.site.account import acts, keys
from klantkluis.site.identity import identity
from klantkluis.site.models import Account, LogIn
from klantkluis.site.place import here
from support.scanner import Hit, Scanner
from web.site.test_packages import bring
from web.site.visitors import PASSWORD, PERSON, link_in, log_in, register

CANARIES = {
    "first_name": "Kanariejet", "surname": "Kwetterzang", "street": "Tsjilpersdreef",
    "town": "Vogelkooidorp", "email": "kanarie77@kwettermail.example.org",
    "password": "piep zei de kanarie", "new_password": "tsjirp zei de kwartel",
    "text": "Waarom tsjilpt mijn eikenhouten kooi", "order": "W-KANARIE-4711",
    "goods": "Een vergulde zitstok", "phone": "0307654321", "new_email": "kwartel@ei.example.org",
}  # fmt: skip
PASSWORDS = int(os.environ.get("GUESSED_PASSWORDS", "40"))
ATTEMPTS = int(os.environ.get("TIMING_ATTEMPTS", "60"))


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Give what the site writes in its log; Django's own lines go nowhere."""
    ours = logging.getLogger("klantkluis")
    ours.addHandler(caplog.handler)
    with caplog.at_level(logging.DEBUG, "klantkluis"):
        yield caplog
    ours.removeHandler(caplog.handler)


def everything_stored() -> Iterator[tuple[str, bytes]]:
    """Give each value of each column of each table, and each file beside the database."""
    for model in apps.get_app_config("site").get_models():
        for row in model.objects.values():
            for column, value in row.items():
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                yield f"{model.__name__}.{column}", raw
    for path in here().root.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


def hits(values: Iterable[str], log: str) -> list[Hit]:
    both = [*values, *(value[::-1] for value in values)]
    scanner = Scanner(both)
    found = [hit for place, raw in everything_stored() for hit in scanner.in_bytes(raw, place)]
    return found + scanner.in_bytes(log.encode(), "log")


def use_everything(client: Client) -> None:
    """Do all that a visitor can do, with canary values everywhere."""
    said = CANARIES
    person = {**PERSON, **{k: said[k] for k in ("first_name", "surname", "street", "town")}}
    register(client, said["email"], **person, password=said["password"])
    assert log_in(Client(), said["password"], said["email"]).status_code == 302
    log_in(Client(), "verkeerd " + said["password"], said["email"])
    client.post("/account/change/", person)
    both = {"password": said["password"], "new_password": said["new_password"]}
    client.post("/account/password/", both)
    new = {k: said[k] for k in ("email", "new_email")} | {"password": said["new_password"]}
    client.post("/account/email/", new)
    client.post("/account/forgotten/", {"email": said["email"]})
    writer = {k: said[k] for k in ("email", "phone", "text", "order")}
    name = f"{said['first_name']} {said['surname']}"
    for path in ("/contact/", "/quote/", "/complaint/", "/requests/deletion/"):
        assert client.post(path, writer | {"name": name}).status_code == 302
    guard.forget()
    withdrawal = {k: said[k] for k in ("email", "order", "goods")}
    client.post("/withdraw/", withdrawal | {"name": name, "step": "confirm"})
    client.post("/newsletter/", {"email": said["email"], "yes": "on"})
    client.post(link_in(mail.kept[-1].text))
    client.post("/unsubscribe/", {"email": said["email"]})
    client.post("/contact/", {"name": name, "text": said["text"] + "\0" * 9000})


def test_no_table_file_or_log_line_holds_what_anybody_typed(office, log, monkeypatch):
    use_everything(Client())
    bring(office, " ".join(CANARIES.values()).encode())
    monkeypatch.setenv("KLANTKLUIS_SITE_MAIL", "smtp://127.0.0.1:1")
    Client().post("/account/register/", {"email": CANARIES["email"]})
    assert len(office.letters()) > 8
    assert "a mail was not taken" in log.text
    assert hits(CANARIES.values(), log.text) == []


def test_this_scan_would_see_a_value_that_was_stored(office):
    Account.objects.create(
        used_month=24_300,
        uid=identity().site_id, tag=base64.b64encode(CANARIES["town"].encode()), salt=b"",
        verifier=b"", public=b"", wrapped_seed=CANARIES["surname"][::-1].encode(),
    )  # fmt: skip
    found = {hit.place for hit in hits(CANARIES.values(), "")}
    assert found == {"Account.tag", "Account.wrapped_seed"}


def test_the_disk_and_the_right_password_open_nothing_without_the_pepper(office):
    """The attack with our own code: everything on the disk, and a list with the password."""
    email = CANARIES["email"]
    register(Client(), email)
    account, log_in_row = Account.objects.get(), LogIn.objects.get()
    pepper.forget()
    with pytest.raises(pepper.NoPepper):
        acts.log_in(email=email, password=PASSWORD)
    on_disk = [
        bytes(32), here().secret_key().encode(), identity().key.private_bytes_raw(),
        identity().secret, identity().site_id.bytes, bytes(account.salt), bytes(account.tag),
        bytes(log_in_row.sealed_seed),
    ]  # fmt: skip
    guesses = [hashlib.sha256(each).digest() for each in on_disk] + [
        each for each in on_disk if len(each) == 32
    ]
    for guess in guesses:
        pepper.keep(guess)
        found = keys.password_keys(PASSWORD, salt=bytes(account.salt), uid=account.uid)
        assert not hmac.compare_digest(found.stored, bytes(account.verifier))
        assert keys.tag_of(email) != bytes(account.tag)
        with pytest.raises(keys.CannotOpen):
            keys.unwrap_seed(found, bytes(account.wrapped_seed), account.uid)
        with pytest.raises(keys.CannotOpen):
            keys.open_profile(
                found.wrap, bytes(account.profile), site_id=identity().site_id,
                account=account.uid, rev=account.profile_rev,
            )  # fmt: skip


def test_a_list_of_passwords_with_the_right_one_in_it_opens_nothing(office):
    """The disk, the settings and many passwords: for want of the pepper none of them fits.

    What stands on the disk takes turns as the pepper; with the right password all of it is tried.
    """
    register(Client(), CANARIES["email"])
    account = Account.objects.get()
    salt, verifier = bytes(account.salt), bytes(account.verifier)
    on_disk = [
        hashlib.sha256(each).digest()
        for each in (here().secret_key().encode(), identity().key.private_bytes_raw(), salt,
                     identity().secret, identity().site_id.bytes, bytes(account.tag), verifier)
    ]  # fmt: skip
    words = [f"wachtwoord nummer {number}" for number in range(PASSWORDS)]
    tries = [(word, on_disk[place % len(on_disk)]) for place, word in enumerate(words)]
    tries += [(PASSWORD, guess) for guess in on_disk]
    for word, guess in tries:
        pepper.keep(guess)
        found = keys.password_keys(word, salt=salt, uid=account.uid)
        assert not hmac.compare_digest(found.stored, verifier)
        with pytest.raises(keys.CannotOpen):
            keys.unwrap_seed(found, bytes(account.wrapped_seed), account.uid)


def test_with_the_pepper_the_same_attack_works_so_it_is_the_pepper_that_holds(office):
    register(Client(), CANARIES["email"])
    account = Account.objects.get()
    found = keys.password_keys(PASSWORD, salt=bytes(account.salt), uid=account.uid)
    seed = keys.unwrap_seed(found, bytes(account.wrapped_seed), account.uid)
    profile = keys.open_profile(
        seed, bytes(account.profile), site_id=identity().site_id, account=account.uid, rev=1
    )
    assert profile.address.town == "Utrecht"


def test_one_module_of_the_site_opens_what_is_sealed_to_a_key():
    """Tokens and the seal of a form lie under keys that the site must have; nothing else opens."""
    opens = {"MLKEM768X25519PrivateKey", "MLKEM768PrivateKey", "X25519PrivateKey"}
    found = set()
    for path, tree in trees().items():
        if "site" not in path.relative_to(PACKAGE).parts[:1]:
            continue
        for node in ast.walk(tree):
            name = getattr(node, "attr", getattr(node, "id", ""))
            if name in opens:
                found.add(("private key", path.name))
            if name == "decrypt":
                found.add(("decrypt", path.name))
    assert found == {
        ("private key", "keys.py"), ("decrypt", "keys.py"), ("decrypt", "tokens.py")
    }  # fmt: skip


def test_a_log_in_takes_the_same_time_for_known_and_unknown_addresses(
    office, monkeypatch, record_property
):
    """The whole way of a request, interleaved, so that other work falls on both alike."""
    monkeypatch.setenv("KLANTKLUIS_SITE_UNGUARDED", "1")
    register(Client(), CANARIES["email"])
    client = Client()
    times: dict[str, list[float]] = {CANARIES["email"]: [], "niemand77@kwettermail.example.org": []}
    for number in range(ATTEMPTS):
        for email in list(times) if number % 2 else list(reversed(times)):
            begun = time.perf_counter()
            assert log_in(client, "helemaal verkeerd", email).status_code == 200
            times[email].append(time.perf_counter() - begun)
    known, unknown = (statistics.median(each) for each in times.values())
    record_property("medians in ms", (known * 1000, unknown * 1000))
    most = 0.001 if ATTEMPTS >= 1000 else max(0.005, 0.2 * known)  # few, on a busy machine
    assert abs(known - unknown) <= most, (known, unknown)
