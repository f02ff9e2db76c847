"""What happens when somebody opens the vault: pages add what was waiting for that."""

from collections.abc import Callable

from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.staff import StaffVault

type Waiting = Callable[[OfficeRequest, StaffVault], None]

WAITING: list[Waiting] = []
"""Pages add theirs when the office starts (`apps.py`)."""


def carry_on_waiting(request: OfficeRequest, session: StaffVault) -> None:
    """Do what waited, for the person who opened the vault and with their part in it."""
    for each in WAITING:
        each(request, session)
