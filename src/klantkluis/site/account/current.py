"""Who is logged in, as far as the shop needs it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest

from klantkluis.messages.letters import Address, Person


@dataclass(frozen=True, slots=True)
class CurrentProfile:
    """The account that is logged in, with name and address as its owner opened them."""

    account: UUID
    who: Person = field(repr=False)
    address: Address = field(repr=False)


def current_profile(request: HttpRequest) -> CurrentProfile | None:
    """Give the profile of who is logged in; None for a guest."""
    return None
