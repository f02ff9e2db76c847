"""What an import does in the background: read the file, preview it, bring the rows in.

Each act may be done a second time after a mishap: it then does the same again, and the import
itself knows what it brought in before.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import CompanyUnknown, company
from klantkluis.foundation.jobs import Run
from klantkluis.foundation.tables.presets import ColumnMapping
from klantkluis.foundation.tables.reading import read
from klantkluis.foundation.tables.table import FileRefused, Row, Table
from klantkluis.office.access.models import Staff
from klantkluis.office.imports.keeping import (
    Head,
    ImportUnknown,
    Opened,
    finish,
    head_of,
    keep_head,
    keep_rows,
    opened,
)
from klantkluis.office.imports.models import ImportFile
from klantkluis.office.imports.rooms import ROOMS, Reading, Wishes, recognised, told_apart

EXAMPLES = 3


def read_file(run: Run) -> None:
    """Read a file and recognise its columns; a refusal is kept for the page."""
    found = _opened(run)
    with translation.override(_language_of(run.actor)):
        try:
            table = read(found.contents())
            head = _head(found.file.what, table)
            rows = len(table.rows)
        except FileRefused as refused:
            head, rows = Head(refused=refused.sentence), 0
    keep_head(found, head)
    told = ImportFile.objects.filter(pk=found.file.pk)
    told.update(rows=rows, read_at=run.clock(), **({"contents": b""} if head.refused else {}))


def _opened(run: Run) -> Opened:
    row = ImportFile.objects.defer("contents").filter(pk=run.about["import_id"][0]).first()
    if row is None:
        raise ImportUnknown(_("There is no such import any more."))
    return opened(row, run.actor.vault)


def _language_of(actor: Actor) -> str:
    found = Staff.objects.filter(uid=actor.staff_id).values_list("language", flat=True).first()
    return found or "nl"


def _head(what: str, table: Table) -> Head:
    mapping, unmapped = recognised(what, table)
    targets = dict(mapping.columns)
    return Head(
        header=list(table.header),
        examples=[_examples(table, index) for index in range(len(table.header))],
        columns=[targets.get(column, "") for column in table.header],
        system=mapping.name,
        source=mapping.source,
        options=dict(mapping.options),
        notes=[(note.value, detail) for note, detail in table.notes],
        left_out=list(table.left_out),
        default_country=home_country(),
        unmapped=unmapped,
    )


def home_country() -> str:
    """Give the country of our own company: that of addresses that name none."""
    try:
        return company().country
    except CompanyUnknown:
        return "NL"


def _examples(table: Table, index: int) -> list[str]:
    """Give the first different values of a column, cut to what fits on a page."""
    seen: dict[str, None] = {}
    for row in table.rows:
        if row.cells[index]:
            seen.setdefault(row.cells[index][:60])
        if len(seen) == EXAMPLES:
            break
    return list(seen)


def mapping_of(head: Head) -> ColumnMapping:
    """Give which column is which field, as it was chosen."""
    pairs = zip(head.header, head.columns, strict=True)
    columns = tuple((column, target) for column, target in pairs if target)
    return ColumnMapping(head.system, head.source, columns, head.options)


def reading_of(head: Head) -> Reading:
    """Give how the rows are to be read."""
    return Reading(head.default_country, head.basis, head.vat_category)


def preview_file(run: Run) -> None:
    """Work out what an import would do with each row, and keep that for the page."""
    found = _opened(run)
    head, what = head_of(found), found.file.what
    table = read(found.contents())
    total = max(len(table.rows), 1)
    half = _Halves(run, total)
    preview = ROOMS[what].preview(table, mapping_of(head), reading_of(head), half.first)
    counts = dict.fromkeys(("new", "changed", "same", "wrong", "passed_over"), 0)
    cells = {row.line: row for row in table.rows}

    def rows() -> Iterator[tuple[dict[str, Any], bool]]:
        apart = told_apart(what, preview.rows, run.actor, run.today, half.second)
        for row, becomes in apart:
            counts[becomes] += 1
            yield _shown(what, row, becomes, cells[row.line]), becomes == "wrong"

    keep_rows(found, rows())
    ImportFile.objects.filter(pk=found.file.pk).update(
        counts=counts, rows=len(table.rows), previewed_at=run.clock()
    )


class _Halves:
    """Tells the job how far two passes over the same rows are."""

    def __init__(self, run: Run, rows: int) -> None:
        self.run, self.rows = run, rows

    def first(self, done: int, total: int) -> None:
        """Say how far the first pass is."""
        self._reached(done / max(total, 1) / 2)

    def second(self, done: int, total: int) -> None:
        """Say how far the second pass is."""
        self._reached(0.5 + done / max(total, 1) / 2)

    def _reached(self, part: float) -> None:
        self.run.reached(int(part * self.run.job.total))


def _shown(what: str, row: Any, becomes: str, source: Row) -> dict[str, Any]:
    """Give a row as the preview shows it; remarks as codes, for whoever reads them."""
    name, beside = ROOMS[what].names(row)
    shown: dict[str, Any] = {
        "line": row.line,
        "becomes": becomes,
        "name": name[:120],
        "beside": beside[:80],
        "errors": [_coded(remark) for remark in row.errors],
        "warnings": [_coded(remark) for remark in row.warnings],
    }
    return shown | {"cells": list(source.cells)} if becomes == "wrong" else shown


def _coded(remark: Any) -> list[Any]:
    return [remark.code.value, remark.field, remark.column, remark.other_line]


def bring_in(run: Run) -> None:
    """Import what was previewed and asked for, and let go of the file."""
    found = _opened(run)
    row, head = found.file, head_of(found)
    if row.imported_at is not None:
        return
    half = _Halves(run, max(row.rows, 1))
    table = read(found.contents())
    room = ROOMS[row.what]
    preview = room.preview(table, mapping_of(head), reading_of(head), half.first)
    wishes = Wishes(row.good_rows_only, row.complete_known, row.language)
    done = room.bring_in(preview, wishes, run.actor, run.today, half.second)
    finish(row, result=done.counts, lookalikes=done.lookalikes, now=run.clock())
