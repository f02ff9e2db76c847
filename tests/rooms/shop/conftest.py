"""A site of which the office knows, and the secrets of the link."""

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from klantkluis.customers.commands import register_customer
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.messages import letters
from klantkluis.messages.letters import Address, Person, Registered
from klantkluis.messages.outbox import Kind
from klantkluis.shop.commands.linking import record_pairing
from klantkluis.shop.linking.keys import link_keys
from klantkluis.shop.linking.pairing import find_site
from klantkluis.shop.linking.pulling import Round, one_round
from klantkluis.shop.models import IntakeKey, SiteLink
from klantkluis.shop.running import take_in_all
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.opening import public_bytes
from klantkluis.vault.rows import IntakeKey as VaultKey
from support.fake_site import FakeSite

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
WHO = Person(first_name="Jan", surname="Berg", email="jan@voorbeeld.example")
HOME = Address(street="Kerkstraat", house_number="12", postcode="3511 LN", town="Utrecht")


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read in English here, whatever language the office has."""
    with translation.override("en"):
        yield


@pytest.fixture
def site() -> Iterator[FakeSite]:
    made = FakeSite().start()
    yield made
    made.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "link"


@pytest.fixture
def key(db: None, in_process_vault: InProcessVault, owner: Actor) -> VaultKey:
    """The key of this week, as the vault made it."""
    newest = in_process_vault.upkeep().intake_keys().keys[-1]
    IntakeKey.objects.create(
        key_id=newest.id, public=newest.public, not_after=2_000_000_000, made_at=now()
    )
    return newest


@pytest.fixture
def paired(site: FakeSite, folder: Path, owner: Actor, key: VaultKey) -> SiteLink:
    keys = link_keys(folder, make=True)
    found = find_site(url=site.url, code=site.code, keys=keys, plain_here=True)
    record_pairing(found=found, actor=owner, now=now())
    return SiteLink.objects.get()


@pytest.fixture
def round_(paired: SiteLink, folder: Path) -> Callable[[], Round]:
    def do() -> Round:
        found = one_round(folder, now)
        assert found is not None
        return found

    return do


@pytest.fixture
def send(site: FakeSite, key: VaultKey) -> Callable[..., Any]:
    """Let somebody write through the site; give the letter."""

    def do(kind: Kind = Kind.QUESTION, letter: letters.Letter | None = None) -> letters.Letter:
        written = letter or a_question()
        site.send(kind, written, key.public, key.id)
        return written

    return do


def a_question(**parts: Any) -> letters.Post:
    said = {
        "uid": uuid4(), "language": "nl", "at": now(), "text": "Is er nog eiken?",
        "who": letters.Person(surname="Zwart", email="zwart@voorbeeld.example"),
    }  # fmt: skip
    return letters.Post(**(said | parts))


@pytest.fixture
def arrive(round_, send, owner, our_company, django_capture_on_commit_callbacks):
    def do(kind, *letters):
        for letter in letters:
            send(kind, letter)
        round_()
        with django_capture_on_commit_callbacks(execute=True):
            take_in_all(owner, now)

    return do


@pytest.fixture
def jan(owner, today, our_company, django_capture_on_commit_callbacks) -> Customer:
    with django_capture_on_commit_callbacks(execute=True):
        pk = register_customer(
            fields={"first_name": "Jan", "surname": "Berg", "email": "jan@voorbeeld.example",
                    "postcode": "3511 LN", "street": "Kerkstraat", "house_number": "12",
                    "town": "Utrecht", "country": "NL"},
            actor=owner, today=today,
        )  # fmt: skip
    return Customer.objects.get(pk=pk)


def a_registration(seed, account, rev=1, **parts):
    said = {
        "uid": uuid4(), "account": account, "language": "nl", "at": AT, "who": WHO,
        "address": HOME, "rev": rev, "public": base64.b64encode(public_bytes(seed)).decode(),
    }  # fmt: skip
    return Registered(**(said | parts))
