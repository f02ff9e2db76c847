"""What the pages of an import show, put together for their templates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.foundation.actors import Actor
from klantkluis.foundation.tables.sentences import sentence as note_sentence
from klantkluis.foundation.tables.table import Note
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.customers.reading import names_of
from klantkluis.office.forms.base import Label
from klantkluis.office.imports import keeping
from klantkluis.office.imports.keeping import ALL, WRONG, Head, Opened
from klantkluis.office.imports.labels import reason
from klantkluis.office.imports.models import ImportFile, What
from klantkluis.office.imports.rooms import ROOMS

LABELS: dict[str, tuple[str, Label]] = {
    "new": ("good", gettext_lazy("New")),
    "changed": ("busy", gettext_lazy("To be completed")),
    "same": ("", gettext_lazy("Known, nothing new")),
    "wrong": ("bad", gettext_lazy("Wrong")),
    "passed_over": ("wait", gettext_lazy("Left out")),
}


def _label(what: str, becomes: str) -> str:
    """Name what becomes of a row; a known product is changed where a customer is completed."""
    if what == What.PRODUCTS and becomes == "changed":
        return _("Different")
    return str(LABELS[becomes][1])


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview."""

    line: int
    mood: str
    label: str
    name: str = field(repr=False)
    beside: str = field(repr=False)
    errors: Sequence[str] = field(repr=False)
    warnings: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of rows with its label."""

    figure: int
    label: str
    mood: str
    note: str = ""


def shown_row(what: str, row: dict[str, Any]) -> ShownRow:
    """Give a row as the page shows it, its remarks in the language of the reader."""
    return ShownRow(
        line=row["line"],
        mood=LABELS[row["becomes"]][0],
        label=_label(what, row["becomes"]),
        name=row["name"],
        beside=row["beside"],
        errors=[_said(what, row["line"], each) for each in row["errors"]],
        warnings=[_said(what, row["line"], each) for each in row["warnings"]],
    )


def _said(what: str, line: int, remark: Sequence[Any]) -> str:
    code, name, column, other_line = remark
    return ROOMS[what].said(line, code, name, column, other_line)


def figures(row: ImportFile) -> list[Figure]:
    """Give what the preview counted, the wrong rows last but for those left out."""
    moods = {"new": "good", "wrong": "bad" if row.counts.get("wrong") else ""}
    return [
        Figure(
            row.counts.get(name, 0),
            _label(row.what, name),
            moods.get(name, ""),
        )
        for name in LABELS
    ]


def preview_page(found: Opened, show: str, number: int) -> dict[str, Any]:
    """Give a page of the preview: its rows, and where one can go from here."""
    kind = WRONG if show == WRONG else ALL
    pages = keeping.pages_of(found, kind)
    number = max(0, min(number, pages - 1))
    return {
        "rows": [shown_row(found.file.what, row) for row in keeping.page_of(found, kind, number)],
        "show": kind,
        "page": number + 1,
        "pages": pages,
        "previous": number if number else None,
        "next": number + 2 if number + 1 < pages else None,
    }


def notes(head: Head) -> list[str]:
    """Say what was mended or guessed while the file was read."""
    return [note_sentence(Note(note), detail) for note, detail in head.notes]


def left_out(head: Head) -> list[tuple[str, str]]:
    """Give the columns that were never copied, with the reason."""
    return [(column, str(reason(column))) for column in head.left_out]


def unused(head: Head) -> list[str]:
    """Give the columns that become nothing."""
    pairs = zip(head.header, head.columns, strict=True)
    return [column for column, target in pairs if not target]


def result_figures(row: ImportFile) -> list[Figure]:
    """Give what the import did."""
    said = row.result
    lines = [Figure(said.get("added", 0), _("Added"), "good")]
    if row.what == What.CUSTOMERS:
        lines.append(Figure(said.get("completed", 0), _("Completed"), ""))
    else:
        lines.append(Figure(said.get("changed", 0), _("Changed"), ""))
    lines.append(Figure(said.get("unchanged", 0), _("Unchanged"), ""))
    if said.get("differing"):
        lines.append(Figure(said["differing"], _("Different, left as they are"), "wait"))
    wrong = said.get("wrong", 0)
    lines.append(Figure(wrong, _("Wrong, not imported"), "bad" if wrong else ""))
    lines.append(Figure(said.get("passed_over", 0), _("Left out"), ""))
    return lines


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A new customer, and those that it looks like."""

    line: int
    customer_id: int
    name: str = field(repr=False)
    others: Sequence[tuple[int, str]] = field(repr=False)


def lookalikes(row: ImportFile, actor: Actor) -> list[Lookalike]:
    """Give the new customers that look like others, with names when the vault is open."""
    ids = {pk for _line, pk, others in row.lookalikes for pk in (pk, *others)}
    names = names_of(list(ids), actor)
    return [
        Lookalike(line, pk, names.get(pk, ""), [(other, names.get(other, "")) for other in others])
        for line, pk, others in row.lookalikes
    ]


def wrong_file(found: Opened, head: Head) -> Iterator[Sequence[Cell]]:
    """Give the wrong rows as they stood in the file, with what is wrong in a last column."""
    for row in keeping.wrong_rows(found):
        said = " ".join(_said(found.file.what, row["line"], each) for each in row["errors"])
        cells: list[str] = row["cells"]
        yield [*cells, said][: len(head.header) + 1]
