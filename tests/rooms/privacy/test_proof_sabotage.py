"""Each check goes red when what it looks at is broken, and green again when that is mended."""

import os
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from klantkluis.customers.commands import change_customer, note_contact
from klantkluis.customers.models import ContactNote, Customer
from klantkluis.customers.queries import recent_customers
from klantkluis.foundation.models import OutgoingService
from klantkluis.office.home import views as home
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.place import Place
from klantkluis.office.statement.around import listed_hosts
from klantkluis.privacy.breaches.commands import NewBreach, register_breach
from klantkluis.privacy.commands import name_processor
from klantkluis.privacy.models import ProofResult
from klantkluis.privacy.proofs import machine
from klantkluis.privacy.proofs.checks import BY_ID, CHECKS
from klantkluis.privacy.proofs.running import Result, keep_run, look
from klantkluis.privacy.proofs.shapes import Around, Connections, Opening
from klantkluis.privacy.proofs.sources import GROUNDS
from klantkluis.privacy.proofs.standing import Standing, standing_of
from klantkluis.privacy.statement.composing import compose
from klantkluis.privacy.statement.sentences import every_sentence
from klantkluis.privacy.statement.shapes import Grade
from klantkluis.sales.models import OpenOrder
from klantkluis.shop.models import AccountEnding, SiteAccount, SiteLink
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.server import rows as vault_rows
from klantkluis.vault.server.state import VaultServer
from rooms.privacy.asking import a_request
from support.sabotage import sabotaged

STRANGE = "NL20INGB0001234567"
"""An account number of somebody else, of which the check digits are right."""
_Outcome = ProofResult.Outcome


@dataclass
class Breach:
    """What a sabotage may reach."""

    around: Callable[[], Around]
    place: Place
    vault: InProcessVault
    owner: Any
    patch: pytest.MonkeyPatch


def _blob(data: bytes) -> str:
    return f"x'{data.hex()}'" if connection.vendor == "sqlite" else f"'\\x{data.hex()}'::bytea"


@contextmanager
def _sql(_breach: Breach, *statements: str) -> Iterator[None]:
    with sabotaged(*statements):
        yield


def _by_sql(*statements: str) -> Callable[[Breach], Any]:
    return lambda breach: _sql(breach, *statements)


@contextmanager
def a_table_by_hand(breach: Breach) -> Iterator[None]:
    table = "CREATE TABLE loose (id integer PRIMARY KEY, note text)"
    with sabotaged(table, f"INSERT INTO loose VALUES (1, 'iban {STRANGE}')"):
        yield


@contextmanager
def an_account_that_was_sealed(breach: Breach) -> Iterator[None]:
    """Let a note through the vault that it ought to refuse, as a fault in it would."""
    with transaction.atomic():
        row = recent_customers(vault=breach.owner.vault, below=None, limit=1)[0]
        with breach.patch.context() as patch:
            patch.setattr(vault_rows, "refuse_forbidden", lambda *_args, **_more: None)
            change_customer(
                customer_id=row.id, rev=1, fields={"surname": "Jansen", "remarks": STRANGE},
                language="nl", payment_term_days=14, actor=breach.owner,
            )  # fmt: skip
        yield
        transaction.set_rollback(True)


@contextmanager
def an_unsealed_row(breach: Breach) -> Iterator[None]:
    with sabotaged(f"UPDATE customers_customer SET sealed = {_blob(b'Els van der Jansen')}"):
        yield


@contextmanager
def evidence_that_is_gone(_breach: Breach) -> Iterator[None]:
    with sabotaged(f"UPDATE customers_consent SET sealed = {_blob(b'')}"):
        yield


@contextmanager
def evidence_that_does_not_open(_breach: Breach) -> Iterator[None]:
    with sabotaged(f"UPDATE customers_consent SET sealed = {_blob(bytes([1, 1]) + bytes(300))}"):
        yield


@contextmanager
def _a_file(breach: Breach, name: str, contents: str, *, days: int = 0) -> Iterator[None]:
    path = breach.place.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(contents)
    moment = time.time() - days * 86_400
    os.utime(path, (moment, moment))
    yield
    path.unlink()


@contextmanager
def a_ground_that_is_missing(breach: Breach) -> Iterator[None]:
    def missing() -> list[str]:
        return ["hand-over 3 has no legal ground"]

    GROUNDS.append(missing)
    yield
    GROUNDS.remove(missing)


@contextmanager
def a_service_that_nobody_named(breach: Breach) -> Iterator[None]:
    row = OutgoingService.objects.create(
        name="vies", url="https://ec.europa.eu/x", staff_id=breach.owner.staff_id
    )
    yield
    row.delete()


@contextmanager
def a_night_that_did_not_come(breach: Breach) -> Iterator[None]:
    before = timezone.now() - timedelta(days=3)
    run = ChoreRun.objects.get(chore="let_go")
    ChoreRun.objects.update(began_at=before, ended_at=before)
    yield
    ChoreRun.objects.update(began_at=run.began_at, ended_at=run.ended_at)


@contextmanager
def _for_a_while() -> Iterator[None]:
    """Take back what is done within."""
    before = transaction.savepoint_create()
    yield
    transaction.savepoint_rollback(before)


@contextmanager
def a_note_that_should_have_gone(breach: Breach) -> Iterator[None]:
    with _for_a_while():
        note_contact(
            customer_id=recent_customers(vault=breach.vault.owner(), below=None, limit=1)[0].id,
            text="Belde", means="phone", direction="in", actor=breach.owner,
        )  # fmt: skip
        ContactNote.objects.update(at=timezone.now() - timedelta(days=1000))
        yield


@contextmanager
def an_account_that_should_have_ended(_breach: Breach) -> Iterator[None]:
    """Nobody used it for two years, and the site was not asked to end it on its day."""
    with _for_a_while():
        today = timezone.localdate()
        account = SiteAccount.objects.create(
            uid=uuid4(), customer=Customer.objects.get(), public=b"x", rev=1,
            registered_at=timezone.now() - timedelta(days=1000),
        )  # fmt: skip
        OpenOrder.objects.all().delete()
        AccountEnding.objects.create(
            uid=account.uid, account=account, used_in=today - timedelta(days=900),
            found_on=today - timedelta(days=40), seen_on=today, ends_on=today - timedelta(days=9),
        )  # fmt: skip
        yield


@contextmanager
def a_shop_that_does_not_say_what_is_unused(_breach: Breach) -> Iterator[None]:
    with _for_a_while():
        now = timezone.now()
        SiteLink.objects.create(
            site_id=uuid4(), url="https://winkel.example", site_key=bytes(32), heard_at=now,
            paired_at=now - timedelta(days=90), staff_id=uuid4(),
            unused_heard_on=timezone.localdate() - timedelta(days=8),
        )  # fmt: skip
        yield


@contextmanager
def a_request_that_nobody_answered(breach: Breach) -> Iterator[None]:
    with _for_a_while():
        a_request(breach.owner, on=timezone.localdate() - timedelta(days=60))
        yield


@contextmanager
def a_breach_that_nobody_reported(breach: Breach) -> Iterator[None]:
    with _for_a_while():
        known = timezone.now() - timedelta(hours=100)
        new = NewBreach(what="Lijst kwijt", known_at=known, confidentiality=True)
        register_breach(breach=new, actor=breach.owner, at=timezone.now())
        yield


@contextmanager
def a_connection_to_elsewhere(breach: Breach) -> Iterator[None]:
    """Begin a connection to an address that nobody has (RFC 5737); it hangs in the air."""
    with closing(socket.socket()) as line:
        line.setblocking(False)
        told = line.connect_ex(("198.51.100.7", 443))
        if line.getsockname()[1] == 0 or told in {101, 113}:  # no way out at all: act as if
            opened = Connections((Opening(os.getpid(), "198.51.100.7", 443),), ())
            around = breach.around
            breach.around = lambda: replace(around(), connections=lambda: opened)
            yield
            breach.around = around
            return
        yield


@contextmanager
def a_door_without_encryption(breach: Breach) -> Iterator[None]:
    with closing(socket.create_server(("", 0))) as server:
        ending = threading.Event()

        def answer() -> None:
            server.settimeout(0.2)
            while not ending.is_set():
                try:
                    line, _address = server.accept()
                except TimeoutError:
                    continue
                with line:
                    line.recv(1000)
                    line.sendall(b"HTTP/1.0 200 OK\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        yield
        ending.set()
        thread.join()


@contextmanager
def a_door_that_is_silent(breach: Breach) -> Iterator[None]:
    with closing(socket.create_server(("", 0))), breach.patch.context() as patience:
        patience.setattr(machine, "SECONDS", 0.2)
        yield


@contextmanager
def a_vault_that_asks_no_token(breach: Breach) -> Iterator[None]:
    server = breach.vault.server
    owner = breach.vault.owner()
    holder = server.sessions.holder(owner._keys["token"], owner._keys["session"])

    def enter(self: VaultServer, _request: Any, *, touch: bool = True) -> Any:
        return self.opened(), holder

    with breach.patch.context() as patch:
        patch.setattr(VaultServer, "enter", enter)
        yield


@contextmanager
def a_page_without_a_guard(breach: Breach) -> Iterator[None]:
    with breach.patch.context() as patch:
        patch.delattr(home.home, "allowed_roles")
        yield


@contextmanager
def a_log_that_was_changed(breach: Breach) -> Iterator[None]:
    db = breach.vault.server.audit._db
    (hash_,) = db.execute("SELECT h FROM event WHERE n = 2").fetchone()
    db.execute("UPDATE event SET h = zeroblob(32) WHERE n = 2")
    yield
    db.execute("UPDATE event SET h = ? WHERE n = 2", [hash_])


@contextmanager
def somebody_on_the_site(breach: Breach) -> Iterator[None]:
    path = breach.place.root / "site" / "site.sqlite3"

    def run(statement: str) -> None:
        with closing(sqlite3.connect(path)) as db:
            db.execute(statement)
            db.commit()

    run("INSERT INTO site_witness VALUES (2, 'els@example.nl', '')")
    yield
    run("DELETE FROM site_witness WHERE id = 2")


SABOTAGE: dict[str, tuple[Callable[[Breach], Any], ...]] = {
    "accounts.columns": (
        _by_sql("UPDATE catalogue_product SET place = 'NL20 INGB 0001 2345 67'"),
        _by_sql(f"UPDATE customers_customerchange SET fields = '[\"{STRANGE.lower()}\"]'"),
        a_table_by_hand,
    ),
    "accounts.sealed": (an_account_that_was_sealed,),
    "accounts.files": (
        lambda breach: _a_file(breach, "office.log.1", f"ERROR could not read {STRANGE}\n"),
        lambda breach: _a_file(breach, "backups/plain.json", f'{{"iban": "{STRANGE}"}}'),
    ),
    "fields.declared": (_by_sql("ALTER TABLE shop_shop ADD COLUMN birthday text"),),
    "plain.people": (
        _by_sql("UPDATE customers_customerchange SET fields = '[\"Els van der Jansen\"]'"),
        _by_sql("UPDATE ledger_journalentry SET description = 'els@example.nl'"),
        _by_sql("UPDATE ledger_journalentry SET description = 'bel 020 123 45 67'"),
        _by_sql("UPDATE ledger_journalentry SET description = 'Dorpsstraat 12, 1234 AB'"),
    ),
    "sealed.shape": (an_unsealed_row,),
    "sealed.rows": (_by_sql("UPDATE customers_customer SET rev = rev + 7"),),
    "consents.evidence": (evidence_that_is_gone, evidence_that_does_not_open),
    "recipients.ground": (a_ground_that_is_missing,),
    "processors.named": (a_service_that_nobody_named,),
    "overdue.terms": (
        a_night_that_did_not_come,
        a_note_that_should_have_gone,
        an_account_that_should_have_ended,
        a_shop_that_does_not_say_what_is_unused,
    ),
    "overdue.requests": (a_request_that_nobody_answered,),
    "overdue.breaches": (a_breach_that_nobody_reported,),
    "connections.listed": (a_connection_to_elsewhere,),
    "http.none": (a_door_without_encryption, a_door_that_is_silent),
    "vault.locked": (a_vault_that_asks_no_token,),
    "doors.guarded": (a_page_without_a_guard,),
    "audit.whole": (a_log_that_was_changed,),
    "books.whole": (_by_sql("UPDATE ledger_journalline SET amount_cents = amount_cents + 1"),),
    "copies.young": (
        lambda breach: _a_file(breach, "copies/keystore-old.sqlite3", "x", days=8),
        lambda breach: _a_file(breach, "copies/keystore-20201120T090000000000Z.sqlite3", "x"),
    ),
    "site.thin": (somebody_on_the_site,),
    "statement.published": (_by_sql("UPDATE foundation_company SET name = 'Heel Anders BV'"),),
}


@pytest.fixture
def breach(true_office, place, in_process_vault, owner, monkeypatch) -> Breach:
    return Breach(true_office, place, in_process_vault, owner, monkeypatch)


def test_every_check_is_sabotaged():
    assert SABOTAGE.keys() == BY_ID.keys()


def test_every_measured_sentence_has_checks_that_exist():
    for sentence in every_sentence():
        assert set(sentence.checks) <= BY_ID.keys(), sentence.id
        assert sentence.checks or sentence.grade is not Grade.MEASURED, sentence.id


def test_every_check_speaks_for_a_sentence():
    used = {name for sentence in every_sentence() for name in sentence.checks}
    assert used == BY_ID.keys()


def test_an_office_in_which_all_is_true_is_green(breach):
    found = {check.id: look(check, breach.around()) for check in CHECKS}
    wrong = {name: each.found for name, each in found.items() if each.outcome != _Outcome.GREEN}
    assert wrong == {}
    assert all(each.count == 0 for each in found.values())


@pytest.mark.parametrize(
    ("name", "number"),
    [(name, number) for name, ways in SABOTAGE.items() for number in range(len(ways))],
)
def test_a_breach_turns_its_check_red_and_mending_turns_it_green(name, number, breach):
    check = BY_ID[name]
    with ExitStack() as stack:
        stack.enter_context(SABOTAGE[name][number](breach))
        broken = look(check, breach.around())
        assert broken.outcome == _Outcome.RED, broken
        assert 1 <= len(broken.found) <= broken.count
        private = ("Jansen", "els@", "Dorpsstraat", "INGB", "0001234567", "123 45 67")
        assert not any(word in sentence for sentence in broken.found for word in private)
    mended = look(check, breach.around())
    assert mended.outcome == _Outcome.GREEN, mended


@pytest.mark.parametrize(
    "sentence",
    [each for each in every_sentence() if each.grade is Grade.MEASURED],
    ids=lambda sentence: sentence.id,
)
def test_a_red_check_puts_its_sentence_in_doubt_at_once_and_green_takes_it_back(sentence, breach):
    now = timezone.now()
    # One sentence is said only of who was named.
    name_processor(
        kind="accountant", name="Boekhoudkantoor", country="NL", agreed_on=None, safeguard="",
        actor=breach.owner, today=timezone.localdate(now),
    )  # fmt: skip

    def standing() -> Standing:
        found = standing_of(compose(), now=now, today=timezone.localdate(now))
        (one,) = [
            each.standing
            for section in found
            for each in section.sentences
            if each.said.sentence.id == sentence.id
        ]
        return one

    def keep(outcome: ProofResult.Outcome, names: tuple[str, ...]) -> None:
        count = int(outcome == _Outcome.RED)
        found = ("row 7 is wrong",) * count
        results = [Result(name, outcome, count, found) for name in names]
        keep_run(results, began=now, ended=now)

    assert standing() is Standing.OPEN
    keep(_Outcome.GREEN, sentence.checks)
    assert standing() is Standing.HOLDS
    for name in sentence.checks:
        keep(_Outcome.RED, (name,))
        assert standing() is Standing.DOUBT
        keep(_Outcome.LOCKED, (name,))
        assert standing() is Standing.DOUBT, "a locked vault mends nothing"
        keep(_Outcome.GREEN, (name,))
        assert standing() is Standing.HOLDS


def test_a_locked_vault_leaves_the_rest_to_be_looked_at(breach):
    breach.vault.owner().lock()
    found = {check.id: look(check, breach.around()).outcome for check in CHECKS}
    breach.vault.owner()
    assert {name for name, outcome in found.items() if outcome == _Outcome.LOCKED} == {
        check.id for check in CHECKS if check.needs_vault
    }
    assert set(found.values()) == {_Outcome.GREEN, _Outcome.LOCKED}


def test_what_is_red_before_a_locked_door_stays_red(breach):
    breach.vault.owner().lock()
    with sabotaged(f"UPDATE customers_consent SET sealed = {_blob(b'')}"):
        found = look(BY_ID["consents.evidence"], breach.around())
    breach.vault.owner()
    assert found.outcome == _Outcome.RED


def test_a_host_of_the_settings_is_listed(breach):
    with a_service_that_nobody_named(breach):
        assert "ec.europa.eu" in listed_hosts()
    assert "ec.europa.eu" not in listed_hosts()
