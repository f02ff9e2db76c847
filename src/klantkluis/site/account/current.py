"""Who is logged in, for the pages of the shop."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from klantkluis.messages.letters import Address, Person
from klantkluis.site.account.session import me


@dataclass(frozen=True, slots=True)
class CurrentProfile:
    """The account that is logged in, and the name and address that it opened.

    `who` holds neither e-mail address nor telephone number: the site does not keep them.
    """

    account: UUID
    who: Person
    address: Address


def current_profile(request: HttpRequest) -> CurrentProfile | None:
    """Give who is logged in, to fill in a form; None for a guest, or while the profile is away."""
    mine = me(request)
    profile = mine.profile() if mine else None
    if mine is None or profile is None:
        return None
    return CurrentProfile(mine.uid, profile.who, profile.address)


def current_account(request: HttpRequest) -> UUID | None:
    """Give the uid of the account that is logged in."""
    mine = me(request)
    return mine.uid if mine else None
