"""Gathering what is held of a person: every row that a room declares, opened in bulk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import models

from klantkluis.core.declared import Term
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.records import (
    Part,
    PersonalRecord,
    all_records,
    model_of,
    plain_of,
    value_at,
)
from klantkluis.privacy.access.left_out import is_left_out
from klantkluis.privacy.access.naming import column_of, kind_of
from klantkluis.privacy.access.portable import is_portable
from klantkluis.privacy.access.terms import Kept, Months, day_of, kept, last_business, usual
from klantkluis.privacy.access.typed import typed_by_us
from klantkluis.privacy.holdings import PORTION, rows_of
from klantkluis.shop.queries import orders_from_the_shop
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

FILES_AT_ONCE: Final = 20
"""So many files are in memory at once while they are handed out."""
_FILE_FIELDS: Final = frozenset({"key", "name", "media_type", "size"})


@dataclass(slots=True)
class Item:
    """One row, as its person gets to see it.

    Attributes:
        values: what it says, by the stable names of the package.
        parts: rows that belong to it.
        since: the day on which it came, or happened.
        starts: the day that starts its term, where it has one of its own.
        file: what opens its file, if it has one.
        document: the name of that file in the package.
        typed_by_us: the names of values that our staff or others typed freely.
    """

    pk: Any
    values: dict[str, Any] = field(repr=False)
    since: date | None = None
    starts: date | None = None
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict, repr=False)
    file: Mapping[str, Any] | None = field(default=None, repr=False)
    document: str = ""
    kept: Kept = field(default_factory=lambda: Kept(Term.RELATION))
    typed_by_us: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """All rows of one kind about a person."""

    record: PersonalRecord
    items: tuple[Item, ...] = field(repr=False)

    @property
    def kind(self) -> str:
        """The name of the kind in the package."""
        return kind_of(self.record)


def gather(
    uids: Sequence[UUID], vault: VaultSession, *, portable: bool = False, months: Months = usual
) -> tuple[Holding, ...]:
    """Read and open everything that is held of a person, kinds in the order of the declarations.

    A constant number of queries for each kind. Files stay sealed until `files` reads them.

    Args:
        uids: every uid of the person, after merges.
        portable: leave out what cannot be taken along (GDPR art. 20).

    Raises:
        VaultLocked, NotAllowed, LimitReached, RowDoesNotOpen: nothing is handed out.
    """
    seen: set[tuple[str, Any]] = set()
    found: list[Holding] = []
    for record in all_records():
        if portable and not is_portable(record):
            continue
        items = tuple(_items(record, uids, vault, seen, portable=portable))
        if items:
            found.append(Holding(record, items))
    _say_until_when(found, months)
    return tuple(reversed(found))


def _items(
    record: PersonalRecord, uids: Sequence[UUID], vault: VaultSession, seen: set[tuple[str, Any]],
    *, portable: bool,
) -> Iterator[Item]:  # fmt: skip
    rows = rows_of(record, uids).iterator(PORTION)
    fresh = (row for row in rows if (record.model, row.pk) not in seen)
    for portion in batched(fresh, PORTION, strict=False):
        seen.update((record.model, row.pk) for row in portion)
        opened = _opened(record, portion, vault)
        parts = [(part, _parts(part, portion)) for part in record.parts]
        from_shop = _untouched_from_shop(record, portion)
        for row, said in zip(portion, opened, strict=True):
            values = _values(record, row, said)
            ours = _typed_by_us(record, values, untouched_from_shop=row.pk in from_shop)
            if portable:  # what we wrote down ourselves is not what they gave (GDPR art. 20(1))
                values = {name: value for name, value in values.items() if name not in ours}
            yield Item(
                pk=row.pk,
                values=values,
                since=_day(row, record.since),
                starts=_day(row, record.term_since or record.since),
                parts={part.name: lines.get(row.pk, []) for part, lines in parts},
                file=said if record.contents and said else None,
                typed_by_us=() if portable else ours,
            )


def _untouched_from_shop(record: PersonalRecord, rows: Sequence[Any]) -> frozenset[Any]:
    """Give the orders that are as their customer sent them from the shop."""
    if record.model != "sales.Order":
        return frozenset()
    return orders_from_the_shop(ids=[row.pk for row in rows if row.rev == 1])


def _typed_by_us(
    record: PersonalRecord, values: Mapping[str, Any], *, untouched_from_shop: bool
) -> tuple[str, ...]:
    if record.stored is None:
        return ()
    table = record.stored.table
    return typed_by_us(table, values, untouched_from_shop=untouched_from_shop)


def _day(row: models.Model, path: str) -> date | None:
    """Give the day to which a path leads; None without one, or while it is still to come."""
    return day_of(value_at(row, path)) if path else None


def _opened(
    record: PersonalRecord, rows: Sequence[Any], vault: VaultSession
) -> list[dict[str, Any]]:
    """Open rows in one call; what was blanked when somebody was forgotten says nothing more."""
    if record.stored is None:
        return [{} for _row in rows]
    sealed = [row for row in rows if row.sealed]
    found = iter(record.stored.open_all(vault, Purpose.REQUEST, sealed))
    return [next(found) if row.sealed else {} for row in rows]


def _values(record: PersonalRecord, row: models.Model, said: Mapping[str, Any]) -> dict[str, Any]:
    plain = {column_of(path): value for path, value in plain_of(record, row).items()}
    stored = record.stored
    if stored is None:
        return plain
    hidden = _FILE_FIELDS - {"name", "media_type", "size"} if record.contents else frozenset()
    opened = {
        name: value
        for name, value in said.items()
        if name not in hidden and not is_left_out(stored.table, name)
    }
    return plain | opened


def _parts(part: Part, rows: Sequence[models.Model]) -> dict[Any, list[dict[str, Any]]]:
    """Give the rows that belong to these, in one query."""
    found: dict[Any, list[dict[str, Any]]] = {}
    model = apps.get_model(part.model)
    keys = [row.pk for row in rows]
    listed = model._default_manager.filter(**{f"{part.parent}__in": keys}).order_by("pk")
    names = [column_of(path) for path in part.shows]
    for parent, *values in listed.values_list(f"{part.parent}_id", *part.shows):
        found.setdefault(parent, []).append(dict(zip(names, values, strict=True)))
    return found


def _say_until_when(holdings: Sequence[Holding], months: Months) -> None:
    """Work out until when each thing is kept, from the last business and the last consent."""
    business = last_business(
        (item.since for each in holdings if each.record.business for item in each.items),
        _registered(holdings),
    )
    withdrawn = _consent_ended(holdings)
    for each in holdings:
        term = each.record.term
        ends = withdrawn if term is Term.CONSENT else business
        for item in each.items:
            since = None if term is Term.CONSENT else item.starts
            item.kept = kept(term, since, ends=ends, months=months)


def _registered(holdings: Sequence[Holding]) -> date | None:
    days = [
        item.values["registered_on"]
        for each in holdings
        if each.kind == "customer"
        for item in each.items
    ]
    return max(days, default=None)


def _consent_ended(holdings: Sequence[Holding]) -> date | None:
    """Give the day on which the last word on the newsletter was no; None while it is yes."""
    words = [
        (item.values["at"], item.values["given"], item.since)
        for each in holdings
        if each.kind in {"consent", "subscriber_consent"}
        for item in each.items
    ]
    if not words:
        return None
    _at, given, day = max(words, key=lambda word: word[0])
    return None if given else day


def files(holding: Holding) -> Iterator[tuple[Item, bytes]]:
    """Give each file of a kind as it was issued, a few in memory at once.

    Raises:
        FormatError: a file is not the one that was sealed.
    """
    record = holding.record
    model = model_of(record)
    with_file = [item for item in holding.items if item.file is not None]
    for portion in batched(with_file, FILES_AT_ONCE, strict=False):
        keys = [item.pk for item in portion]
        stored = model._default_manager.filter(pk__in=keys)
        sealed = dict(stored.values_list("pk", record.contents))
        for item in portion:
            assert item.file is not None
            yield item, open_contents(dict(item.file), bytes(sealed.pop(item.pk)))
