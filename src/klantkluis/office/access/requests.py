"""The request as pages see it: with a member of staff, an actor, and the state of the vault."""

from django.http import HttpRequest
from django.utils.functional import cached_property
from django_htmx.middleware import HtmxDetails

from klantkluis.foundation.actors import Actor
from klantkluis.office.access.models import Staff
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.staff import StaffVault


class VaultState:
    """What the page says of the vault; the vault is asked only when the page wants to know."""

    def __init__(self, session: StaffVault | None) -> None:
        self._session = session

    @cached_property
    def remaining(self) -> tuple[int, int] | None:
        """The seconds until idleness and until the latest moment end this; None when locked."""
        if self._session is None:
            return None
        try:
            return self._session.remaining_seconds()
        except VaultLocked:
            return None

    @property
    def is_open(self) -> bool:
        """Whether this person has the vault open."""
        return self.remaining is not None

    @property
    def seconds(self) -> int:
        """The seconds until it closes by itself."""
        return min(self.remaining) if self.remaining else 0


class OfficeRequest(HttpRequest):
    """A request of somebody who is logged in. Only a type: the middleware adds what it names."""

    user: Staff
    actor: Actor
    vault_state: VaultState
    htmx: HtmxDetails
