"""What was deleted leaves the files: no older copy of a row stays in a page that was divided."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import OperationalError, connection

from klantkluis.messages import wire
from klantkluis.messages.wire import Verb
from klantkluis.site import leaving
from klantkluis.site.models import Account, LogIn, OfficeLink, PasswordReset
from support.patience import NEVER
from support.site_disk import database_files, files_with
from web.site.visitors import PASSWORD, register

# Tables are written anew outside any transaction, so these tests have none around them.
pytestmark = pytest.mark.django_db(transaction=True)
MANY, LOG_INS = 500, 6


@pytest.fixture
def accounts(office) -> dict[UUID, frozenset[tuple[str, bytes | str]]]:
    """Many accounts with log-ins and links, made in no order; and what lies there of each."""
    made = {uid: _an_account(uid) for uid in (uuid4() for _ in range(MANY))}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself
    return made


def _an_account(uid: UUID) -> frozenset[tuple[str, bytes | str]]:
    row = Account.objects.create(
        used_month=24_300,
        uid=uid, tag=os.urandom(16), salt=os.urandom(16), verifier=os.urandom(32),
        public=os.urandom(1216), wrapped_seed=os.urandom(60), profile=os.urandom(1500),
    )  # fmt: skip
    log_ins = [
        LogIn.objects.create(id=os.urandom(16), account=row, sealed_seed=os.urandom(60), until=n)
        for n in range(LOG_INS)
    ]
    reset = PasswordReset.objects.create(token_hash=os.urandom(32), account=row, until=1)
    lay = [row.uid.hex, row.tag, row.salt, row.verifier, row.public, row.wrapped_seed, row.profile]
    lay += [part for each in log_ins for part in (each.id, each.sealed_seed)]
    return frozenset(("account", part) for part in [*lay, reset.token_hash])


def _url() -> str:
    parts = connection.get_connection_params()
    return f"postgresql://{parts['user']}@/{parts['dbname']}?host={parts['host']}"


def _left(gone: Iterable[frozenset[tuple[str, bytes | str]]]) -> list[str]:
    """Give what of some is left in the files of the database."""
    if connection.vendor == "sqlite":
        places = [Path(connection.settings_dict["NAME"]).parent]
    else:
        places = database_files(_url())
    return files_with(frozenset().union(*gone), places)


def _knock_until_written_anew(office: Any) -> None:
    """Knock as the office does each minute: PostgreSQL's own work may make one of them in vain."""
    until = time.monotonic() + NEVER
    while OfficeLink.objects.get().anew_from == 0:
        assert time.monotonic() < until, "never written anew"
        office.ask(Verb.STATE)


@contextmanager
def _somebody_looks() -> Iterator[None]:
    """Let another connection see the database as it is now."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM site_account").fetchall()
            yield
        return
    with psycopg.connect(_url()) as other:
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT 1").fetchall()
        yield


def test_of_accounts_that_the_office_forgets_no_byte_is_left(office, accounts):
    forgotten = list(accounts)[::3]
    office.ask(Verb.PROFILES, wire.Profiles(forgotten=tuple(forgotten)))
    _knock_until_written_anew(office)
    assert _left(accounts[uid] for uid in forgotten) == []
    assert Account.objects.count() == MANY - len(forgotten)
    assert LogIn.objects.count() == LOG_INS * (MANY - len(forgotten))


def test_tables_that_are_written_anew_are_what_they_were(office, accounts):
    def schema() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
            return sorted(cursor.fetchall(), key=str)

    rows = sorted(map(str, Account.objects.values_list()))
    before = schema() if connection.vendor == "sqlite" else []
    leaving.write_anew()
    assert (schema() if connection.vendor == "sqlite" else []) == before
    assert sorted(map(str, Account.objects.values_list())) == rows
    Account.objects.all().delete()
    assert not LogIn.objects.exists(), "the tables still belong together"


def test_they_are_written_anew_at_night_and_when_an_account_went(office, client, monkeypatch):
    done: list[int] = []

    def written() -> bool:
        done.append(1)
        return True

    monkeypatch.setattr(leaving, "write_anew", written)
    office.ask(Verb.STATE)
    office.ask(Verb.STATE)
    assert len(done) <= 1
    from_now = OfficeLink.objects.get().anew_from - time.time()
    assert 0 < from_now <= leaving.DAY
    done.clear()
    register(client)
    client.post("/account/delete/", {"password": PASSWORD})
    assert not Account.objects.exists()
    office.ask(Verb.STATE)
    assert done == [1]
    OfficeLink.objects.update(anew_from=int(time.time()))
    office.ask(Verb.STATE)
    assert done == [1, 1]


def test_what_cannot_be_done_now_is_done_at_the_next_knock(office, accounts, monkeypatch):
    def busy() -> None:
        raise OperationalError

    office.ask(Verb.STATE)
    with monkeypatch.context() as patched:
        patched.setattr(leaving, "write_anew", busy)
        office.ask(Verb.PROFILES, wire.Profiles(forgotten=(next(iter(accounts)),)))
    assert OfficeLink.objects.get().anew_from == 0
    _knock_until_written_anew(office)


def test_of_what_somebody_still_looks_at_nothing_is_left_once_they_stopped(office, accounts):
    forgotten = next(iter(accounts))
    office.ask(Verb.STATE)
    with _somebody_looks():
        began = time.monotonic()
        office.ask(Verb.PROFILES, wire.Profiles(forgotten=(forgotten,)))
        assert time.monotonic() - began < 14, "the office hangs up after fifteen seconds"
        assert _left([accounts[forgotten]]) != []
    _knock_until_written_anew(office)
    office.ask(Verb.STATE)
    assert _left([accounts[forgotten]]) == []


def test_the_night_begins_at_three():
    midnight = 20_000 * leaving.DAY
    assert leaving.next_night(midnight) == midnight + leaving.NIGHT
    assert leaving.next_night(midnight + leaving.NIGHT) == midnight + leaving.DAY + leaving.NIGHT
