"""Forgetting once more who was forgotten: after a backup of before was put back.

Their keys are gone, so nothing of them opens. Here their rows go too, as each room says, so that
nobody finds a customer whom nobody can read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import batched
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from klantkluis.core.declared import Erasure
from klantkluis.customers.erasing import hold_all
from klantkluis.foundation.records import PersonalRecord, Rows, all_records, model_of
from klantkluis.foundation.sealed_model import SealedModel
from klantkluis.privacy.erasing.cleaning import clean_disk, deleting_for_good

AT_ONCE = 200
_GOES = frozenset({Erasure.REMOVE, Erasure.BLANK})


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
        uids: people whose keys were destroyed. classes: of documents, likewise.
        rows: the uids of single rows that were removed for good.
    """
    done = RemovedAgain()
    for people in batched(sorted(uids), AT_ONCE, strict=False):
        with deleting_for_good(), transaction.atomic():
            hold_all(people)
            for record in _in_order():
                if record.erasure in _GOES:
                    _forget(record, record.of(people), done)
    for record in all_records():
        if classes and record.erasure is Erasure.KEEP:
            _forget(record, record.rows().filter(cls__in=sorted(classes)), done)
    for record in _sealed(all_records()):
        for portion in batched(sorted(rows), AT_ONCE, strict=False):
            _forget(record, record.rows().filter(uid__in=portion), done)
    clean_disk({model_of(record)._meta.db_table for record in all_records()})
    return done


def _in_order() -> Iterable[PersonalRecord]:
    """Give the records with that of the customer first: the database lets nothing go before."""
    return sorted(all_records(), key=lambda record: record.model != "customers.Customer")


def _sealed(records: Iterable[PersonalRecord]) -> Iterable[PersonalRecord]:
    return (record for record in records if issubclass(model_of(record), SealedModel))


def _forget(record: PersonalRecord, rows: Rows, done: RemovedAgain) -> None:
    try:
        with transaction.atomic():
            done.count += record.forget(rows)
    except (IntegrityError, ProtectedError):
        done.stayed.add(record.model)
