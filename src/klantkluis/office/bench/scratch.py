"""An office of its own for a bench: empty database, vault process, one owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.office.bench.measuring import progress
from klantkluis.office.cli.running import prepare
from klantkluis.office.own_vault import vault_place
from klantkluis.office.place import Place
from klantkluis.vault.process import VaultProcess
from klantkluis.vault.staff import StaffVault, Vault

LOG_IN = "bench"
PASSWORD = "een-twee-drie-meten"  # noqa: S105 - of an office that lives for minutes
VAULT_PASSWORD = "meten is weten en gissen is missen"  # noqa: S105 - likewise
SESSION = "bench"
NO_LIMITS = {"subjects_per_10_minutes": 0, "subjects_per_day": 0, "cards_per_10_minutes": 0}


@dataclass(slots=True)
class Scratch:
    """A running vault with its owner; `actor` may do everything."""

    place: Place
    process: VaultProcess
    actor: Actor
    session: StaffVault

    @property
    def vault(self) -> Vault:
        """The vault as the office sees it."""
        return self.process.vault()

    @property
    def staff(self) -> str:
        """How the vault calls the owner."""
        return str(self.actor.staff_id)

    def unlock(self) -> None:
        """Open the vault with the second password."""
        token = self.vault.unlock(staff=self.staff, password=VAULT_PASSWORD, session=SESSION)
        self.session = self.vault.session(token=token, session=SESSION)
        self.actor = replace(self.actor, vault=self.session)


@contextmanager
def scratch_office() -> Iterator[Scratch]:
    """Make an empty office with company data and an open vault; end the vault afterwards."""
    place = prepare()
    with VaultProcess(vault_place(place)) as process:
        yield _installed(place, process)


@contextmanager
def large_office(*, customers: int, invoices: int) -> Iterator[Scratch]:
    """Make an office with many rows, and unlock it anew as each morning.

    While the rows are made the vault does not know of the main database: following each of a
    million customers in the index would take longer than making them, and the unlock builds the
    index anyway.
    """
    place = prepare()
    from klantkluis.office.bench.bulk import make_bulk

    where = vault_place(place)
    with VaultProcess(replace(where, database_url="")) as process:
        office = _installed(place, process)
        make_bulk(
            customers=customers, invoices=invoices, seed=1, vault=office.session,
            progress=progress,
        )  # fmt: skip
    with VaultProcess(where) as process:
        office.process = process
        office.unlock()
        yield office


def _installed(place: Place, process: VaultProcess) -> Scratch:
    """Make the owner, the keys and the company data."""
    from klantkluis.foundation.company import change_company
    from klantkluis.office.access.commands import open_office
    from klantkluis.office.demo.filling import COMPANY

    owner = open_office(username=LOG_IN, display_name="Bench", password=PASSWORD, language="nl")
    vault = process.vault()
    installed = vault.setup(
        staff=str(owner.uid), password=VAULT_PASSWORD, session=SESSION, settings=NO_LIMITS
    )
    session = vault.session(token=installed.token, session=SESSION)
    for number, sheet in enumerate(installed.sheets, start=1):
        session.confirm_sheet(number, sheet)
    actor = Actor(
        staff_id=owner.uid,
        roles=frozenset({Role.OWNER}),
        channel=Channel.COMMAND_LINE,
        vault=session,
    )
    change_company(fields=COMPANY, actor=actor)
    return Scratch(place, process, actor, session)
