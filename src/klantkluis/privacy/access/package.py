"""One package: all that is held of a person, with all that has to be said of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import PurePosixPath
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from klantkluis.core.declared import Activity
from klantkluis.core.names import display_name
from klantkluis.customers.identities import Identity, identity_of_customer, identity_of_uid
from klantkluis.foundation.letterhead import address_lines
from klantkluis.privacy.access.connected import SOURCES
from klantkluis.privacy.access.free_texts import FreeText, Hidden, hide, texts_in, valid
from klantkluis.privacy.access.gathering import Holding, Item, gather
from klantkluis.privacy.access.hiding import Decision, Place
from klantkluis.privacy.access.redactions import decisions_of
from klantkluis.privacy.access.sources import Look, Receipt, RequestFacts, Sources
from klantkluis.privacy.access.terms import Months, day_of, usual
from klantkluis.privacy.access.words import FILES
from klantkluis.shop.writers import identity_of_writer
from klantkluis.vault.client import VaultSession

FOLDER: Final = "documents"
_NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,30}")
_NAMED_BY_PEOPLE: Final = frozenset({"letter"})
_EXTENSIONS: Final = {"application/pdf": "pdf", "application/xml": "xml"}


class PackageKind(StrEnum):
    """What somebody asked for: all of it (GDPR art. 15), or what they can take along (art. 20)."""

    ACCESS = "access"
    PORTABILITY = "portability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Everything of one package but the files, which are read when they are handed out.

    Attributes:
        texts: what our staff or others typed, the newest first, as it is kept.
        decisions: what was decided of these texts; the holdings say them as decided.
        hidden: what was hidden of them.
    """

    kind: PackageKind
    language: str
    identity: Identity
    made_at: datetime
    name: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)
    holdings: tuple[Holding, ...] = field(repr=False)
    looks: Sequence[Look] = ()
    receipts: Sequence[Receipt] = ()
    statement: str = ""
    request: RequestFacts | None = None
    months: Months = usual
    texts: tuple[FreeText, ...] = ()
    decisions: Mapping[Place, Decision] = field(default_factory=dict)
    hidden: tuple[Hidden, ...] = ()

    @property
    def unread(self) -> tuple[FreeText, ...]:
        """The texts that nobody has looked through: it does not leave with these."""
        return tuple(text for text in self.texts if text.place not in self.decisions)

    def of_activity(self) -> Iterator[tuple[Activity, list[Holding]]]:
        """Give what is held, by activity in the order in which they are declared."""
        for activity in Activity:
            found = [each for each in self.holdings if each.record.activity is activity]
            if found:
                yield activity, found

    @property
    def documents(self) -> int:
        """How many files there are."""
        return sum(item.file is not None for each in self.holdings for item in each.items)

    @property
    def records(self) -> int:
        """How many rows there are."""
        return sum(len(each.items) for each in self.holdings)

    def __repr__(self) -> str:
        """Show nothing of whom it is about: a repr may end up in a log."""
        return f"Package({self.kind.value})"


def identity_of(uid: UUID) -> Identity | None:
    """Give who a uid is: a customer, a subscriber, or somebody who only wrote to the shop."""
    return identity_of_uid(uid) or identity_of_writer(uid)


def make_package(
    *,
    identity: Identity,
    kind: PackageKind,
    language: str,
    vault: VaultSession,
    made_at: datetime,
    request_uid: UUID | None = None,
    log: VaultSession | None = None,
    sources: Sources = SOURCES,
) -> Package:
    """Gather a package: a constant number of queries, whatever there is.

    Args:
        language: "nl" or "en", in which the person reads it.
        vault: a session that may open for the purpose *request*.
        log: a session that may read the vault's log, when that is another one.

    Raises:
        VaultLocked, NotAllowed, LimitReached, RowDoesNotOpen: nothing is handed out.
    """
    uids = identity.uids
    portable = kind is PackageKind.PORTABILITY
    months = cache(sources.months)
    holdings = gather(uids, vault, portable=portable, months=months)
    _name_documents(holdings, language)
    texts = texts_in(holdings)
    who = _who(holdings)
    day = day_of(made_at)
    assert day is not None, "the moment of making has a day"
    package = Package(
        kind=kind,
        language=language,
        identity=identity,
        made_at=made_at,
        name=display_name(who) if who.get("surname") or who.get("company") else _called(who),
        address=address_lines(who),
        holdings=holdings,
        looks=() if portable else tuple(sources.looks(log or vault, uids)),
        receipts=() if portable else tuple(sources.recipients(uids)),
        statement=sources.statement(uids, day),
        request=sources.request(request_uid) if request_uid else None,
        months=months,
        texts=texts,
    )
    return looked_through(package, decisions_of(uids, vault)) if texts else package


def looked_through(package: Package, decisions: Mapping[Place, Decision]) -> Package:
    """Hide in a package what was decided to be hidden; what was decided of other words is void."""
    decided = valid(package.texts, decisions)
    with override(package.language):
        hidden = hide(package.texts, decided)
    return replace(package, decisions=decided, hidden=hidden)


def _who(holdings: Sequence[Holding]) -> Mapping[str, Any]:
    """Give the fields that say who somebody is: of the customer, else of their newest letter."""
    for kind in ("customer", "shop_post"):
        for each in holdings:
            if each.kind == kind:
                named = [item.values for item in each.items if _is_named(item.values)]
                if named:
                    return named[-1]
    return {}


def _is_named(values: Mapping[str, Any]) -> bool:
    return any(values.get(part) for part in ("surname", "company", "name"))


def _called(who: Mapping[str, Any]) -> str:
    return str(who.get("name") or "")


def _name_documents(holdings: Sequence[Holding], language: str) -> None:
    """Give each file a name of its own that bears nothing but its kind, number and day."""
    taken: set[str] = set()
    with override(language):
        for each in holdings:
            word = str(FILES.get(each.kind, each.kind.replace("_", "-")))
            for item in each.items:
                if item.file is not None:
                    item.document = _free(f"{FOLDER}/{word}-{_number(each, item)}", item, taken)


def _number(holding: Holding, item: Item) -> str:
    assert item.file is not None
    stem = PurePosixPath(str(item.file.get("name", ""))).stem
    if holding.kind not in _NAMED_BY_PEOPLE and _NUMBER.fullmatch(stem):
        return stem
    return f"{item.since.isoformat()}-{item.pk}" if item.since else str(item.pk)


def _free(stem: str, item: Item, taken: set[str]) -> str:
    assert item.file is not None
    extension = _EXTENSIONS.get(str(item.file.get("media_type")), "bin")
    form = item.values.get("form")
    name = f"{stem}-{form}" if form else stem
    name = name if f"{name}.{extension}" not in taken else f"{name}-{item.pk}"
    taken.add(f"{name}.{extension}")
    return f"{name}.{extension}"


__all__ = ["Package", "PackageKind", "identity_of", "identity_of_customer", "make_package"]
