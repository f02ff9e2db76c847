"""A site of which the office knows, and the secrets of the link."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from klantkluis.foundation.actors import Actor
from klantkluis.messages import letters
from klantkluis.messages.outbox import Kind
from klantkluis.shop.commands.linking import record_pairing
from klantkluis.shop.linking.keys import link_keys
from klantkluis.shop.linking.pairing import find_site
from klantkluis.shop.linking.pulling import Round, one_round
from klantkluis.shop.models import IntakeKey, SiteLink
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.rows import IntakeKey as VaultKey
from support.fake_site import FakeSite


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
