"""What an import of products would do, row by row, before anything is kept."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from klantkluis.catalogue.importing.compose import (
    HOLDERS,
    Assumptions,
    Code,
    Draft,
    draft,
)
from klantkluis.catalogue.importing.presets import OSCAR, PRESETS, SYNONYMS
from klantkluis.catalogue.importing.price import PriceCode, uses_decimal_comma
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.tables.expecting import EVERY, Progress, silence
from klantkluis.foundation.tables.kinds import Kind, kind_of, likely_kind
from klantkluis.foundation.tables.presets import ColumnMapping, apply, guess, recognise
from klantkluis.foundation.tables.sentences import kind_sentence
from klantkluis.foundation.tables.table import FileRefused, Note, Row, Table

_CAME_FROM = {"name_nl": ("name", "name_en"), "name": ("name_nl", "name_en"),
              "price": ("price_net", "price_gross", "other_price"),
              "vat_category": ("vat_rate", "vat_status", "taxable")}  # fmt: skip


class Status(StrEnum):
    """What becomes of a row: a product, nothing because of errors, or nothing of its own."""

    GOOD = "good"
    WRONG = "wrong"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True, slots=True)
class Remark:
    """An error or warning on a row; `column` is the column of the file, empty if none."""

    line: int
    code: Code | PriceCode
    field: str = ""
    column: str = ""
    other_line: int = 0


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the file as the product it would become."""

    line: int
    status: Status
    product: Draft
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import of a file would do; `unused` are columns without a field of ours."""

    mapping: ColumnMapping
    basis: PriceBasis
    rows: Sequence[ImportRow] = field(repr=False)
    notes: tuple[tuple[Note, str], ...] = ()
    left_out: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    def count(self, status: Status) -> int:
        """Count the rows of one status."""
        return sum(1 for row in self.rows if row.status is status)


class NotProducts(FileRefused):
    """The file is a list of something else; `kind` says of what, None if that is not known."""

    def __init__(self, kind: Kind | None, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def _is_oscar(table: Table) -> bool:
    if (Note.HEADER_MISSING, "") not in table.notes or len(table.header) != 7:
        return False
    telling = [
        row for row in table.rows
        if re.fullmatch(r"\d{10,14}", row.cells[4]) and re.fullmatch(r"\d+\.\d\d", row.cells[5])
    ]  # fmt: skip
    return len(telling) * 2 > len(table.rows)


def map_columns(table: Table) -> ColumnMapping:
    """Find which column is which field: by a preset of the system, or by usual names.

    Raises:
        NotProducts: it is a list of something else, or no columns hold a name and a price.
    """
    kind = kind_of(table)
    if kind is None:
        if _is_oscar(table):
            return apply(OSCAR, table.header)
        found = recognise(table.header, PRESETS)
        if found is not None:
            return found
        found = guess(table.header, SYNONYMS)
        targets = found.targets()
        if targets & {"name", "name_nl"} and targets & {"price", "price_net", "price_gross"}:
            return found
        kind = likely_kind(table)
        kind = None if kind is Kind.PRODUCTS else kind
    raise NotProducts(kind, _refusal(kind))


def _refusal(kind: Kind | None) -> str:
    if kind is None:
        return _(
            "No columns of the file hold names and prices of products. Choose the columns by "
            "hand, please."
        )
    return f"{kind_sentence(kind)} {_('Products are imported here; nothing was kept.')}"


class _Reader:
    """Goes through the rows once and remembers which products it has met."""

    def __init__(self, table: Table, mapping: ColumnMapping, assumed: Assumptions) -> None:
        self.mapping = mapping
        self.assumed = assumed
        self.columns = [
            (table.header.index(column), target)
            for column, target in mapping.columns
            if column in table.header
        ]
        self.rows: list[ImportRow] = []
        self.by_sku: dict[str, int] = {}
        self.names: dict[str, Mapping[str, str]] = {}
        self.last_named: Mapping[str, str] = {}
        groups = [self.gather(row).get("group", "") for row in table.rows]
        self.group_sizes = Counter(group for group in groups if group)

    def gather(self, row: Row) -> dict[str, str]:
        """Give each target the first filled cell that feeds it."""
        found: dict[str, str] = {}
        for index, target in self.columns:
            if target != "option" and row.cells[index] and not found.get(target):
                found[target] = row.cells[index]
        return found

    def remarks(self, line: int, codes: Mapping[str, Code | PriceCode]) -> tuple[Remark, ...]:
        """Point each remark on a field to the column that the field came from."""
        return tuple(Remark(line, code, name, self._column(name)) for name, code in codes.items())

    def _column(self, name: str) -> str:
        candidates = (name, *_CAME_FROM.get(name, ()))
        return next(filter(None, map(self.mapping.column_of, candidates)), "")

    def _inherited(self, raw: dict[str, str]) -> dict[str, str]:
        """Fill a variant's row with what only the first row of its product says."""
        shape = self.mapping.options.get("rows", "")
        parent: Mapping[str, str] = {}
        if raw.get("group"):
            parent = self.names.setdefault(raw["group"], raw)
        elif raw.get("parent"):
            parent = self.names.get(raw["parent"], {})
        elif shape == "blank":
            named = raw.get("name") or raw.get("name_nl") or raw.get("name_en")
            parent = self.last_named if not named else {}
            self.last_named = raw if named else self.last_named
        if raw.get("sku"):
            self.names.setdefault(raw["sku"], raw)
        kept = ("name", "name_nl", "name_en", "published", "active", "vat_category", "taxable")
        return {**{k: parent[k] for k in kept if parent.get(k)}, **raw}

    def _options(self, row: Row, own: Mapping[str, str]) -> list[str]:
        """Give what tells a variant; in WooCommerce only a variation without a name needs it."""
        nameless = "parent" in own and not own.get("name")
        if self.mapping.options.get("rows") == "parent" and not nameless:
            return []
        return [row.cells[index] for index, target in self.columns if target == "option"]

    def read(self, row: Row) -> None:
        """Turn one row of the file into one row of the preview."""
        own = self.gather(row)
        raw = self._inherited(own)
        made = draft(raw, self._options(row, own), self.assumed)
        errors = self.remarks(row.line, made.errors)
        if row.too_long:
            errors = (Remark(row.line, Code.TOO_MANY_CELLS), *errors)
        kinds = self.mapping.options.get("types", "")
        if kinds and raw.get("type") and raw["type"] not in kinds.split("|"):
            column = self._column("type")
            errors = (*errors, Remark(row.line, Code.TYPE_UNKNOWN, "type", column))
        warnings = self.remarks(row.line, made.warnings)
        over = self._passed_over(own, made, row.line)
        if over is not None:
            self.rows.append(ImportRow(row.line, Status.PASSED_OVER, made, (), (over,)))
            return
        status = Status.WRONG if errors else Status.GOOD
        if status is Status.GOOD:
            self.by_sku[made.sku] = row.line
        self.rows.append(ImportRow(row.line, status, made, errors, warnings))

    def _passed_over(self, own: Mapping[str, str], made: Draft, line: int) -> Remark | None:
        """Say why a row is no product of its own, if it is none."""
        priced = own.get("price") or own.get("price_net") or own.get("price_gross")
        kinds = {kind.strip() for kind in own.get("type", "").split(",")}
        if not priced and kinds & HOLDERS:
            return Remark(line, Code.HOLDS_VARIANTS)
        group = own.get("group", "")
        if group and not priced and not own.get("sku") and self.group_sizes[group] > 1:
            return Remark(line, Code.HOLDS_VARIANTS if own.get("name") else Code.BELONGS_TO_LINE)
        if own.get("price_from", "1") not in {"1", "1.0", "0", ""}:
            return Remark(line, Code.OTHER_PRICE_GROUP)
        if made.sku in self.by_sku:
            return Remark(line, Code.SAME_AS_LINE, other_line=self.by_sku[made.sku])
        return None


def preview(
    table: Table,
    mapping: ColumnMapping | None = None,
    *,
    basis: PriceBasis | None = None,
    vat_category: VatCategory = VatCategory.STANDARD,
    progress: Progress = silence,
) -> Preview:
    """Work out what an import would do. Nothing is kept and nobody is asked.

    Args:
        table: the file, read by `foundation.tables.reading.read`.
        mapping: which column is which field; found by `map_columns` when absent.
        basis: whether the prices are without or with VAT; what the system usually does when
            absent, and without VAT for a system that we do not know.
        vat_category: for products that say nothing of VAT.
        progress: called now and then with the rows done and the rows in all.

    Raises:
        NotProducts: it is a list of something else, or no columns hold a name and a price.
    """
    mapping = mapping or map_columns(table)
    basis = basis or PriceBasis(mapping.options.get("basis", PriceBasis.NET))
    priced = [
        table.header.index(column)
        for column, target in mapping.columns
        if target in {"price", "price_net", "price_gross"} and column in table.header
    ]
    prices = [row.cells[index] for row in table.rows for index in priced if row.cells[index]]
    assumed = Assumptions(basis, vat_category, uses_decimal_comma(prices))
    reader = _Reader(table, mapping, assumed)
    for done, row in enumerate(table.rows, start=1):
        reader.read(row)
        if done % EVERY == 0:
            progress(done, len(table.rows))
    used = dict(mapping.columns)
    return Preview(
        mapping=mapping,
        basis=basis,
        rows=reader.rows,
        notes=table.notes,
        left_out=table.left_out,
        unused=tuple(column for column in table.header if column not in used),
    )
