"""The doors of the office in tests: passwords, and a way past the second one."""

from django.conf import settings
from django.test import Client

from klantkluis.office.access.models import Staff
from klantkluis.office.lock import door
from klantkluis.vault.inprocess import PASSWORD as OWNER_VAULT_PASSWORD
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.staff import fingerprint

PASSWORD = "klaproos-dijk-9"
VAULT_PASSWORD = "kast fiets wolk brood tafel"


def open_vault(client: Client, vault: InProcessVault, person: Staff) -> None:
    """Give a browser its cookie of the vault, without the cost of a password."""
    vault.owner()
    token = vault.server.sessions.admit(
        str(person.uid),
        fingerprint(client.session.session_key),
        sorted(person.roles),
        idle=600,
        absolute=28_800,
    )
    client.cookies[door.LOOPBACK_COOKIE] = token


def staff_of(client: Client) -> Staff:
    """Give who is logged in with a browser of `browser_of`."""
    person = vars(client)["staff"]
    assert isinstance(person, Staff)
    return person


def give_slot(vault: InProcessVault, person: Staff, password: str = VAULT_PASSWORD) -> None:
    """Give a person a real vault password."""
    owner = vault.owner()
    grant = owner.confirm("enrol", OWNER_VAULT_PASSWORD)
    code = owner.enrol(str(person.uid), person.roles, grant=grant)
    vault.join(staff=str(person.uid), code=code, password=password, session="elsewhere")


def log_in(client: Client, person: Staff) -> None:
    """Log in without the cost of a password, as a real log-in leaves the session."""
    client.force_login(person)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value
