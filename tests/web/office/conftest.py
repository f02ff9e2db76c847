"""The pages' own fixtures: staff of each role, and browsers that are logged in as them."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from klantkluis.core.roles import Role
from klantkluis.customers.restriction_rows import Restriction
from klantkluis.foundation.models import Company
from klantkluis.office.access.models import Staff, StaffRole
from klantkluis.office.lock import door
from klantkluis.privacy.models import ErasureStep
from klantkluis.vault.inprocess import InProcessVault
from rooms.privacy.everything import a_full_customer
from rooms.privacy.forgetting import forget
from rooms.privacy.keys import Keys
from rooms.story import a_line, a_product, a_sent_invoice
from support.fake_smtp import FakeSmtp, fake_smtp
from web.office.mailing import SETTINGS
from web_door import PASSWORD, log_in, open_vault


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Give the hash of the tests' password: Argon2 is meant to be slow, so it runs once."""
    return make_password(PASSWORD)


@pytest.fixture
def staff(db, password_hash: str) -> Callable[..., Staff]:
    """Make a member of staff with these roles."""

    def make(*roles: Role, username: str = "") -> Staff:
        name = username or "-".join(roles) or "plain"
        person = Staff.objects.create(
            username=name, display_name=name.capitalize(), language="en", password=password_hash
        )
        StaffRole.objects.bulk_create(StaffRole(staff=person, role=role) for role in roles)
        return person

    return make


@pytest.fixture(autouse=True)
def _office_reaches_the_vault(in_process_vault: InProcessVault, monkeypatch) -> None:
    """Let the office reach the vault in this process, whose sheets are confirmed."""
    owner = in_process_vault.owner()
    if not in_process_vault.status().sheets_confirmed:
        for number, sheet in enumerate(in_process_vault.sheets, start=1):
            owner.confirm_sheet(number, sheet)
    monkeypatch.setattr(door, "vault", lambda: in_process_vault)


@pytest.fixture
def browser_of(
    staff, in_process_vault: InProcessVault, our_company: Company
) -> Callable[..., Client]:
    """Give a browser that is logged in as somebody with these roles."""

    def make(*roles: Role, unlocked: bool = False, person: Staff | None = None) -> Client:
        client = Client()
        client.staff = person or staff(*roles)
        log_in(client, client.staff)
        if unlocked:
            open_vault(client, in_process_vault, client.staff)
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


@pytest.fixture
def els(owner, our_company, in_process_vault) -> int:
    """A customer who asked to be erased, and still has an invoice to pay."""
    customer_id = a_full_customer(owner)
    a_sent_invoice(owner, [a_line(a_product(owner, "KRUK"))], customer_id=customer_id)
    forget(owner, customer_id, Keys(in_process_vault))
    assert ErasureStep.objects.filter(step="part").exists()
    assert Restriction.objects.get().cause == "kept_by_law"
    return customer_id


@pytest.fixture
def smtp(as_owner: Client) -> Iterator[FakeSmtp]:
    """A mail server, which the owner filled in."""
    with fake_smtp() as fake:
        assert as_owner.post("/mail/server/", {**SETTINGS, "port": fake.port}).status_code == 302
        yield fake
