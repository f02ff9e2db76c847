"""The pages' own fixtures: staff of each role, and browsers that are logged in as them."""

from collections.abc import Callable

import pytest
from django.test import Client

from klantkluis.core.roles import Role
from klantkluis.office.access.models import Staff, StaffRole
from klantkluis.office.lock import door
from web_door import PASSWORD, VAULT_PASSWORD, DoorOfGlass


@pytest.fixture
def glass(vault, monkeypatch) -> DoorOfGlass:
    """The vault as the pages see it, with an open and a locked side."""
    found = DoorOfGlass(vault)
    monkeypatch.setattr(door, "vault", lambda: found)
    return found


@pytest.fixture
def staff(db, glass) -> Callable[..., Staff]:
    """Make a member of staff with these roles and both passwords."""

    def make(*roles: Role, username: str = "") -> Staff:
        name = username or "-".join(roles) or "plain"
        person = Staff(username=name, display_name=name.capitalize(), language="en")
        person.set_password(PASSWORD)
        person.save()
        StaffRole.objects.bulk_create(StaffRole(staff=person, role=role) for role in roles)
        glass.passwords[str(person.uid)] = VAULT_PASSWORD
        return person

    return make


@pytest.fixture
def browser_of(staff) -> Callable[..., Client]:
    """Give a browser that is logged in as somebody with these roles."""

    def make(*roles: Role, unlocked: bool = False, person: Staff | None = None) -> Client:
        client = Client()
        client.staff = person or staff(*roles)
        client.force_login(client.staff)
        if unlocked:
            answer = client.post("/vault/unlock/", {"vault_password": VAULT_PASSWORD})
            assert answer.status_code == 302, answer.content
        return client

    return make


@pytest.fixture
def as_owner(browser_of) -> Client:
    """A browser of the owner, with the vault open."""
    return browser_of(Role.OWNER, unlocked=True)


@pytest.fixture
def as_locked_owner(browser_of) -> Client:
    """A browser of the owner, with the vault locked."""
    return browser_of(Role.OWNER)


@pytest.fixture
def as_stranger(staff) -> Client:
    """A browser of nobody, in an office that has an owner."""
    staff(Role.OWNER, username="somebody")
    return Client()
