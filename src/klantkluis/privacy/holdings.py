"""What is held of a person in every room: the one walk that access and erasure share."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import models

from klantkluis.foundation.records import PersonalRecord, Rows, all_records

PORTION = 500
"""So many rows are read, and opened, at once."""


def rows_of(record: PersonalRecord, uids: Sequence[UUID]) -> Rows:
    """Give the rows of one kind about a person, with all that their declaration leads to.

    Files are left where they are: they are read when they are handed out.
    """
    paths = [record.person, *record.shows, *([record.since] if record.since else [])]
    if record.stored is not None:
        paths.append(record.stored.owner_field)
    related = sorted({path.rpartition("__")[0] for path in paths} - {""})
    rows = record.of(uids).order_by("pk")
    rows = rows.select_related(*related) if related else rows
    return rows.defer(record.contents) if record.contents else rows


def records_of(uids: Sequence[UUID]) -> Iterator[tuple[PersonalRecord, models.Model]]:
    """Walk through everything that is about a person, each row once.

    One query for each kind of record, in the order in which rows may be removed. A row that two
    declarations find, such as a likeness between two rows of the same person, comes once.
    """
    seen: set[tuple[str, object]] = set()
    for record in all_records():
        for row in rows_of(record, uids).iterator(PORTION):
            if (record.model, row.pk) not in seen:
                seen.add((record.model, row.pk))
                yield record, row


def counts_of(uids: Sequence[UUID]) -> dict[PersonalRecord, int]:
    """Count what is about a person, one query for each kind; kinds without rows are left out."""
    found = {record: record.of(uids).count() for record in all_records()}
    return {record: count for record, count in found.items() if count}
