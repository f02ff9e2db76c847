"""Is everything there, does it open, and does it add up? Asked after a restore, and to try one."""

from collections.abc import Iterator
from itertools import batched, islice
from typing import Any
from uuid import UUID

from klantkluis.foundation.records import PersonalRecord, all_records, model_of
from klantkluis.foundation.sealed_model import SealedModel
from klantkluis.office.backup.dumping import Contents
from klantkluis.office.backup.manifest import Manifest
from klantkluis.office.housekeeping.books import RULES
from klantkluis.office.place import Place
from klantkluis.vault.erased import Erased
from klantkluis.vault.offline import classes_with_key, subjects_with_key
from klantkluis.vault.rows import Owner, SealedRow
from klantkluis.vault.upkeep import Upkeep

ROWS_OF_A_KIND = 500
_AT_ONCE = 500


def other_than_said(manifest: Manifest, found: Contents) -> Iterator[str]:
    """Give a sentence for each way in which a database is not what the backup says it holds."""
    if found.ledger != manifest.ledger:
        yield "The newest entry of the books is not the one that the backup names."
    for table, count in sorted(manifest.counts.items()):
        if found.counts.get(table) != count:
            yield f"The table {table} has another number of rows than the backup says."


def keys_missing(place: Place, erased: Erased) -> int:
    """Count who has sealed rows and no key, though nobody erased them."""
    known: set[Owner] = {*subjects_with_key(place.keystore), *classes_with_key(place.keystore)}
    known |= erased.owners()
    return len({owner for record in _sealed() for owner in _owners(record)} - known)


def _sealed() -> Iterator[PersonalRecord]:
    for record in all_records():
        if record.stored is not None and issubclass(model_of(record), SealedModel):
            yield record


def _owners(record: PersonalRecord) -> Iterator[Owner]:
    assert record.stored is not None, "only sealed rows have an owner"
    rows = record.rows().exclude(sealed=b"")
    found = rows.order_by().values_list(record.stored.owner_field, flat=True).distinct()
    yield from (owner for owner in found.iterator() if isinstance(owner, UUID | str))


def rows_that_do_not_open(upkeep: Upkeep, erased: Erased) -> tuple[int, int]:
    """Let an open vault look into the newest rows of each kind; give how many, and how many not.

    Nothing of them leaves the vault.
    """
    looked = broken = 0
    for record in _sealed():
        for portion in batched(islice(_newest(record), ROWS_OF_A_KIND), _AT_ONCE, strict=False):
            rows = [row for row in portion if row.owner not in erased.owners()]
            found = upkeep.scan_stored(rows)
            looked += len(rows)
            broken += sum(kind == "broken" for kind in found.values())
    return looked, broken


def _newest(record: PersonalRecord) -> Iterator[SealedRow]:
    assert record.stored is not None, "only sealed rows are looked into"
    rows: Any = record.rows().exclude(sealed=b"").order_by("-pk")
    path, _, _ = record.stored.owner_field.rpartition("__")
    if path:
        rows = rows.select_related(path)
    yield from (record.stored.sealed(row) for row in rows[:ROWS_OF_A_KIND])


def broken_rules() -> Iterator[str]:
    """Give a sentence for each row that breaks a rule of its room."""
    for room, check in RULES:
        yield from (f"{room}: {sentence}" for sentence in check())
