"""Who acts, through which door, and whether the vault is open to them."""

from dataclasses import dataclass, field
from uuid import UUID

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.vault.client import LockedVault, VaultSession


class NotAllowed(Refusal):
    """The actor's roles do not include this act."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of staff, or a job on behalf of one. The vault is locked unless one was given."""

    staff_id: UUID
    roles: frozenset[Role]
    channel: Channel
    vault: VaultSession = field(default_factory=LockedVault, repr=False, compare=False)

    def may(self, *roles: Role) -> bool:
        """Tell whether the actor is the owner or has one of these roles."""
        return Role.OWNER in self.roles or not self.roles.isdisjoint(roles)
