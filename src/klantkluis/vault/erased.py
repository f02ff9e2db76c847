"""What was erased for good, read from keystore and log without any key: what a restore must know.

A backup of the data is older than the keystore beside it. Its rows of people who were erased
since do not open any more; here is which they are, so that they can be removed again.
"""

import base64
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from klantkluis.vault.offline import reading
from klantkluis.vault.rows import Owner

_DESTROYED = (b'"what":"shred"', b'"what":"shred_due"', b'"what":"destroy_class"')
_REMOVED = b'"what":"rows_removed"'


@dataclass(slots=True)
class Erased:
    """What may never come back: subjects, classes of documents, and single rows by their uids.

    `replayed` counts what only the log knows: the keystore is older, and the vault destroys
    those keys at the next unlock, before anybody is let in.
    """

    subjects: set[UUID] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    rows: set[UUID] = field(default_factory=set)
    replayed: int = 0

    def owners(self) -> set[Owner]:
        """Give subjects and classes together."""
        return {*self.subjects, *self.classes}

    def take(self, owner: Owner) -> bool:
        """Take in a subject or class; say whether it is new."""
        if isinstance(owner, UUID):
            new = owner not in self.subjects
            self.subjects.add(owner)
            return new
        new = owner not in self.classes
        self.classes.add(owner)
        return new


def packed(uids: bytes) -> str:
    """Write joined uids as they stand in the log."""
    return base64.b64encode(uids).decode()


def unpacked(uids: str) -> list[UUID]:
    """Read uids of the log."""
    data = base64.b64decode(uids)
    return [UUID(bytes=data[place : place + 16]) for place in range(0, len(data), 16)]


def owner_named(name: str) -> Owner:
    """Give the subject or class of a tombstone."""
    return UUID(hex=name) if len(name) == 32 else name


def destroyed_by(event: Mapping[str, Any]) -> list[Owner]:
    """Give the subjects and classes whose keys an event of the log says to destroy."""
    if event["what"] in {"shred", "destroy_class"}:
        return [owner_named(str(event["owner"]))]
    return [*unpacked(event["uids"])] if event["what"] == "shred_due" else []


def what_was_erased(keystore: Path, log: Path) -> Erased:
    """Read tombstones of a keystore and the erasures of a log; neither is changed."""
    found = Erased()
    with reading(keystore) as db:
        for (name,) in db.execute("SELECT uid_or_class FROM tombstone"):
            found.take(owner_named(name))
    if log.exists():
        with reading(log) as db:
            for body in _bodies(db):
                event = json.loads(body)
                if event["what"] == "rows_removed":
                    found.rows.update(unpacked(event["uids"]))
                found.replayed += sum(found.take(owner) for owner in destroyed_by(event))
    return found


def _bodies(db: sqlite3.Connection) -> Iterator[bytes]:
    marks = " OR ".join("instr(CAST(body AS BLOB), ?)" for _ in (*_DESTROYED, _REMOVED))
    query = f"SELECT CAST(body AS BLOB) FROM event WHERE {marks} ORDER BY n"  # noqa: S608
    for (body,) in db.execute(query, (*_DESTROYED, _REMOVED)):
        yield body
