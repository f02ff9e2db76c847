"""Nightly housekeeping: when chores are due, what is kept of them, and who hears of it."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from klantkluis.core.roles import Role
from klantkluis.foundation.models import Event, Job
from klantkluis.office.access.models import FailedLogIns, Invitation, StaffSession
from klantkluis.office.cli import housekeeping as command
from klantkluis.office.housekeeping import chores, clock, pruning, running
from klantkluis.office.housekeeping.chores import CHORES, Chore, Result
from klantkluis.office.housekeeping.clock import HouseClock
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.housekeeping.running import (
    chore_states,
    do_all,
    do_chore,
    do_what_is_due,
    last_night,
)
from klantkluis.office.housekeeping.tasks import keep_house
from klantkluis.office.lock import door
from klantkluis.privacy.retaining.sweeping import sweep
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.staff import Status

pytestmark = pytest.mark.usefixtures("our_company")
MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def text(answer) -> str:
    return answer.content.decode()


def at(moment: datetime):
    return lambda: moment


@pytest.fixture
def locked(monkeypatch, in_process_vault) -> None:
    """Let the vault be locked for everybody."""
    shut = Status(is_running=True, is_installed=True, audit={"writable": True})
    monkeypatch.setattr(in_process_vault, "status", lambda: shut)


def a_run(chore: str = "books", outcome: str = "well", **more) -> ChoreRun:
    ended = more.pop("ended_at", timezone.now())
    return ChoreRun.objects.create(
        chore=chore, began_at=ended, ended_at=ended, outcome=outcome, **more
    )


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 11, 20, 8, tzinfo=UTC), datetime(2026, 11, 20, 2, 30, tzinfo=UTC)),
        (datetime(2026, 11, 20, 2, 29, tzinfo=UTC), datetime(2026, 11, 19, 2, 30, tzinfo=UTC)),
        (datetime(2026, 7, 1, 2, 0, tzinfo=UTC), datetime(2026, 7, 1, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 6, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 6, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_a_night_is_by_the_clock_on_the_wall_also_when_it_is_moved(now, night):
    assert last_night(now) == night


def test_each_chore_is_done_once_a_night_and_kept_as_a_fact(in_process_vault):
    done = do_what_is_due(at(MORNING))
    assert [run.chore for run in done] == [chore.name for chore in CHORES]
    assert {run.outcome for run in done} == {"well"}
    assert do_what_is_due(at(MORNING + timedelta(hours=12))) == []
    assert len(do_what_is_due(at(MORNING + timedelta(days=1)))) == len(CHORES)


def test_after_days_of_downtime_each_is_done_once(in_process_vault):
    do_what_is_due(at(MORNING))
    later = MORNING + timedelta(days=9)
    assert len(do_what_is_due(at(later))) == len(CHORES)
    assert do_what_is_due(at(later)) == []


def test_what_needs_the_vault_waits_for_it_and_says_so(locked, as_locked_owner):
    done = do_what_is_due(timezone.now)
    assert [run.chore for run in done] == [
        "books", "let_go", "retention", "periods", "together", "withdrawn", "vat_numbers",
    ]  # fmt: skip
    waiting = [state.chore.name for state in chore_states(timezone.now()) if state.waits]
    assert waiting == ["people", "class_keys", "log", "rows", "proofs"]
    page = text(as_locked_owner.get("/housekeeping/"))
    assert page.count("Waits for the vault") == 5
    assert "a minute after somebody has unlocked" in page


def test_what_waited_is_done_as_soon_as_the_vault_is_open(in_process_vault, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(in_process_vault, "status", lambda: Status(is_running=True))
        do_what_is_due(at(MORNING))
    done = do_what_is_due(at(MORNING + timedelta(minutes=1)))
    assert [run.chore for run in done] == ["people", "class_keys", "log", "rows", "proofs"]


def test_a_vault_that_is_locked_half_way_leaves_no_fact():
    def work(_now):
        raise VaultLocked

    assert do_chore(Chore("x", "X", "", work, needs_vault=True), timezone.now) is None
    assert not ChoreRun.objects.exists()


def test_a_chore_that_goes_wrong_is_a_fact_and_names_nobody(caplog, monkeypatch):
    def work(_now):
        raise ValueError("Jansen, Dorpsstraat 12")

    broken = Chore("x", "X", "", work)
    monkeypatch.setattr(running, "CHORES", (broken, CHORES[1]))
    done = do_all(timezone.now)
    assert [run.outcome for run in done] == ["failed", "well"]
    assert "Jansen" not in str(done[0].__dict__)
    assert "ValueError" in caplog.text
    assert "Jansen" not in caplog.text.replace('raise ValueError("Jansen, Dorpsstraat 12")', "")


def test_books_that_do_not_agree_are_told_on_the_first_screen(as_owner, browser_of, monkeypatch):
    def broken():
        yield from (f"entry {n} does not balance" for n in range(30))

    monkeypatch.setattr(chores, "RULES", (("ledger", broken),))
    (books, *_others) = CHORES
    run = do_chore(books, timezone.now)
    assert (run.outcome, run.count, len(run.found)) == ("broken", 30, 20)
    assert "found 30 rows in the books" in text(as_owner.get("/"))
    page = text(as_owner.get("/housekeeping/"))
    assert "ledger: entry 0 does not balance" in page
    assert "Do not mend them by hand" in page
    assert "30 rows in the books" not in text(browser_of(Role.SALES).get("/"))
    monkeypatch.undo()


def test_books_that_agree_again_are_no_longer_told(as_owner):
    a_run(outcome="broken", count=2, found=["a", "b"])
    assert "found 2 rows in the books" in text(as_owner.get("/"))
    a_run()
    assert "rows in the books" not in text(as_owner.get("/"))


@pytest.mark.parametrize(
    ("chore", "outcome", "words"),
    [
        ("rows", "broken", "2 sealed records are not the ones"),
        ("log", "broken", "the log of the vault, or the books, were changed"),
        ("rows", "failed", "A part of the nightly housekeeping went wrong."),
    ],
)
def test_what_the_night_found_is_told(as_owner, chore, outcome, words):
    a_run(chore, outcome, count=2)
    assert words in text(as_owner.get("/"))
    assert as_owner.get("/housekeeping/").status_code == 200


def test_housekeeping_that_stands_still_is_told(as_owner):
    old = timezone.now() - timedelta(days=3)
    a_run(ended_at=old)
    assert "stands still" in text(as_owner.get("/"))
    a_run()
    assert "stands still" not in text(as_owner.get("/"))


def test_a_vault_that_is_not_opened_for_a_week_is_told(as_owner):
    a_run("rows", ended_at=timezone.now() - timedelta(days=8))
    a_run()
    assert "waited over a week" in text(as_owner.get("/"))
    a_run("rows")
    assert "waited over a week" not in text(as_owner.get("/"))


def test_the_page_is_for_the_owner(as_owner, browser_of, as_stranger):
    assert as_owner.get("/housekeeping/").status_code == 200
    colleague = browser_of(Role.BOOKKEEPER)
    assert colleague.get("/housekeeping/").status_code == 403
    assert colleague.post("/housekeeping/runs/").status_code == 403
    assert as_stranger.get("/housekeeping/")["Location"].startswith("/log-in/")
    assert as_stranger.post("/housekeeping/runs/")["Location"].startswith("/log-in/")


def test_the_owner_has_it_done_at_once_in_the_background(as_owner):
    assert as_owner.post("/housekeeping/runs/")["Location"] == "/housekeeping/"
    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [], "kwargs": {}}
    assert keep_house.call() == len(CHORES)
    page = text(as_owner.get("/housekeeping/"))
    assert page.count("All well") == 2 * len(CHORES)


def test_a_page_says_what_was_removed_and_what_was_never_done(as_owner):
    assert text(as_owner.get("/housekeeping/")).count("never yet") == len(CHORES)
    a_run("let_go", count=17)
    assert ">17</td>" in text(as_owner.get("/housekeeping/"))


def test_what_is_over_goes_and_the_rest_stays(staff):
    now = timezone.now()
    person = staff(Role.SALES)
    for when in (now - timedelta(days=732), now - timedelta(days=728)):
        Event.objects.create(name="x.y", staff_id=person.uid, channel="office", at=when)
        Job.objects.create(
            uid=uuid4(), kind="x", staff_id=person.uid, total=1, done=1, state="done",
            created_at=when, finished_at=when,
        )  # fmt: skip
        a_run(ended_at=when)
    Job.objects.create(
        uid=uuid4(), kind="x", staff_id=person.uid, total=1, state="waiting",
        created_at=now - timedelta(days=800),
    )  # fmt: skip
    for name, days in (("a", -1), ("b", 1)):
        ends = now + timedelta(days=days)
        StaffSession.objects.create(session_key=name, session_data="", expire_date=ends)
        FailedLogIns.objects.create(subject=name, last_at=now + timedelta(days=days - 1))
    Invitation.objects.create(staff=person, code_hash="x", expires_at=now - timedelta(hours=1))
    for days in (8, 1):
        keep_house.enqueue()
        newest = DBTaskResult.objects.order_by("enqueued_at").last()
        DBTaskResult.objects.filter(pk=newest.pk).update(finished_at=now - timedelta(days=days))
    assert pruning.prune(now) == 4
    assert sum(each.removed for each in sweep(now)) == 3
    assert Event.objects.filter(name="x.y").count() == 1
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "waiting"]
    assert list(StaffSession.objects.values_list("session_key", flat=True)) == ["b"]
    assert list(FailedLogIns.objects.values_list("subject", flat=True)) == ["b"]
    assert not Invitation.objects.exists()
    assert DBTaskResult.objects.count() == 1
    assert pruning.prune(now) == 0
    assert sum(each.removed for each in sweep(now)) == 0


def test_the_command_line_does_it_once_and_says_how_it_went(in_process_vault, monkeypatch, capsys):
    monkeypatch.setattr(command, "prepare", lambda: None)
    command.run_housekeeping()  # the vault of all tests may have something left of another one
    capsys.readouterr()
    assert command.run_housekeeping() == 0
    assert capsys.readouterr().out.splitlines() == [
        "books: well (0)", "let_go: well (0)", "retention: well (0)", "people: well (0)",
        "class_keys: well (0)",
        "log: well (0)", "rows: well (0)", "periods: well (0)", "together: well (0)",
        "withdrawn: well (0)", "vat_numbers: well (0)", "proofs: well (0)",
    ]  # fmt: skip


def test_the_command_line_tells_what_waits_and_what_is_wrong(locked, monkeypatch, capsys):
    monkeypatch.setattr(command, "prepare", lambda: None)
    wrong = Chore("books", "Books", "", lambda _now: Result.of(["entry 1 does not balance"]))
    monkeypatch.setattr(chores, "CHORES", (wrong, CHORES[5]))
    assert command.run_housekeeping() == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == ["books: broken (1)", "log: waits for the vault"]
    assert "entry 1 does not balance" in said.err


def test_the_clock_looks_again_and_again_also_when_the_database_is_away(monkeypatch):
    looked, enough = [], threading.Event()

    def look(_clock):
        looked.append(1)
        if len(looked) > 2:
            enough.set()
        raise DatabaseError

    monkeypatch.setattr(clock, "do_what_is_due", look)
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)
    ticking = HouseClock(first=0, every=0.01)
    ticking.start()
    assert enough.wait(30)
    ticking.stop()
    assert not ticking._thread.is_alive()


def test_the_doors_of_the_vault_stay_closed_to_chores_when_it_is_locked(tmp_path):
    from klantkluis.vault.inprocess import InProcessVault

    vault = InProcessVault(tmp_path)
    vault.owner().lock()
    try:
        with pytest.raises(VaultLocked):
            vault.upkeep().keep_log()
    finally:
        vault.close()
    assert door.vault().status().is_running


def test_the_job_worker_keeps_house_beside_its_jobs_and_stops_with_them(monkeypatch):
    from klantkluis.office.cli.running import _jobs
    from klantkluis.office.worker import __main__ as worker

    happened: list[str] = []
    monkeypatch.setattr(HouseClock, "start", lambda _clock: happened.append("start"))
    monkeypatch.setattr(HouseClock, "stop", lambda _clock: happened.append("stop"))

    def work(name, **_options):
        happened.append(name)
        raise SystemExit(0)

    monkeypatch.setattr(worker, "call_command", work)
    with pytest.raises(SystemExit):
        worker.main()
    assert happened == ["start", "db_worker", "stop"]
    assert _jobs()[1:] == ["-m", "klantkluis.office.worker"]
