"""An account that nobody uses: the site keeps the month, and ends it when the office asks."""

import json
import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from klantkluis.core.days import month_number
from klantkluis.messages import wire
from klantkluis.messages.outbox import Kind
from klantkluis.messages.wire import MOST_ACCOUNTS, EndUnused, Unused, UnusedAccount, Verb
from klantkluis.site import mail, pepper
from klantkluis.site.account import acts, session, unused
from klantkluis.site.account.unused import end_unused, this_month
from klantkluis.site.models import Account, LogIn, OfficeLink, PasswordReset
from web.site.visitors import EMAIL, PASSWORD, kinds, link_in, log_in, register

OLD = month_number(date(2024, 11, 1))


@pytest.fixture
def registered(office) -> Client:
    client = Client()
    register(client)
    return client


def on(monkeypatch, year: int, month: int, day: int, hour: int = 12) -> None:
    """Let the clock on the wall of the site say another moment."""
    at = datetime(year, month, day, hour, tzinfo=ZoneInfo("Europe/Amsterdam"))
    monkeypatch.setattr(timezone, "now", lambda: at)


def used() -> int:
    return Account.objects.values_list("used_month", flat=True).get()


def ask(office, up_to: int = OLD, **parts):
    return office.ask(Verb.UNUSED, Unused(up_to=up_to, term=24, **parts))


def end(office, account: UUID, month: int = OLD):
    said = EndUnused(accounts=(UnusedAccount(account=account, month=month),))
    return office.ask(Verb.END_UNUSED, said)


def account_of(month: int = OLD, uid: UUID | None = None) -> UUID:
    """Make an account that was last used in a month."""
    return Account.objects.create(
        uid=uid or uuid4(), tag=os.urandom(16), salt=os.urandom(16), verifier=os.urandom(32),
        public=os.urandom(1216), wrapped_seed=os.urandom(60), used_month=month,
    ).uid  # fmt: skip


def test_registering_and_logging_in_count_as_use_of_this_month(registered):
    assert used() == this_month()
    Account.objects.update(used_month=OLD)
    assert log_in(Client()).status_code == 302
    assert used() == this_month()


def test_who_stays_logged_in_over_the_end_of_a_month_uses_it_in_the_next(registered):
    Account.objects.update(used_month=OLD)
    registered.get("/")
    registered.get("/account/")
    assert used() == this_month()


def test_a_new_password_counts_as_use(office, registered):
    Account.objects.update(used_month=OLD)
    client = Client()
    client.post("/account/forgotten/", {"email": EMAIL})
    assert used() == OLD, "asking for a link is nobody's use: anybody can do that"
    client.post(link_in(mail.kept[-1].text), {"password": "zeven groene theekopjes"})
    assert used() == this_month()


def test_a_wrong_password_is_no_use(registered):
    Account.objects.update(used_month=OLD)
    log_in(Client(), password="vijf gele fietsbellen")
    assert used() == OLD


def test_the_month_is_written_once_however_many_pages_are_read(
    registered, django_assert_num_queries
):
    account = Account.objects.get()
    account.used_month = OLD
    unused.note_use(account)
    with django_assert_num_queries(0):
        unused.note_use(account)


def test_the_month_is_that_of_the_clock_on_the_wall(monkeypatch):
    on(monkeypatch, 2026, 7, 1, 0)
    assert this_month() == month_number(date(2026, 7, 1)), "in Greenwich it is still June"


def test_the_office_hears_the_month_and_nothing_finer(office):
    uid = account_of()
    account_of(OLD + 1)
    answer = ask(office)
    assert (
        wire.write(answer)
        == json.dumps(
            {"accounts": [{"account": str(uid), "month": OLD}], "gone": []}, separators=(",", ":")
        ).encode()
    )


def test_accounts_come_in_portions_each_once(office):
    uids = sorted(account_of() for _ in range(7))
    found, after = [], None
    while rows := ask(office, after=after, limit=3).accounts:
        found += [row.account for row in rows]
        after = rows[-1].account
    assert found == uids


def test_the_office_hears_which_of_its_accounts_are_gone(office):
    there, gone = account_of(), uuid4()
    assert ask(office, known=(there, gone)).gone == (gone,)


def test_an_account_ends_with_its_log_ins_and_links_and_leaves_the_files(office, registered):
    registered.post("/account/forgotten/", {"email": EMAIL})
    Account.objects.update(used_month=OLD)
    OfficeLink.objects.update(anew_from=2**40)
    uid = Account.objects.get().uid
    answer = end(office, uid)
    assert (answer.ended, answer.used) == ((uid,), ())
    left = (Account, LogIn, PasswordReset)
    assert [model.objects.count() for model in left] == [0, 0, 0]
    assert OfficeLink.objects.get().anew_from == 0, "the tables are written anew"
    assert registered.get("/account/").status_code == 302
    assert kinds(office) == [Kind.REGISTRATION], "the office is told by the answer alone"
    assert "horen niet bij elkaar" in log_in(Client()).content.decode()


def test_one_that_was_used_since_stays(office):
    uid = account_of(OLD + 1)
    answer = end(office, uid)
    assert (answer.ended, answer.used) == ((), (uid,))
    assert Account.objects.filter(pk=uid).exists()


def test_asked_twice_it_ends_once_and_the_answer_is_the_same(office):
    uid = account_of()
    first, second = end(office, uid), end(office, uid)
    assert first == second


def test_of_many_each_is_decided_by_its_own_month(office):
    old, older_but_used = account_of(OLD), account_of(OLD - 3)
    said = EndUnused(
        accounts=(
            UnusedAccount(account=old, month=OLD),
            UnusedAccount(account=older_but_used, month=OLD - 5),
        )
    )
    answer = office.ask(Verb.END_UNUSED, said)
    assert (answer.ended, answer.used) == ((old,), (older_but_used,))


@pytest.mark.parametrize("ahead", [0, 1, 900])
def test_what_was_used_in_a_month_that_is_not_over_cannot_end(office, ahead):
    uid = account_of(this_month())
    said = EndUnused(accounts=(UnusedAccount(account=uid, month=this_month() + ahead),))
    assert office.knock(Verb.END_UNUSED, said).status_code == 400
    assert Account.objects.filter(pk=uid).exists()


@pytest.mark.parametrize(
    ("verb", "question"),
    [
        (Verb.UNUSED, Unused(up_to=-1, term=24)),
        (Verb.UNUSED, Unused(up_to=10**9, term=24)),
        (Verb.UNUSED, Unused(up_to=OLD, term=0)),
        (Verb.UNUSED, Unused(up_to=OLD, term=10**6)),
        (Verb.UNUSED, Unused(up_to=OLD, term=24, limit=MOST_ACCOUNTS + 1)),
        (Verb.UNUSED, Unused(up_to=OLD, term=24, known=tuple(uuid4() for _ in range(501)))),
        (Verb.END_UNUSED, EndUnused(accounts=())),
        (
            Verb.END_UNUSED,
            EndUnused(
                accounts=tuple(UnusedAccount(account=uuid4(), month=OLD) for _ in range(501))
            ),
        ),
        (Verb.END_UNUSED, wire.Nothing()),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(office, verb, question):
    uid = account_of()
    assert office.knock(verb, question).status_code == 400
    assert Account.objects.filter(pk=uid).exists()
    assert OfficeLink.objects.get().account_months == 0


def test_only_the_paired_office_ends_an_account(office):
    uid = account_of()
    said = EndUnused(accounts=(UnusedAccount(account=uid, month=OLD),))
    assert office.knock(Verb.END_UNUSED, said, signature="nonsense").status_code == 403
    assert Account.objects.filter(pk=uid).exists()


def test_a_log_in_that_comes_too_late_finds_no_account_and_leaves_nothing(registered, monkeypatch):
    Account.objects.update(used_month=OLD)
    LogIn.objects.all().delete()
    real = acts.log_in

    def meanwhile(**said):
        entered = real(**said)
        end_unused(EndUnused(accounts=(UnusedAccount(account=entered.account.uid, month=OLD),)))
        return entered

    monkeypatch.setattr(acts, "log_in", meanwhile)
    client = Client()
    answer = log_in(client)
    assert answer.status_code == 200
    assert "horen niet bij elkaar" in answer.content.decode()
    assert session.cookie_name() not in client.cookies
    assert (Account.objects.count(), LogIn.objects.count()) == (0, 0)


def test_a_log_in_that_comes_first_keeps_the_account(office, registered):
    Account.objects.update(used_month=OLD)
    uid = Account.objects.get().uid
    log_in(Client())
    assert end(office, uid).used == (uid,)


def test_a_new_password_that_comes_too_late_says_so(office, registered):
    client = Client()
    client.post("/account/forgotten/", {"email": EMAIL})
    on_ = link_in(mail.kept[-1].text)
    Account.objects.update(used_month=OLD)
    end(office, Account.objects.get().uid)
    assert client.post(on_, {"password": "zeven groene theekopjes"}).status_code == 410


def _entering(way: str) -> Callable[[], int]:
    """Prepare what somebody does to get in, and give it to be done in a thread."""
    client = Client()
    if way == "log-in":
        return lambda: log_in(client).status_code
    client.post("/account/forgotten/", {"email": EMAIL})
    path = link_in(mail.kept[-1].text)
    return lambda: client.post(path, {"password": PASSWORD}).status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["log-in", "new password"])
def test_who_gets_in_while_an_account_ends_never_leaves_half(office, registered, way):
    """Either somebody is logged in and the account is there, or neither is so."""
    for _ in range(8):
        if not Account.objects.exists():
            register(Client())
        enter = _entering(way)
        Account.objects.update(used_month=OLD)
        LogIn.objects.all().delete()
        uid = Account.objects.get().uid
        statuses: list[int] = []
        person = threading.Thread(target=_in_a_thread, args=(enter, statuses))
        person.start()
        answer = end(office, uid)
        person.join()
        there = Account.objects.filter(pk=uid).exists()
        assert there is (uid in answer.used)
        assert (statuses == [302]) is there
        assert statuses[0] in {200, 302, 410}
        assert LogIn.objects.exists() is there


def _in_a_thread(enter: Callable[[], int], statuses: list[int]) -> None:
    statuses.append(enter())
    connection.close()


def test_the_pages_say_after_how_long_an_account_ends(office, registered):
    unsaid = "staat in onze privacyverklaring"
    assert unsaid in registered.get("/account/").content.decode()
    ask(office)
    for path, client in (("/account/", registered), ("/account/register/", Client())):
        page = client.get(path).content.decode()
        assert "Logt u 2 jaar niet in, dan eindigt uw account vanzelf" in page
        assert unsaid not in page
    office.ask(Verb.UNUSED, Unused(up_to=OLD, term=18))
    page = registered.get("/en/account/").content.decode()
    assert "If you do not log in for 18 months" in page


def test_the_file_of_an_account_says_the_month_and_until_when(office, registered):
    ask(office)
    said = json.loads(registered.get("/account/download/").content)
    today = timezone.localdate()
    assert said["last_used"] == f"{today:%Y-%m}"
    assert said["kept"] == "until 24 months after the month in which it was last used"


def test_ten_thousand_accounts_cost_the_same_for_each_portion(
    office, django_assert_max_num_queries
):
    Account.objects.bulk_create(
        Account(
            uid=UUID(int=n << 64), tag=n.to_bytes(16), salt=bytes(16), verifier=bytes(32),
            public=bytes(1216), wrapped_seed=bytes(60), used_month=OLD,
        )
        for n in range(1, 10_001)
    )  # fmt: skip
    after, found = None, 0
    while True:
        with django_assert_max_num_queries(20):
            rows = ask(office, after=after).accounts
        if not rows:
            break
        found, after = found + len(rows), rows[-1].account
        with django_assert_max_num_queries(40):
            assert not office.ask(Verb.END_UNUSED, EndUnused(accounts=rows)).used
    assert (found, Account.objects.count()) == (10_000, 0)


def test_an_account_ends_also_while_nobody_can_log_in(office):
    """Nothing is opened for it, so a site that waits for its pepper ends accounts as well."""
    uid = account_of()
    pepper.forget()
    assert end(office, uid).ended == (uid,)


@pytest.mark.django_db(transaction=True)
def test_accounts_that_were_there_count_as_used_in_the_month_of_the_migration():
    before, after = "0005_what_went_leaves_the_files", "0006_accounts_know_when_they_were_used"
    try:
        executor = MigrationExecutor(connection)
        executor.migrate([("site", before)])
        then = executor.loader.project_state([("site", before)]).apps.get_model("site", "Account")
        then.objects.create(
            uid=uuid4(), tag=os.urandom(16), salt=os.urandom(16), verifier=os.urandom(32),
            public=os.urandom(1216), wrapped_seed=os.urandom(60),
        )  # fmt: skip
    finally:
        MigrationExecutor(connection).migrate([("site", after)])
    assert used() == month_number(datetime.now(UTC).date()), "a migration takes the month of UTC"
