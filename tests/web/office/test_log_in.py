"""Log-in: the right password, the wrong one, and guessers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.foundation.models import Event
from klantkluis.office.access.models import FailedLogIns, StaffSession
from klantkluis.office.access.sessions import hashed
from klantkluis.office.access.throttle import Attempt, count_failure, delay
from web_door import PASSWORD

WRONG = "do not belong together"


def log_in(client: Client, username: str, password: str = PASSWORD, **more):
    return client.post("/log-in/", {"username": username, "password": password, **more})


def test_the_right_password_opens_the_first_screen(staff):
    person = staff(Role.SALES)
    client = Client()
    answer = log_in(client, "SALES")
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Event.objects.filter(name="staff.logged_in", staff_id=person.uid).exists()


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(staff):
    staff(Role.SALES)
    known = log_in(Client(), "sales", "wrong").content.decode()
    unknown = log_in(Client(), "nobody", "wrong").content.decode()
    assert WRONG in known or "horen niet bij elkaar" in known
    assert known.count("alert-danger") == unknown.count("alert-danger") == 1


def test_a_closed_account_does_not_open(staff):
    person = staff(Role.SALES)
    person.is_active = False
    person.save()
    assert log_in(Client(), "sales").status_code == 200


def test_after_five_failures_even_the_right_password_waits(staff):
    staff(Role.SALES)
    client = Client()
    for _index in range(4):
        count_failure(Attempt("Sales ", "127.0.0.1"), now=timezone.now())
    log_in(client, "sales", "wrong")
    assert log_in(client, "sales").status_code == 200
    assert "_auth_user_id" not in client.session
    FailedLogIns.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    assert log_in(client, "sales").status_code == 302


@pytest.mark.parametrize(
    ("failures", "minutes"), [(4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (50, 60)]
)
def test_delays_double_up_to_an_hour(failures, minutes):
    assert delay(failures, 5) == timedelta(minutes=minutes)


def test_one_address_that_tries_many_names_has_to_wait(staff):
    staff(Role.SALES)
    for index in range(30):
        count_failure(Attempt(f"name{index}", "127.0.0.1"), now=timezone.now())
    assert log_in(Client(), "sales").status_code == 200
    assert log_in(Client(REMOTE_ADDR="192.0.2.7"), "sales").status_code == 302


def test_failures_are_counted_without_the_name_that_was_typed(staff):
    staff(Role.SALES)
    log_in(Client(), "hunter2-typed-in-the-wrong-field", "wrong")
    assert all(len(row.subject) == 64 for row in FailedLogIns.objects.all())


def test_one_goes_back_to_where_one_was_but_never_elsewhere(staff):
    staff(Role.OWNER)
    assert log_in(Client(), "owner", next="/colleagues/")["Location"] == "/colleagues/"
    assert log_in(Client(), "owner", next="https://example.org/")["Location"] == "/"


def test_a_stranger_is_led_to_the_log_in_page(as_stranger):
    answer = as_stranger.get("/account/")
    assert answer["Location"] == "/log-in/?next=/account/"


def test_a_copy_of_the_database_holds_no_key_of_a_session(staff):
    staff(Role.SALES)
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    log_in(client, "sales")
    key = client.cookies["sessionid"].value
    row = StaffSession.objects.get()
    assert row.session_key == hashed(key) != key
    assert row.browser == "Firefox, Windows"
    assert row.address == "127.0.0.1"


def test_an_ended_session_is_over_at_once(staff):
    staff(Role.SALES)
    client = Client()
    log_in(client, "sales")
    StaffSession.objects.all().delete()
    assert client.get("/")["Location"].startswith("/log-in/")


def test_logging_out_ends_the_session(browser_of):
    client = browser_of(Role.SALES)
    assert client.post("/log-out/").status_code == 302
    assert client.get("/").status_code == 302
    assert not StaffSession.objects.exists()


def test_pages_of_somebody_who_is_logged_in_are_kept_by_no_cache(browser_of):
    assert browser_of(Role.SALES).get("/")["Cache-Control"] == "no-store, private"
