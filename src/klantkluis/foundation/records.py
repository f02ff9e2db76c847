"""Which rows are about a person, and what can be done with them: each room declares its own.

`RECORDS` in a room's `personal_data.py` lists them in the order in which they may be removed:
what points to another row comes before it. Access, erasure, retention and the register walk
through these lists, so a room says once how its rows are found, told and let go of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from klantkluis.core.declared import Activity, Correction, Erasure, Recipient, Source, Term
from klantkluis.foundation.sealing import Stored

type Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows that belong to a row about a person and say more of it, such as the lines of an order.

    Attributes:
        name: what they are called in the package, in English and in the plural.
        model: their name, as `app.Model`.
        parent: the column that points to the row that they belong to.
        shows: the columns that the person gets to see, with their paths.
    """

    name: str
    model: str
    parent: str
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalRecord:
    """Rows of one model that are about a person.

    Attributes:
        model: its name, as `app.Model`.
        person: the path from a row to the uid of the person, as queries write it.
        since: the path to the day or moment that starts the term; "" when the term starts with
            the last business of the person.
        term_since: the path to the day that starts the term, when it is another than `since`: an
            order is business when it comes, and its term starts when it is done.
        stored: where the sealed part lies; None when nothing of it is sealed.
        contents: the column with a sealed file, whose key lies in the sealed part.
        shows: the columns in clear that the person gets to see, with their paths.
        business: whether such a row is business that starts the term of the relation anew.
        narrow: leaves only those rows of the model that this declaration is about.
        let_go: removes or blanks rows together with what is part of them, and gives how many
            there were; without it a row is simply removed, or its seal emptied.
        for_claims: whether a claim that is still open needs it (GDPR art. 17(3)(e)).
        title: what one such row is called, untranslated; a person reads it in the package.
        parts: rows that belong to it and say more of it.
    """

    model: str
    title: str
    person: str
    activity: Activity
    erasure: Erasure
    term: Term
    since: str = ""
    term_since: str = ""
    stored: Stored | None = None
    contents: str = ""
    shows: tuple[str, ...] = ()
    business: bool = False
    source: Source = Source.PERSON
    recipients: tuple[Recipient, ...] = ()
    correction: Correction = Correction.STATEMENT
    narrow: Callable[[Rows], Rows] | None = None
    parts: tuple[Part, ...] = ()
    let_go: Callable[[Rows], int] | None = None
    for_claims: bool = False

    def forget(self, rows: Rows) -> int:
        """Let some of these rows go, or their words when the row itself is a fact of the books."""
        if self.let_go is not None:
            return self.let_go(rows)
        if self.erasure is Erasure.BLANK:
            return blank(rows, self.contents)
        removed: int = rows.delete()[0]
        return removed

    def rows(self) -> Rows:
        """Give all rows that this is about, of everybody."""
        rows: Rows = model_of(self)._default_manager.all()
        return self.narrow(rows) if self.narrow else rows

    def of(self, uids: Iterable[UUID]) -> Rows:
        """Give the rows of some people, who may have several uids after a merge."""
        return self.rows().filter(**{f"{self.person}__in": list(uids)})


def blank(rows: Rows, contents: str = "") -> int:
    """Empty the seals of rows, and the files that lie beside them; give how many there were."""
    return rows.exclude(sealed=b"").update(sealed=b"", **({contents: b""} if contents else {}))


@dataclass(frozen=True, slots=True)
class Claim:
    """Why a person cannot be forgotten yet: something between us is not finished.

    Attributes:
        code: which kind, such as `open_invoice`; privacy has the words.
        about: the number of the document, which names nobody.
        law: the article that lets us keep what the claim needs.
    """

    uid: UUID
    code: str
    about: str
    law: str


type Claims = Callable[[Sequence[UUID]], Iterable[Claim]]
"""Gives what is not finished yet with these people."""


@dataclass(frozen=True, slots=True)
class RoomRecords:
    """What one room keeps of people, and what it has not finished with them."""

    room: str
    records: tuple[PersonalRecord, ...]
    claims: Claims | None


def model_of(record: PersonalRecord) -> type[models.Model]:
    """Give the model of a record."""
    return apps.get_model(record.model)


def rooms_with_records() -> Iterator[RoomRecords]:
    """Give what the rooms declare, those first whose rows point to rows of the others."""
    for app in reversed(list(apps.get_app_configs())):
        if not app.name.startswith("klantkluis."):
            continue
        module = import_module(f"{app.name}.personal_data")
        records: Sequence[PersonalRecord] = getattr(module, "RECORDS", ())
        yield RoomRecords(app.label, tuple(records), getattr(module, "claims", None))


def all_records() -> tuple[PersonalRecord, ...]:
    """Give every record that is declared, in the order in which they may be removed."""
    return tuple(record for room in rooms_with_records() for record in room.records)


def claims_on(uids: Sequence[UUID]) -> tuple[Claim, ...]:
    """Give what no room has finished yet with these people."""
    return tuple(
        claim
        for room in rooms_with_records()
        if room.claims is not None
        for claim in room.claims(uids)
    )


def plain_of(record: PersonalRecord, row: models.Model) -> Mapping[str, Any]:
    """Give what a row says in clear to its person; paths may lead to other rows."""
    return {path: value_at(row, path) for path in record.shows}


def value_at(row: models.Model, path: str) -> Any:
    """Follow a path as queries write it from a row to a value; None where it breaks off."""
    value: Any = row
    for part in path.split("__"):
        value = getattr(value, part, None)
    return value
