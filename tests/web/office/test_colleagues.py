"""Owners look after their colleagues: invite, roles, closing, one-time codes."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.foundation.models import Event
from klantkluis.office.access.models import Invitation, Staff, StaffSession

CODE = re.compile(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\b")
PASSWORD = "vier-wolken-boven-zee"


@pytest.fixture
def invited(as_owner) -> tuple[str, Staff]:
    answer = as_owner.post(
        "/colleagues/new/",
        {"display_name": "Sanne", "username": "sanne", "language": "nl", "roles": ["sales"]},
    )
    return CODE.search(answer.content.decode())[1], Staff.objects.get(username="sanne")


def join(code: str, *, username: str = "sanne"):
    client = Client()
    typed = {"new_password": PASSWORD, "repeat_password": PASSWORD}
    return client, client.post("/join/", {"username": username, "code": code, **typed})


def test_a_colleague_joins_with_the_code_and_gets_the_roles(invited, as_owner):
    code, person = invited
    assert not person.has_usable_password()
    client, answer = join(code.lower().replace("-", " "), username="SANNE")
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    assert Staff.objects.get(pk=person.pk).roles == {Role.SALES}
    assert set(Event.objects.values_list("name", flat=True)) >= {"staff.invited", "staff.joined"}


def test_a_code_works_once(invited):
    code, _person = invited
    join(code)
    _client, answer = join(code)
    assert answer.status_code == 200
    assert "has been used" in answer.content.decode() or "al gebruikt" in answer.content.decode()


def test_a_code_is_over_after_24_hours(invited):
    code, _person = invited
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert join(code)[1].status_code == 200


def test_a_wrong_code_counts_as_a_failed_log_in(invited):
    for _index in range(5):
        join("0000-0000-0000-0000")
    assert join(invited[0])[1].status_code == 200


def test_the_database_holds_no_code(invited):
    code, _person = invited
    assert code not in str(list(Invitation.objects.values()))


def test_two_accounts_cannot_have_one_name_in_any_case(as_owner, invited):
    answer = as_owner.post(
        "/colleagues/new/",
        {"display_name": "Other", "username": "Sanne", "language": "nl", "roles": ["sales"]},
    )
    page = answer.content.decode()
    assert "Another account has this log-in name." in page
    assert 'value="Other"' in page


def test_closing_an_account_ends_its_sessions_at_once(as_owner, browser_of):
    other = browser_of(Role.SALES)
    assert as_owner.post(f"/colleagues/{other.staff.uid}/closed/").status_code == 302
    assert other.get("/").status_code == 302
    assert not StaffSession.objects.filter(staff=other.staff).exists()


def test_the_last_owner_cannot_be_closed_or_changed_away(as_owner):
    mine = as_owner.staff
    answer = as_owner.post(f"/colleagues/{mine.uid}/closed/")
    assert answer.status_code == 409
    assert "Somebody has to be the owner" in answer.content.decode()
    typed = {"display_name": "X", "language": "nl", "roles": ["sales"]}
    assert as_owner.post(f"/colleagues/{mine.uid}/", typed).status_code == 200
    assert Staff.objects.get(pk=mine.pk).roles == {Role.OWNER}


def test_roles_are_given_and_taken(as_owner, staff):
    person = staff(Role.SALES)
    typed = {"display_name": "Bo", "language": "en", "roles": ["warehouse", "fiscal"]}
    assert as_owner.post(f"/colleagues/{person.uid}/", typed).status_code == 302
    assert Staff.objects.get(pk=person.pk).roles == {Role.WAREHOUSE, Role.FISCAL}


def test_a_reset_takes_the_old_password_away(as_owner, browser_of):
    other = browser_of(Role.SALES)
    answer = as_owner.post(f"/colleagues/{other.staff.uid}/code/")
    assert CODE.search(answer.content.decode())
    assert not Staff.objects.get(pk=other.staff.pk).has_usable_password()
    assert other.get("/").status_code == 302


def test_the_list_and_the_page_of_a_colleague_are_shown(as_owner, invited):
    assert "Sanne" in as_owner.get("/colleagues/").content.decode()
    assert "Sanne" in as_owner.get(f"/colleagues/{invited[1].uid}/").content.decode()
    assert as_owner.get("/colleagues/new/").status_code == 200


def test_an_owner_ends_the_session_of_a_colleague(as_owner, browser_of):
    other = browser_of(Role.SALES)
    row = StaffSession.objects.get(staff=other.staff)
    as_owner.post(f"/colleagues/{other.staff.uid}/sessions/", {"session": row.pk})
    assert other.get("/").status_code == 302
