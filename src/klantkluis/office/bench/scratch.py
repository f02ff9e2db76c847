"""An office of its own for a bench: empty database, vault process, one owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.office.cli.running import prepare, vault_place
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


@contextmanager
def scratch_office() -> Iterator[Scratch]:
    """Make an empty office with company data and an open vault; end the vault afterwards."""
    place = prepare()
    from klantkluis.foundation.company import change_company
    from klantkluis.office.access.commands import open_office
    from klantkluis.office.demo.filling import COMPANY

    owner = open_office(username=LOG_IN, display_name="Bench", password=PASSWORD, language="nl")
    with VaultProcess(vault_place(place)) as process:
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
        yield Scratch(place, process, actor, session)
