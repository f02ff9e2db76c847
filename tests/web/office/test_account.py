"""One's own account: name, language, theme, password and sessions."""

from django.test import Client

from klantkluis.core.roles import Role
from klantkluis.foundation.models import Event
from klantkluis.office.access.models import Staff, StaffSession
from web_door import PASSWORD, give_slot

NEW = "nieuwe-klaver-7-dijk"


def change(client: Client, *, old: str = PASSWORD, new: str = NEW, again: str = ""):
    return client.post(
        "/account/password/",
        {"old_password": old, "new_password": new, "repeat_password": again or new},
    )


def test_a_person_chooses_name_language_and_theme(browser_of):
    client = browser_of(Role.SALES)
    typed = {"display_name": "Noor", "language": "nl", "theme": "dark"}
    assert client.post("/account/", typed).status_code == 302
    person = Staff.objects.get(pk=client.staff.pk)
    assert (person.display_name, person.language, person.theme) == ("Noor", "nl", "dark")
    assert not person.single_keys
    page = client.get("/account/").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert '<html lang="nl"' in page
    assert "data-single-keys" not in page


def test_a_new_password_ends_the_other_sessions_but_not_this_one(browser_of):
    client = browser_of(Role.SALES)
    other = browser_of(person=client.staff)
    assert change(client).status_code == 302
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert Staff.objects.get(pk=client.staff.pk).check_password(NEW)
    assert Event.objects.filter(name="staff.password_changed").exists()


def test_the_present_password_has_to_be_right(browser_of):
    client = browser_of(Role.SALES)
    answer = change(client, old="something else")
    assert "This is not your present password." in answer.content.decode()
    assert Staff.objects.get(pk=client.staff.pk).check_password(PASSWORD)


def test_a_short_or_repeated_wrong_password_is_refused_beside_its_field(browser_of):
    client = browser_of(Role.SALES)
    assert "12" in change(client, new="kort").content.decode()
    assert "not the same" in change(client, again="iets-heel-anders-9").content.decode()
    assert Staff.objects.get(pk=client.staff.pk).check_password(PASSWORD)


def test_the_log_in_password_may_not_be_the_vault_password(browser_of, in_process_vault):
    client = browser_of(Role.SALES)
    give_slot(in_process_vault, client.staff, NEW)
    answer = change(client)
    assert "This is your vault password." in answer.content.decode()
    assert Staff.objects.get(pk=client.staff.pk).check_password(PASSWORD)


def test_sessions_are_listed_and_can_be_ended(browser_of):
    client = browser_of(Role.SALES)
    other = browser_of(person=client.staff)
    assert client.get("/account/").content.decode().count('data-label="Last seen"') == 2
    theirs = StaffSession.objects.exclude(pk=client.get("/account/").context["this_session"]).get()
    assert client.post("/account/sessions/", {"session": theirs.pk}).status_code == 302
    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(browser_of):
    client, other = browser_of(Role.SALES), browser_of(Role.WAREHOUSE)
    theirs = StaffSession.objects.get(staff=other.staff)
    client.post("/account/sessions/", {"session": theirs.pk})
    assert other.get("/").status_code == 200


def test_before_log_in_a_cookie_remembers_the_language(as_stranger):
    assert '<html lang="nl"' in as_stranger.get("/log-in/").content.decode()
    as_stranger.post("/language/", {"language": "en"})
    assert '<html lang="en"' in as_stranger.get("/log-in/").content.decode()
    as_stranger.post("/language/", {"language": "xx"})
    assert '<html lang="en"' in as_stranger.get("/log-in/").content.decode()


def test_the_language_of_the_browser_does_not_count(as_stranger):
    page = as_stranger.get("/log-in/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="nl"' in page
