"""Where a package gets what the rows themselves do not say: one place that names each source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from klantkluis.privacy.access.terms import Months, usual
from klantkluis.vault.client import VaultSession
from klantkluis.vault.rights import RightsSession


@dataclass(frozen=True, slots=True)
class Look:
    """That the record was consulted: when and for which purpose of the vault, never by whom."""

    at: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """That somebody outside received data: who, when, on which ground (GDPR art. 15(1)(c)).

    Attributes:
        recipient: the kind, of `core.declared.Recipient`.
        name: of the organisation.
        ground: the article, in words.
        categories: terms of the Data Privacy Vocabulary.
    """

    at: datetime
    recipient: str
    name: str
    ground: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What is known of the request that this answers (GDPR art. 12(3) and 12(6)), in words."""

    received_on: date
    due_on: date | None = None
    extended_to: date | None = None
    extension_reason: str = field(default="", repr=False)
    identity_check: str = field(default="", repr=False)


def looks_in_the_log(vault: VaultSession, uids: Sequence[UUID]) -> Sequence[Look]:
    """Give when and for what the record was consulted, as the vault's log says it, newest first.

    A session that cannot read the log tells nothing.
    """
    if not isinstance(vault, RightsSession):
        return ()
    found = {Look(each.at, str(each.purpose)) for each in vault.looks(uids)}
    return sorted(found, key=lambda look: (look.at, look.purpose), reverse=True)


def nobody(_uids: Sequence[UUID]) -> Sequence[Receipt]:
    """Give no recipients."""
    return ()


def no_statement(_uids: Sequence[UUID], _day: date) -> str:
    """Give no version of the privacy statement."""
    return ""


def no_request(_uid: UUID) -> RequestFacts | None:
    """Know nothing of a request."""
    return None


@dataclass(frozen=True, slots=True)
class Sources:
    """The questions that a package asks outside the rows themselves.

    Attributes:
        looks: when the record was consulted.
        recipients: who received data, by name.
        statement: the version of the privacy statement that holds for the person on a day.
        request: what is known of a request, by its uid.
        months: the terms that the owner decided on.
    """

    looks: Callable[[VaultSession, Sequence[UUID]], Sequence[Look]] = looks_in_the_log
    recipients: Callable[[Sequence[UUID]], Sequence[Receipt]] = nobody
    statement: Callable[[Sequence[UUID], date], str] = no_statement
    request: Callable[[UUID], RequestFacts | None] = no_request
    months: Months = usual
