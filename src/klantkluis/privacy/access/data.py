"""The same package for machines: JSON with a documented schema, and one CSV for each kind.

The format is versioned (`naming.FORMAT`) and described by `access-1.schema.json`, which goes
along. Names are English and stable; days are ISO 8601, amounts whole cents, other numbers with a
fraction are text, so that none is rounded.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from klantkluis.core.declared import Activity
from klantkluis.foundation.company import company
from klantkluis.foundation.inventory import declared
from klantkluis.foundation.tables.writing import Cell, csv_stream
from klantkluis.privacy.access import information as info
from klantkluis.privacy.access.gathering import Holding, Item
from klantkluis.privacy.access.hiding import LAWS
from klantkluis.privacy.access.left_out import REASONS
from klantkluis.privacy.access.naming import FORMAT
from klantkluis.privacy.access.package import Package, PackageKind
from klantkluis.privacy.access.portable import BASES, is_portable
from klantkluis.privacy.access.telling import term
from klantkluis.privacy.access.terms import Months
from klantkluis.privacy.access.words import TITLES

SCHEMA_NAME: Final = "access-1.schema.json"
HIDDEN: Final = ("record", "field", "how", "passages", "reason", "law")
_ITEMS_AT_ONCE: Final = 200


def schema() -> bytes:
    """Give the schema of `data.json`."""
    return files(__package__).joinpath(SCHEMA_NAME).read_bytes()


def as_json(package: Package) -> Iterator[bytes]:
    """Write a package as JSON, in pieces."""
    with override(package.language):
        head = _encoded(_head(package))
        kinds = [_encoded(_about(each, package.months)) for each in package.holdings]
    yield head.removesuffix("}").encode() + b',\n"records":['
    for place, (each, about) in enumerate(zip(package.holdings, kinds, strict=True)):
        yield (b",\n" if place else b"\n") + about.removesuffix("}").encode() + b',"items":['
        for start in range(0, len(each.items), _ITEMS_AT_ONCE):
            portion = each.items[start : start + _ITEMS_AT_ONCE]
            texts = ",\n".join(_encoded(_item(each, item)) for item in portion)
            yield (b",\n" if start else b"\n") + texts.encode()
        yield b"]}"
    yield b"]}\n"


def _encoded(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case UUID():
            return str(value)
        case _:
            return str(value)


def _head(package: Package) -> dict[str, Any]:
    ours = company()
    request = package.request
    return {
        "format": FORMAT,
        "kind": package.kind.value,
        "made_at": package.made_at,
        "language": package.language,
        "controller": {
            "name": ours.name, "street": ours.street, "house_number": ours.house_number,
            "postcode": ours.postcode, "town": ours.town, "country": ours.country,
            "phone": ours.phone, "email": ours.email, "coc_number": ours.coc_number,
        },
        "person": {"customer_number": package.identity.number},
        "statement_version": package.statement,
        "request": None
        if request is None
        else {
            "received_on": request.received_on, "due_on": request.due_on,
            "extended_to": request.extended_to, "extension_reason": request.extension_reason,
            "identity_check": request.identity_check,
        },
        "information": _information(package),
        "activities": [
            _activity(which, found, package.months) for which, found in package.of_activity()
        ],
        "recipients": [
            {"at": each.at, "recipient": each.recipient, "name": each.name,
             "ground": each.ground, "categories": list(each.categories)}
            for each in package.receipts
        ],
        "looks": [{"at": each.at, "purpose": each.purpose} for each in package.looks],
        "left_out": [{"what": code, "reason": str(why)} for code, why in REASONS.items()],
        "hidden": [dict(zip(HIDDEN, row, strict=True)) for row in _hidden(package)],
    }  # fmt: skip


def _information(package: Package) -> dict[str, Any]:
    whole = package.kind is PackageKind.ACCESS
    confirmed = info.CONFIRMATION if whole else info.PORTABILITY
    return {
        "confirmation": str(confirmed if package.records else info.NOTHING),
        "rights": [str(each) for each in info.RIGHTS],
        "complaint": str(info.COMPLAINT),
        "refusal": str(info.REFUSAL),
        "automated_decisions": str(info.AUTOMATED),
        "transfers": str(info.TRANSFERS),
        "third_parties": str(info.OTHERS),
        "hidden": info.hidden() if package.hidden else "",
        "copy": str(info.COPY),
    }


def _hidden(package: Package) -> Iterator[list[Cell]]:
    """Give what was hidden: in which field of which record, how, and under which law."""
    for each in package.hidden:
        yield [each.record, each.name, each.how.value, each.passages, each.why.value,
               LAWS[each.why]]  # fmt: skip


def _activity(which: Activity, found: Sequence[Holding], months: Months) -> dict[str, Any]:
    records = [each.record for each in found]
    return {
        "activity": which.value,
        "title": str(info.ACTIVITIES[which]),
        "purpose": str(info.PURPOSES[which]),
        "purposes": sorted({purpose for each in found for purpose in purposes_of(each)}),
        "legal_basis": BASES[which].value,
        "categories": sorted({one for each in found for one in categories_of(each)}),
        "sources": sorted({record.source.value for record in records}),
        "recipients": sorted({one.value for record in records for one in record.recipients}),
        "retention": sorted({term(record.term, months) for record in records}),
    }


def categories_of(holding: Holding) -> frozenset[str]:
    """Give the categories of what these rows hold, as terms of the Data Privacy Vocabulary."""
    return frozenset(one.category for one in _fields_of(holding))


def purposes_of(holding: Holding) -> frozenset[str]:
    """Give the purposes for which these rows are held, as terms of the same vocabulary."""
    return frozenset(one.purpose for one in _fields_of(holding))


def _fields_of(holding: Holding) -> Iterator[Any]:
    """Give the declarations of the fields of these rows; employees are not the person."""
    room, _dot, model = holding.record.model.partition(".")
    table = holding.record.stored.table if holding.record.stored else ""
    for each in declared():
        for one in each.personal:
            where, _dot, name = one.field.rpartition(".")
            if name != "staff_id" and (
                where == table
                or (each.room == room and where == model)
                or where == f"{room}.{model}"
            ):
                yield one


def _about(holding: Holding, months: Months) -> dict[str, Any]:
    record = holding.record
    return {
        "kind": holding.kind,
        "title": str(TITLES.get(holding.kind, record.title)),
        "activity": record.activity.value,
        "source": record.source.value,
        "portable": is_portable(record),
        "retention": term(record.term, months),
    }


def _item(holding: Holding, item: Item) -> dict[str, Any]:
    return {
        "id": f"{holding.kind}/{item.pk}",
        "kept_until": item.kept.until,
        "document": item.document or None,
        "values": item.values,
        **({"parts": item.parts} if item.parts else {}),
    }


def tables(package: Package) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Give a CSV file for each kind: its name, and what it holds in pieces.

    Separated by commas, with a point in numbers (RFC 4180): made for programs. What a spreadsheet
    would run as a formula is guarded.
    """
    by_kind: dict[str, list[Holding]] = {}
    for each in package.holdings:
        by_kind.setdefault(each.kind, []).append(each)
    for kind, found in by_kind.items():
        items = [item for each in found for item in each.items]
        names = list(dict.fromkeys(name for item in items for name in item.values))
        header = ["id", *names, "kept_until", "document"]
        yield f"{kind}.csv", csv_stream(header, _rows(kind, items, names), delimiter=",")
        yield from _tables_of_parts(kind, items)
    if package.hidden:
        yield "hidden.csv", csv_stream(HIDDEN, _hidden(package), delimiter=",")


def _tables_of_parts(kind: str, items: Sequence[Item]) -> Iterator[tuple[str, Iterator[bytes]]]:
    for part in dict.fromkeys(name for item in items for name in item.parts):
        lines = [(item.pk, line) for item in items for line in item.parts.get(part, ())]
        if lines:
            names = list(dict.fromkeys(name for _pk, line in lines for name in line))
            rows = [[pk, *(_cell(line.get(name)) for name in names)] for pk, line in lines]
            yield f"{kind}_{part}.csv", csv_stream([kind, *names], rows, delimiter=",")


def _rows(kind: str, items: Sequence[Item], names: Sequence[str]) -> Iterator[list[Cell]]:
    for item in items:
        values = [_cell(item.values.get(name)) for name in names]
        yield [f"{kind}/{item.pk}", *values, item.kept.until, item.document]


def _cell(value: Any) -> Cell:
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain) if value else None
    if value is None or isinstance(value, str | int | Decimal | date):
        return value
    return str(value)
