"""Forgetting once more who was forgotten: after a backup of before was put back.

Their keys are gone, so nothing of them opens. Here their rows go too, as each room says, so that
nobody finds a customer whom nobody can read.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Protocol
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from klantkluis.core.declared import Erasure
from klantkluis.customers.erasing import hold_all
from klantkluis.foundation.records import PersonalRecord, Rows, all_records, blank, model_of
from klantkluis.foundation.sealed_model import SealedModel
from klantkluis.privacy.erasing.cleaning import clean_disk, deleting_for_good
from klantkluis.privacy.models import ErasurePerson, OpenErasure
from klantkluis.vault.upkeep import PlannedErasure

AT_ONCE = 200
_GOES = frozenset({Erasure.REMOVE, Erasure.BLANK})
_CLASS = "cls"


class Keeper(Protocol):
    """The housekeeping of an open vault, as far as it is asked here."""

    def planned(self) -> Sequence[PlannedErasure]:
        """Give what is planned, due, or begun and not finished."""

    def finish_shreds(self, owners: Collection[UUID]) -> int:
        """Tell that the rows of subjects are gone as well; again does no harm."""


@dataclass(slots=True)
class RemovedAgain:
    """How many rows went, and of which kinds some did not: that should not happen."""

    count: int = 0
    stayed: set[str] = field(default_factory=set)


def remove_again(
    *, uids: Collection[UUID], classes: Collection[str], rows: Collection[UUID]
) -> RemovedAgain:
    """Let go of what was erased before, without asking again: it was decided then.

    Args:
        uids: people, or single records with a key of their own, whose keys were destroyed.
        classes: of documents, likewise.
        rows: the uids of single rows that were removed for good.
    """
    done = RemovedAgain()
    for people in batched(sorted(uids), AT_ONCE, strict=False):
        with deleting_for_good(), transaction.atomic():
            hold_all(people)
            for record in _in_order():
                if record.erasure in _GOES:
                    _forget(record, record.of(people), done)
    for record in _sealed(all_records()):
        path = record.stored.owner_field if record.stored else ""
        owners: Sequence[UUID | str] = sorted(classes) if path == _CLASS else sorted(uids)
        _forget_all(record, f"{path}__in", owners, done)
        _forget_all(record, "uid__in", sorted(rows), done)
    clean_disk({model_of(record)._meta.db_table for record in all_records()})
    return done


def finish_left_over(keys: Keeper) -> int:
    """Finish erasures of which the vault knows, and no plan of ours; give how many.

    That is so after an older keystore, or an older backup, was put back: the vault did the
    erasures of its log again, and the rows have to follow.

    Raises:
        VaultLocked: the vault is not open.
    """
    begun = {each.uid for each in keys.planned() if each.state == "pending"}
    ours = ErasurePerson.objects.filter(plan__in=OpenErasure.objects.values("plan"))
    left = begun - set(ours.filter(uid__in=begun).values_list("uid", flat=True))
    if not left or remove_again(uids=left, classes=(), rows=()).stayed:
        return 0
    return keys.finish_shreds(left)


def _in_order() -> Iterable[PersonalRecord]:
    """Give the records with that of the customer first: the database lets nothing go before."""
    return sorted(all_records(), key=lambda record: record.model != "customers.Customer")


def _sealed(records: Iterable[PersonalRecord]) -> Iterable[PersonalRecord]:
    return (record for record in records if issubclass(model_of(record), SealedModel))


def _forget_all(
    record: PersonalRecord, path: str, values: Sequence[UUID | str], done: RemovedAgain
) -> None:
    """Let go of rows by what is named of them; what was blanked before says nothing any more."""
    for portion in batched(values, AT_ONCE, strict=False):
        _forget(record, record.rows().exclude(sealed=b"").filter(**{path: portion}), done)


def _forget(record: PersonalRecord, rows: Rows, done: RemovedAgain) -> None:
    """Let rows go as their room says; if the database keeps the row, at least its seal goes."""
    if not rows.exists():
        return
    try:
        with transaction.atomic():
            done.count += record.forget(rows)
    except (IntegrityError, ProtectedError):
        if issubclass(model_of(record), SealedModel):
            _blank(record, rows, done)
        else:
            done.stayed.add(record.model)


def _blank(record: PersonalRecord, rows: Rows, done: RemovedAgain) -> None:
    try:
        with transaction.atomic():
            done.count += blank(rows, record.contents)
    except IntegrityError:
        done.stayed.add(record.model)
