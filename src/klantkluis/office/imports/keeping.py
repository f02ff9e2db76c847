"""Keeping a file and what was made of it: sealed in the database, never on a disk in clear."""

import base64
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.files import open_contents, seal_contents
from klantkluis.foundation.sealing import Stored
from klantkluis.office.imports.models import KEPT_FOR, ImportFile, ImportPart, What
from klantkluis.vault.client import VaultSession
from klantkluis.vault.opening import open_file
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.sealing import derive, seal_file

STORED = {
    What.CUSTOMERS: Stored("import_file", "file_class"),
    What.PRODUCTS: Stored("product_file", "file_class"),
}
PURPOSES = {What.CUSTOMERS: Purpose.FILE, What.PRODUCTS: Purpose.GOODS}
ROLES: Mapping[str, tuple[Role, ...]] = {
    What.CUSTOMERS: (Role.SALES,),
    What.PRODUCTS: (Role.SALES, Role.WAREHOUSE),
}
HEAD, ALL, WRONG = "head", "all", "wrong"
PAGE = 100
"""Rows in one part, and on one page of the preview."""
_PARTS_AT_ONCE = 20


class ImportUnknown(Refusal):
    """There is no such import, or it is of somebody else."""


class ImportGone(Refusal):
    """The file of this import is not kept any more."""


@dataclass(slots=True)
class Head:
    """What is known of a file as a whole, and what a person chose; it is kept sealed.

    `columns` gives for each column of `header` the field it becomes, or "". `refused` is the
    sentence with which the file was refused, empty for one that was read.
    """

    header: list[str] = field(default_factory=list, repr=False)
    examples: list[list[str]] = field(default_factory=list, repr=False)
    columns: list[str] = field(default_factory=list)
    system: str = ""
    source: str = ""
    options: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list, repr=False)
    left_out: list[str] = field(default_factory=list)
    default_country: str = ""
    basis: str = ""
    vat_category: str = "standard"
    refused: str = ""
    unmapped: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """An import whose sealed row was opened: its name, and the key of its contents."""

    file: ImportFile
    fields: Mapping[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        """Give the name that the file had."""
        return str(self.fields["name"])

    def contents(self) -> bytes:
        """Give the bytes of the file.

        Raises:
            ImportGone: they are not kept any more.
        """
        if not self.file.contents:
            raise ImportGone(_("This file is not kept any more. Choose it once more."))
        return open_contents(dict(self.fields), bytes(self.file.contents))

    def key_of(self, kind: str, number: int) -> bytes:
        """Derive the key of one part, so that no part can stand in for another."""
        key = base64.b64decode(self.fields["key"])
        return derive(key, f"v1/import/{kind}/{number}".encode())

    def seal(self, kind: str, number: int, content: Any) -> ImportPart:
        """Seal a part; it still has to be saved."""
        plain = json.dumps(content, ensure_ascii=False).encode()
        pieces = seal_file(self.key_of(kind, number), BytesIO(plain), nonce=os.urandom(7))
        return ImportPart(file=self.file, kind=kind, number=number, contents=b"".join(pieces))

    def open(self, part: ImportPart) -> Any:
        """Open a part."""
        key = self.key_of(part.kind, part.number)
        return json.loads(b"".join(open_file(key, BytesIO(bytes(part.contents)))))


@command("import_file.kept", Role.SALES, Role.WAREHOUSE)
def keep_file(*, what: What, name: str, contents: bytes, actor: Actor, now: datetime) -> UUID:
    """Keep a file under the seal of today's class; the answer is the uid of the import.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    row = ImportFile(
        what=what,
        staff_id=actor.staff_id,
        file_class=f"T-{now.date().isoformat()}",
        created_at=now,
    )
    fields, row.contents = seal_contents(contents, name=name[:200], media_type="")
    STORED[what].seal_new(actor.vault, [(row, fields)])
    row.save(force_insert=True)
    return row.uid


@command("import_file.removed", Role.SALES, Role.WAREHOUSE)
def remove_file(*, import_uid: UUID, actor: Actor) -> None:
    """Remove an import with all that was made of its file; what was imported stays.

    Raises:
        ImportUnknown: there is none.
    """
    import_of(import_uid, actor).delete()


def import_of(import_uid: UUID, actor: Actor) -> ImportFile:
    """Give an import: staff see their own, the owner all.

    Raises:
        ImportUnknown: there is none.
    """
    row = ImportFile.objects.filter(_seen_by(actor), uid=import_uid).defer("contents").first()
    if row is None or not actor.may(*ROLES[row.what]):
        raise ImportUnknown(_("There is no such import any more."))
    return row


def imports_of(actor: Actor, now: datetime) -> list[ImportFile]:
    """Give the imports of the last day, the newest first."""
    rows = ImportFile.objects.filter(_seen_by(actor), created_at__gt=now - KEPT_FOR)
    return [
        row for row in rows.defer("contents").order_by("-pk")[:50] if actor.may(*ROLES[row.what])
    ]


def _seen_by(actor: Actor) -> Q:
    return Q() if actor.may() else Q(staff_id=actor.staff_id)


def opened(row: ImportFile, vault: VaultSession) -> Opened:
    """Open the sealed row of an import.

    Raises:
        VaultLocked: the vault is not open.
    """
    what = What(row.what)
    return Opened(row, STORED[what].open_one(vault, PURPOSES[what], row))


def names_of(rows: Sequence[ImportFile], vault: VaultSession) -> dict[int, str]:
    """Give the names of files by id; none when the vault is locked."""
    found: dict[int, str] = {}
    if vault.is_open:
        for what in What:
            mine = [row for row in rows if row.what == what]
            fields = STORED[what].open_all(vault, PURPOSES[what], mine)
            found |= {row.pk: str(each["name"]) for row, each in zip(mine, fields, strict=True)}
    return found


def head_of(found: Opened) -> Head:
    """Give what is known of the file as a whole.

    Raises:
        ImportGone: it has not been read, or is not kept any more.
    """
    part = ImportPart.objects.filter(file=found.file, kind=HEAD).first()
    if part is None:
        raise ImportGone(_("This file is not kept any more. Choose it once more."))
    return Head(**found.open(part))


def keep_head(found: Opened, head: Head) -> None:
    """Keep what is known of the file, in place of what was known before."""
    with transaction.atomic():
        ImportPart.objects.filter(file=found.file, kind=HEAD).delete()
        found.seal(HEAD, 0, asdict(head)).save(force_insert=True)


def keep_rows(found: Opened, rows: Iterable[tuple[dict[str, Any], bool]]) -> None:
    """Keep the rows of a preview, page by page; the wrong ones a second time by themselves.

    Each row comes with whether it is wrong. Rows of an earlier preview are replaced. It is no
    transaction: a long file would keep everybody else from writing. What breaks off half-way has
    no `previewed_at`, and is begun anew.
    """
    ImportPart.objects.filter(file=found.file, kind__in=[ALL, WRONG]).delete()
    for parts in batched(_parts(found, rows), _PARTS_AT_ONCE, strict=False):
        ImportPart.objects.bulk_create(parts)


def _parts(found: Opened, rows: Iterable[tuple[dict[str, Any], bool]]) -> Iterator[ImportPart]:
    waiting: dict[str, list[dict[str, Any]]] = {ALL: [], WRONG: []}
    numbers = {ALL: 0, WRONG: 0}
    for row, is_wrong in rows:
        for kind in (ALL, WRONG) if is_wrong else (ALL,):
            waiting[kind].append(row)
            if len(waiting[kind]) == PAGE:
                yield found.seal(kind, numbers[kind], waiting[kind])
                waiting[kind], numbers[kind] = [], numbers[kind] + 1
    for kind, rest in waiting.items():
        if rest:
            yield found.seal(kind, numbers[kind], rest)


def page_of(found: Opened, kind: str, number: int) -> list[dict[str, Any]]:
    """Give one page of the preview; an empty one when there is none."""
    part = ImportPart.objects.filter(file=found.file, kind=kind, number=number).first()
    return found.open(part) if part else []


def pages_of(found: Opened, kind: str) -> int:
    """Count the pages of the preview."""
    return ImportPart.objects.filter(file=found.file, kind=kind).count()


def wrong_rows(found: Opened) -> Iterator[dict[str, Any]]:
    """Give all wrong rows, a page at a time."""
    for number in range(pages_of(found, WRONG)):
        yield from page_of(found, WRONG, number)


def finish(
    row: ImportFile, *, result: dict[str, int], lookalikes: list[Any], now: datetime
) -> None:
    """Note what an import did, and let go of the file; wrong rows can be mended until it ends."""
    with transaction.atomic():
        ImportPart.objects.filter(file=row, kind=ALL).delete()
        ImportFile.objects.filter(pk=row.pk).update(
            contents=b"", result=result, lookalikes=lookalikes, imported_at=now
        )


def forget(now: datetime) -> int:
    """Remove the imports of more than a day ago, done or not; give how many."""
    old = ImportFile.objects.filter(created_at__lte=now - KEPT_FOR)
    count = old.count()
    old.delete()
    return count


def classes_in_use() -> set[str]:
    """Give the names of the classes under whose keys files of imports still lie."""
    return set(ImportFile.objects.values_list("file_class", flat=True).distinct())


def ask(
    row: ImportFile, *, good_rows_only: bool, complete_known: bool, language: str, now: datetime
) -> None:
    """Note what the person wants of the import."""
    ImportFile.objects.filter(pk=row.pk).update(
        good_rows_only=good_rows_only,
        complete_known=complete_known,
        language=language,
        asked_at=now,
    )


def follow(row: ImportFile, job_uid: UUID) -> None:
    """Note which job works on the import."""
    ImportFile.objects.filter(pk=row.pk).update(job_uid=job_uid)


def begin_anew(row: ImportFile) -> None:
    """Forget the preview, because the columns were chosen differently."""
    ImportFile.objects.filter(pk=row.pk).update(previewed_at=None, asked_at=None, counts={})
