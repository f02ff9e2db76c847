"""What an import would do, row by row, before anything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from klantkluis.core.fields.address import CheckedFields, check_address
from klantkluis.core.fields.checked import Code
from klantkluis.core.fields.email import email_key
from klantkluis.customers.importing.compose import Composed, compose, gather
from klantkluis.customers.importing.presets import PRESETS
from klantkluis.customers.importing.synonyms import SYNONYMS
from klantkluis.customers.rules import check_customer
from klantkluis.foundation.tables.expecting import EVERY, Progress, silence
from klantkluis.foundation.tables.kinds import Kind, kind_of, likely_kind
from klantkluis.foundation.tables.presets import ColumnMapping, guess, recognise
from klantkluis.foundation.tables.sentences import kind_sentence
from klantkluis.foundation.tables.table import FileRefused, Note, Row, Table

_CAME_FROM = {
    "company": ("name", "business_name"),
    "first_name": ("name",),
    "surname": ("name", "first_name", "business_name"),
    "street": ("address_block", "post_box"),
    "house_number": ("street", "address_block"),
    "house_number_addition": ("house_number", "street"),
    "postcode": ("address_block",),
    "town": ("address_block",),
    "country": ("shopware_country", "address_block"),
}


class RowCode(StrEnum):
    """What can be said of a row, besides what is said of its fields (`Code`)."""

    TOO_MANY_CELLS = "too_many_cells"
    SAME_AS_LINE = "same_as_line"
    ADDRESS_OF_LINE = "address_of_line"
    CONTACT_OF_LINE = "contact_of_line"
    PARENT_MISSING = "parent_missing"
    NOT_A_CUSTOMER = "not_a_customer"
    ADDRESS_UNUSABLE = "address_unusable"


class Status(StrEnum):
    """What becomes of a row: a customer, nothing because of errors, or nothing of its own."""

    GOOD = "good"
    WRONG = "wrong"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True, slots=True)
class Remark:
    """An error or warning on a row.

    `column` is the column of the file that `field` came from, empty if none did; `other_line` is
    the row that this one belongs to, where the code speaks of one.
    """

    line: int
    code: Code | RowCode
    field: str = ""
    column: str = ""
    other_line: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """By what a customer is known again when the same file comes twice."""

    kind: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the file as the customer it would become.

    `fields` are those of the sealed row `customer`, ready to keep; `addresses` those of further
    sealed rows `address`. `keys` stand in order of strength. `shown` are cells that a human sees
    in the preview and nobody keeps (consents).
    """

    line: int
    status: Status
    fields: Mapping[str, str] = field(repr=False)
    keys: tuple[Key, ...] = field(repr=False)
    addresses: tuple[Mapping[str, str], ...] = field(default=(), repr=False)
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import of a file would do.

    `left_out` are columns that we never copy (passwords, birthdays …), `unused` columns without
    a field of ours, `consents` columns that are shown but never become a subscription.
    """

    mapping: ColumnMapping
    rows: Sequence[ImportRow] = field(repr=False)
    notes: tuple[tuple[Note, str], ...] = ()
    left_out: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()

    def count(self, status: Status) -> int:
        """Count the rows of one status."""
        return sum(1 for row in self.rows if row.status is status)


class NotCustomers(FileRefused):
    """The file is a list of something else; `kind` says of what, None if that is not known."""

    def __init__(self, kind: Kind | None, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def map_columns(table: Table) -> ColumnMapping:
    """Find which column is which field: by a preset of the system, or by usual names.

    Raises:
        NotCustomers: it is a list of something else, or no column holds a name.
    """
    kind = kind_of(table)
    if kind is None:
        found = recognise(table.header, PRESETS) or guess(table.header, SYNONYMS)
        kind = likely_kind(table)
        names = {"name", "business_name", "company", "surname", "email"} & found.targets()
        if names and kind is not Kind.PRODUCTS:
            return found
        if found.name and found.targets() & {"external_id"}:
            return found
        kind = None if kind is Kind.CUSTOMERS else kind
    raise NotCustomers(kind, _refusal(kind))


def _refusal(kind: Kind | None) -> str:
    if kind is None:
        return _(
            "No column of the file holds names of customers. Choose the columns by hand, please."
        )
    return f"{kind_sentence(kind)} {_('Customers are imported here; nothing was kept.')}"


def _full_name(values: Mapping[str, str]) -> str:
    parts = (values.get(part, "") for part in ("first_name", "surname_prefix", "surname"))
    return " ".join(part for part in parts if part)


def _keys(composed: Composed, checked: CheckedFields, source: str) -> tuple[Key, ...]:
    values = checked.values
    keys = []
    # Without the name of the system a number says nothing: every list has a customer 1.
    if composed.external_id and source:
        keys.append(Key("external", f"{source}|{composed.external_id}"))
    if values.get("email"):
        keys.append(Key("email", email_key(values["email"])))
    if composed.group and source:
        keys.append(Key("group", f"{source}|{composed.group}"))
    name = values.get("company") or _full_name(values)
    place = (values.get(part, "") for part in ("postcode", "house_number", "town"))
    keys.append(Key("place", "|".join((name, *place)).casefold()))
    return tuple(keys)


class _Reader:
    """Goes through the rows once and remembers which customers it has met."""

    def __init__(self, table: Table, mapping: ColumnMapping, default_country: str) -> None:
        self.mapping = mapping
        self.default_country = default_country
        self.columns = [
            (table.header.index(column), column, target)
            for column, target in mapping.columns
            if column in table.header
        ]
        self.rows: list[ImportRow] = []
        self.by_key: dict[Key, int] = {}
        self.by_name: dict[str, int] = {}

    def remarks(self, line: int, codes: Mapping[str, Code]) -> list[Remark]:
        """Point each remark on a field to the column that the field came from."""
        return [Remark(line, code, name, self.column(name)) for name, code in codes.items()]

    def column(self, name: str) -> str:
        """Give the column that a field came from, also when it was taken out of a larger one."""
        for target in (name, *_CAME_FROM.get(name, ())):
            found = self.mapping.column_of(target)
            if found:
                return found
        return ""

    def read(self, row: Row) -> None:
        """Turn one row of the file into one row of the preview."""
        pairs = [(target, row.cells[index]) for index, _column, target in self.columns]
        shown = {c: row.cells[i] for i, c, target in self.columns if target == "consent"}
        composed = compose(gather(pairs), self.mapping.options)
        checked = check_customer(composed.fields, default_country=self.default_country)
        errors = self.remarks(row.line, checked.errors)
        warnings = self.remarks(row.line, checked.warnings)
        if row.too_long:
            errors.insert(0, Remark(row.line, RowCode.TOO_MANY_CELLS))
        status = Status.WRONG if errors else Status.GOOD
        keys = _keys(composed, checked, self.mapping.source)
        found = ImportRow(
            row.line, status, checked.values, keys, (), tuple(errors), tuple(warnings),
            {c: cell for c, cell in shown.items() if cell},
        )  # fmt: skip
        self.rows.append(self._placed(found, composed))

    def _placed(self, row: ImportRow, composed: Composed) -> ImportRow:
        """Decide whether a row is a customer of its own or belongs to one that came before."""
        here = len(self.rows)
        if composed.skipped:
            return _passed_over(row, RowCode.NOT_A_CUSTOMER)
        if composed.parent:
            return self._child(row, composed)
        earlier = self._earlier(row)
        if earlier is not None:
            return self._repeated(row, composed, earlier)
        if row.status is Status.GOOD:
            # Name and place tell only those apart of whom nothing better is known.
            for key in _strong(row) or row.keys:
                self.by_key.setdefault(key, here)
            self.by_name.setdefault(row.fields.get("company", "").casefold(), here)
        return self._with_address(row, composed.delivery)

    def _earlier(self, row: ImportRow) -> int | None:
        """Find the earlier row of the same customer, by the strongest key that this one has."""
        strong = _strong(row)
        if self.mapping.options.get("rows") == "addresses":
            return next((self.by_key[key] for key in strong if key in self.by_key), None)
        key = strong[0] if strong else row.keys[-1]
        return self.by_key.get(key) if row.status is Status.GOOD else None

    def _child(self, row: ImportRow, composed: Composed) -> ImportRow:
        parent = self.by_name.get(composed.parent.casefold())
        if parent is None:
            if row.status is Status.WRONG:
                return row
            column = self.column("parent")
            remark = Remark(row.line, RowCode.PARENT_MISSING, "company", column)
            return replace(row, warnings=(*row.warnings, remark))
        if not row.fields.get("street"):
            return _passed_over(row, RowCode.CONTACT_OF_LINE, self.rows[parent].line)
        extra = {"label": composed.label, "name": _full_name(row.fields)}
        return self._to_address(row, extra, parent)

    def _repeated(self, row: ImportRow, composed: Composed, earlier: int) -> ImportRow:
        first = self.rows[earlier]
        same_place = all(
            row.fields.get(f, "") == first.fields.get(f, "")
            for f in ("street", "house_number", "postcode")
        )
        if self.mapping.options.get("rows") != "addresses" or same_place:
            return _passed_over(row, RowCode.SAME_AS_LINE, first.line)
        if not (row.fields.get("street") or row.fields.get("postcode")):
            return _passed_over(row, RowCode.SAME_AS_LINE, first.line)
        name = row.fields.get("company", "") or _full_name(row.fields)
        return self._to_address(row, {"label": composed.label, "name": name}, earlier)

    def _to_address(self, row: ImportRow, extra: Mapping[str, str], owner: int) -> ImportRow:
        checked = check_address({**row.fields, **extra}, default_country=self.default_country)
        if not checked.can_be_kept:
            wrong = tuple(self.remarks(row.line, checked.errors))
            return replace(row, status=Status.WRONG, errors=wrong)
        if not _can_be_delivered(checked.values):
            return _passed_over(row, RowCode.ADDRESS_UNUSABLE, self.rows[owner].line)
        first = self.rows[owner]
        self.rows[owner] = replace(first, addresses=(*first.addresses, checked.values))
        return _passed_over(row, RowCode.ADDRESS_OF_LINE, first.line)

    def _with_address(self, row: ImportRow, delivery: Mapping[str, str]) -> ImportRow:
        if not delivery:
            return row
        checked = check_address(delivery, default_country=self.default_country)
        if checked.can_be_kept and _can_be_delivered(checked.values):
            return replace(row, addresses=(checked.values,))
        if checked.can_be_kept:
            remark = Remark(row.line, RowCode.ADDRESS_UNUSABLE, other_line=row.line)
            return replace(row, warnings=(*row.warnings, remark))
        wrong = tuple(self.remarks(row.line, checked.errors))
        return replace(row, status=Status.WRONG, errors=(*row.errors, *wrong))


def _can_be_delivered(address: Mapping[str, str]) -> bool:
    return bool(address.get("town") and (address.get("street") or address.get("address_line_2")))


def _strong(row: ImportRow) -> list[Key]:
    return [key for key in row.keys if key.kind != "place"]


def _passed_over(row: ImportRow, code: RowCode, line: int = 0) -> ImportRow:
    remark = Remark(row.line, code, other_line=line)
    return replace(row, status=Status.PASSED_OVER, errors=(), warnings=(remark,), addresses=())


def preview(
    table: Table,
    mapping: ColumnMapping | None = None,
    *,
    default_country: str = "",
    progress: Progress = silence,
) -> Preview:
    """Work out what an import would do. Nothing is kept and nobody is asked.

    Args:
        table: the file, read by `foundation.tables.reading.read`.
        mapping: which column is which field; found by `map_columns` when absent.
        default_country: ISO code for addresses that name no country.
        progress: called now and then with the rows done and the rows in all.

    Raises:
        NotCustomers: it is a list of something else, or no column holds a name.
    """
    mapping = mapping or map_columns(table)
    reader = _Reader(table, mapping, default_country)
    for done, row in enumerate(table.rows, start=1):
        reader.read(row)
        if done % EVERY == 0:
            progress(done, len(table.rows))
    used = dict(mapping.columns)
    return Preview(
        mapping=mapping,
        rows=reader.rows,
        notes=table.notes,
        left_out=table.left_out,
        unused=tuple(column for column in table.header if column not in used),
        consents=tuple(column for column, target in mapping.columns if target == "consent"),
    )
