"""An office in which every sentence of the privacy statement holds."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from klantkluis.core.roles import Channel
from klantkluis.customers.commands import give_consent
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.lock import door
from klantkluis.office.place import Mode, Place
from klantkluis.office.statement import around as office
from klantkluis.privacy.commands import publish_statement
from klantkluis.privacy.proofs.shapes import Around
from klantkluis.vault.inprocess import InProcessVault
from rooms.privacy.keys import Keys
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def keys(in_process_vault: InProcessVault) -> Keys:
    return Keys(in_process_vault)


@pytest.fixture
def place(tmp_path: Path, settings) -> Place:
    """A directory of an office, with a file of each kind in it, and a site beside it."""
    found = Place(tmp_path, Mode.DEVELOPMENT, f"sqlite:///{tmp_path}/office.sqlite3")
    settings.PLACE = found
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    found.keystore.parent.mkdir(parents=True)
    found.keystore.write_bytes(b"keys")
    (tmp_path / "office.log").write_text("2026-11-20 ERROR klantkluis.jobs job 7\n")
    (tmp_path / "site").mkdir()
    with sqlite3.connect(tmp_path / "site" / "site.sqlite3") as db:
        db.execute("CREATE TABLE site_witness (id integer, checkpoint text, hour text)")
        db.execute("INSERT INTO site_witness VALUES (1, 'klantkluis/audit 5', '2026-11-20 09')")
    db.close()
    return found


@pytest.fixture
def true_office(
    owner, our_company, place: Place, in_process_vault: InProcessVault, monkeypatch
) -> Callable[[], Around]:
    """Do some business, publish the statement, and give what looks around in the office."""
    monkeypatch.setattr(door, "vault", lambda: in_process_vault)
    customer_id = a_customer(owner)
    give_consent(
        customer_id=customer_id, evidence="form", at=NOW, channel=Channel.OFFICE, actor=owner,
        today=TODAY,
    )  # fmt: skip
    a_sent_invoice(owner, [a_line(a_product(owner))], customer_id=customer_id)
    now = timezone.now()
    publish_statement(actor=owner, now=now)
    ChoreRun.objects.create(chore="let_go", began_at=now, ended_at=now, outcome="well")
    return office.around
